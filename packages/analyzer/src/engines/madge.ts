import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ImportEdge } from '../model/analysis.ts';
import { AnalyzerError } from '../model/error.ts';

/** What the worker is asked: `sources` are relative to `root`, `tsconfig` is a path. */
export interface MadgeRequest {
  root: string;
  sources: string[];
  tsconfig: string | undefined;
}

/**
 * The import graph as madge 8 draws it: also AMD and other legacy styles, but no lines, names or
 * kinds. It is much slower; it serves as the well-known second opinion.
 * @param sources analysed files, relative to the root
 * @param tsconfig path of the tsconfig whose aliases count
 * @throws AnalyzerError when madge fails
 */
export async function madgeEdges(
  root: string,
  sources: string[],
  tsconfig: string | undefined,
  signal?: AbortSignal,
): Promise<ImportEdge[]> {
  const analysed = new Set(sources);
  const edges: ImportEdge[] = [];
  const graph = await drawGraph({ root, sources, tsconfig }, signal);
  for (const [from, targets] of Object.entries(graph)) {
    if (!analysed.has(from)) continue;
    for (const to of new Set(targets)) {
      if (!analysed.has(to)) continue;
      edges.push({ from, to, kind: 'import', typeOnly: false, symbols: [], line: 1 });
    }
  }
  return edges;
}

async function drawGraph(
  request: MadgeRequest,
  signal: AbortSignal | undefined,
): Promise<Record<string, string[]>> {
  const program = import.meta.url.endsWith('.ts') ? './madge-worker.ts' : './madge-worker.js';
  const worker = new Worker(new URL(program, import.meta.url), { workerData: request });
  try {
    const [graph] = (await once(worker, 'message', signal ? { signal } : {})) as [
      Record<string, string[]>,
    ];
    return graph;
  } catch (error) {
    if (signal?.aborted)
      throw new AnalyzerError('ANALYZER_ABORTED', 'The analysis was cancelled.', 'Run it again.');
    const reason = error instanceof Error ? error.message : String(error);
    throw new AnalyzerError(
      'ANALYZER_ENGINE_FAILED',
      `madge could not read the codebase: ${reason}`,
      'Use the default engine.',
    );
  } finally {
    await worker.terminate();
  }
}

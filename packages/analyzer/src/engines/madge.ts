import { join } from 'node:path';
import type { ImportEdge } from '../model/analysis.ts';
import { AnalyzerError } from '../model/error.ts';

/** The part of madge 8 that is used; the package carries no types. */
type Madge = (paths: string[], options: object) => Promise<{ obj(): Record<string, string[]> }>;

/**
 * The import graph as madge 8 draws it: also AMD and other legacy styles, but no lines, names or
 * kinds. It is much slower; it serves as the well-known second opinion.
 * @param sources analysed files, relative to the root
 * @param tsconfig path of the tsconfig whose aliases count
 * @throws AnalyzerError when madge fails, as it does on TypeScript beside a TypeScript 7
 */
export async function madgeEdges(
  root: string,
  sources: string[],
  tsconfig: string | undefined,
): Promise<ImportEdge[]> {
  const analysed = new Set(sources);
  const edges: ImportEdge[] = [];
  for (const [from, targets] of Object.entries(await drawGraph(root, sources, tsconfig))) {
    if (!analysed.has(from)) continue;
    for (const to of new Set(targets)) {
      if (!analysed.has(to)) continue;
      edges.push({ from, to, kind: 'import', typeOnly: false, symbols: [], line: 1 });
    }
  }
  return edges;
}

async function drawGraph(
  root: string,
  sources: string[],
  tsconfig: string | undefined,
): Promise<Record<string, string[]>> {
  const everything = { mixedImports: true, skipTypeImports: false };
  try {
    const specifier: string = 'madge';
    const { default: madge } = (await import(specifier)) as { default: Madge };
    const graph = await madge(
      sources.map((path) => join(root, path)),
      {
        baseDir: root,
        fileExtensions: ['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs'],
        detectiveOptions: { ts: everything, tsx: everything, es6: { mixedImports: true } },
        ...(tsconfig ? { tsConfig: tsconfig } : {}),
      },
    );
    return graph.obj();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AnalyzerError(
      'ANALYZER_ENGINE_FAILED',
      `madge could not read the codebase: ${reason}`,
      'Use the default engine, or install typescript 5 where madge finds it: it cannot use TypeScript 7.',
    );
  }
}

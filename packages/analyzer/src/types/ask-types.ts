import { Worker } from 'node:worker_threads';
import type { Discovery } from '../discover/discover.ts';
import { AnalyzerError } from '../model/error.ts';
import type { TypeAnswer, TypeQuestion } from './type-answers.ts';

export interface TypesRequest {
  discovery: Discovery;
  /** Lines of code of the analysed files. */
  loc: Map<string, number>;
  batches: { file: string; questions: TypeQuestion[] }[][];
  importedNames: Map<string, Set<string>>;
}

export type TypesMessage =
  | { k: 'progress'; done: number; total: number }
  | { k: 'answers'; answers: Map<string, TypeAnswer> }
  | { k: 'end' };

export interface TypesRun {
  answers: Map<string, TypeAnswer>;
  /** Why the checker did not get to the end, when it did not. */
  problem?: string;
}

/** What one program may take; a codebase that needs more is read in batches. */
const MEMORY_MB = 1_500;

/**
 * Asks TypeScript's checker in a worker, which can be ended at any moment and has its own bounded
 * memory. Answers that came before it ran out are kept.
 * @throws AnalyzerError ANALYZER_ABORTED
 */
export function askTypes(
  request: TypesRequest,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal | undefined,
): Promise<TypesRun> {
  const program = import.meta.url.endsWith('.ts') ? './types-worker.ts' : './types-worker.js';
  const worker = new Worker(new URL(program, import.meta.url), {
    workerData: request,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  const run: TypesRun = { answers: new Map() };
  return new Promise((resolve, reject) => {
    const end = (): void => {
      signal?.removeEventListener('abort', abort);
      void worker.terminate();
    };
    const abort = (): void => {
      end();
      reject(new AnalyzerError('ANALYZER_ABORTED', 'The analysis was cancelled.', 'Run it again.'));
    };
    if (signal?.aborted) {
      abort();
      return;
    }
    signal?.addEventListener('abort', abort, { once: true });
    worker.on('message', (message: TypesMessage) => {
      if (message.k === 'progress') onProgress(message.done, message.total);
      else if (message.k === 'answers')
        for (const [key, answer] of message.answers) run.answers.set(key, answer);
      else {
        end();
        resolve(run);
      }
    });
    worker.once('error', (error: Error & { code?: string }) => {
      end();
      if (error.code !== 'ERR_WORKER_OUT_OF_MEMORY') {
        reject(error);
        return;
      }
      resolve({ ...run, problem: `the type checker needs more than ${MEMORY_MB} MB` });
    });
  });
}

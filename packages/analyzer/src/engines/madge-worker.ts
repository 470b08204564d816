import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { MadgeRequest } from './madge.ts';

/** The part of madge 8 that is used; the package carries no types. */
type Madge = (paths: string[], options: object) => Promise<{ obj(): Record<string, string[]> }>;

const require = createRequire(import.meta.url);

/**
 * madge's readers ask for `typescript` and need the classic compiler API, which TypeScript 7 does
 * not have. Where they would get a 7, they get the compiler inside ts-morph: by the cache of this
 * worker's own modules, so nothing else in the process sees it.
 */
function provideClassicCompiler(): void {
  const seen = createRequire(require.resolve('madge')).resolve('typescript');
  if ('TypeFlags' in (require(seen) as object)) return;
  const { ts } = require('ts-morph') as { ts: object };
  const known = require.cache[seen];
  if (known) known.exports = ts;
}

async function draw({ root, sources, tsconfig }: MadgeRequest): Promise<Record<string, string[]>> {
  provideClassicCompiler();
  const madge = require('madge') as Madge;
  const everything = { mixedImports: true, skipTypeImports: false };
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
}

parentPort?.postMessage(await draw(workerData as MadgeRequest));

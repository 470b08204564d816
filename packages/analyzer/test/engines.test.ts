import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { extractFacts } from '../src/index.ts';
import { temporaryTree } from './tree/temporary-tree.ts';

const FILES = {
  'a.js': `import { b } from './b.js'; export * from './lib/index.js'; import './lib/c.js';`,
  'b.js': `export const b = () => import('./d.cjs');`,
  'lib/index.js': `export * from './c.js';`,
  'lib/c.js': `export const c = 1;`,
  'd.cjs': `module.exports = [require('./e'), require('./lib')];`,
  'e.js': `require('./b'); require('node:fs'); require('express');`,
};

const require = createRequire(import.meta.url);

/** madge reads TypeScript through the classic compiler API, which TypeScript 7 no longer has. */
function hasClassicCompiler(): boolean {
  return 'TypeFlags' in (require('typescript') as object);
}

describe('the engines', () => {
  // Skipped beside TypeScript 7, where madge cannot be loaded at all; the next test covers that.
  it.skipIf(!hasClassicCompiler())(
    'draw the same graph on shared ground',
    async () => {
      const root = temporaryTree(FILES);
      const fast = await extractFacts(root);
      const known = await extractFacts(root, { engine: 'madge' });
      const pairs = (edges: typeof fast.imports): string[] => [
        ...new Set(edges.filter((e) => !e.via).map((e) => `${e.from} -> ${e.to}`)),
      ];
      expect(pairs(fast.imports).sort()).toEqual(pairs(known.imports).sort());
      expect(known.accesses).toEqual(fast.accesses);
    },
    30_000,
  );

  it.skipIf(hasClassicCompiler())(
    'say what to do where madge cannot run',
    async () => {
      const run = extractFacts(temporaryTree(FILES), { engine: 'madge' });
      await expect(run).rejects.toMatchObject({
        code: 'ANALYZER_ENGINE_FAILED',
        hint: expect.stringContaining('typescript 5'),
      });
    },
    30_000,
  );
});

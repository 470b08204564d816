import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fuzzCase, runFuzzCase } from './fuzz/fuzz-case.ts';
import { SEEDS } from './fuzz/seeds.ts';
import { temporaryTree } from './tree/temporary-tree.ts';

/** A few seconds of what bench/fuzz.ts does for minutes; other seeds than those there. */
it('no mutation of any file ends a run, breaks the schema or changes a second run', async () => {
  const folder = join(temporaryTree({}), 'case');
  const until = performance.now() + 4_000;
  let seed = 0;
  while (performance.now() < until || seed < 20) {
    seed++;
    await expect(
      runFuzzCase(fuzzCase(seed, SEEDS), folder).catch((error: unknown) => {
        throw new Error(`seed ${seed}`, { cause: error });
      }),
    ).resolves.toBeUndefined();
  }
}, 60_000);

import { expect, it, vi } from 'vitest';
import { temporaryTree } from '../tree/temporary-tree.ts';

const FILES = { 'a.ts': 'export const port = process.env.PORT;', 'b.ts': 'export const b = 1;' };

it('says once that and why files are read the slow way, and finds the same', async () => {
  const root = temporaryTree(FILES);
  const { ArrayBuffer: whole } = globalThis;
  // As under `ulimit -v`: there is no room for 6 GiB of addresses.
  vi.stubGlobal('ArrayBuffer', function limited(length: number) {
    if (length > 2 ** 32) throw new RangeError('Array buffer allocation failed');
    return new whole(length);
  });
  const poor = await import('../../src/index.ts');
  const slow = await poor.extractFacts(root);
  vi.unstubAllGlobals();
  vi.resetModules();
  const rich = await import('../../src/index.ts');
  const fast = await rich.extractFacts(root);
  expect(fast.unresolved).toEqual([]);
  expect({ ...slow, unresolved: [] }).toEqual(fast);
  expect(slow.unresolved.map(({ kind, file, reason }) => `${kind} ${file} ${reason}`)).toEqual([
    expect.stringMatching(/^config \. every file is read through JSON.*6 GiB/),
  ]);
});

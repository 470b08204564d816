import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { replaceFile } from '../../src/cache/replace-file.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';

it('leaves what was there when the new text cannot be made', () => {
  const folder = temporaryTree({ 'facts.json': 'old' });
  const path = join(folder, 'facts.json');
  replaceFile(path, (at) => writeFileSync(at, 'x'.repeat(2 ** 30)));
  expect(readFileSync(path, 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['facts.json']);
  replaceFile(path, (at) => writeFileSync(at, 'new'));
  expect(readFileSync(path, 'utf8')).toBe('new');
});

it('makes the folders above, and gives up where one cannot be made', () => {
  const folder = temporaryTree({ file: '' });
  const write = (at: string): void => writeFileSync(at, 'new');
  expect(replaceFile(join(folder, 'a/b/facts.json'), write)).toBe(true);
  expect(replaceFile(join(folder, 'file/facts.json'), write)).toBe(false);
  expect(replaceFile(join(folder, 'file/b/facts.json'), write)).toBe(false);
  // Node's mkdirSync with `recursive` runs for ever here; elsewhere than on Linux nobody may write at the root.
  if (process.platform === 'linux')
    expect(replaceFile('/proc/no-such/b/facts.json', write)).toBe(false);
});

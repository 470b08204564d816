import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkedText, writeJson } from '../../src/cache/write-json.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';

it.each<[string, object]>([
  ['nothing', {}],
  ['no rows', { rows: [], none: undefined }],
  ['rows and others', { rows: [{ a: 'é"\n' }], root: 'x', stats: { n: [1] }, last: null }],
  ['many rows', { rows: Array.from({ length: 4_001 }, (_, n) => ({ n })), more: [1, 2] }],
  ['as many as are written at a time', { rows: Array.from({ length: 2_000 }, (_, n) => n) }],
])('writes %s as JSON does', (_, lists) => {
  const path = join(temporaryTree({}), 'a.json');
  writeJson(path, 'head', lists);
  expect(checkedText(readFileSync(path))).toBe(`head\n${JSON.stringify(lists)}`);
});

it.each<[string, (bytes: Buffer) => Buffer]>([
  ['one bit has rotted', (b) => Buffer.from(b.map((byte, at) => (at === 9 ? byte ^ 1 : byte)))],
  ['the end is missing', (b) => b.subarray(0, -3)],
  ['nothing is left', () => Buffer.alloc(0)],
])('tells where %s', (_, damage) => {
  const path = join(temporaryTree({}), 'a.json');
  writeJson(path, 'head', { rows: [{ line: 3 }] });
  expect(() => checkedText(damage(readFileSync(path)))).toThrow('checksum');
});

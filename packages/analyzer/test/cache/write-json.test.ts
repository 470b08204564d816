import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeJson } from '../../src/cache/write-json.ts';
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
  expect(readFileSync(path, 'utf8')).toBe(`head\n${JSON.stringify(lists)}`);
});

import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { expect, it } from 'vitest';
import { checkedText } from '../../src/cache/write-json.ts';
import { extractFacts } from '../../src/index.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';

const FILES = {
  'a.ts': `import { b } from '#b'; export const q = (db) => db.query('SELECT * FROM orders');`,
  'lib/b.ts': 'export const b = 1;',
  'lib/c.ts': 'export const b = 2;',
  'package.json': '{ "imports": { "#b": "./lib/b.ts" } }',
  'schema.prisma': 'model Order { id Int @id }',
  'migration.sql': 'CREATE TABLE orders (id int);',
};

/** Marks what the last run left behind, to see whether the next one takes it. */
function mark(cacheDir: string): void {
  const path = join(cacheDir, 'facts.json');
  const text = checkedText(readFileSync(path)).replace('"loc":', '"marked":true,"loc":');
  writeFileSync(path, `${text}\n${crc32(text).toString(16)}`);
}

async function isTaken(root: string, cacheDir: string, exclude?: string[]): Promise<boolean> {
  const options = exclude ? { exclude } : {};
  const facts = await extractFacts(root, { cacheDir, ...options });
  const taken = JSON.stringify(facts).includes('"marked"');
  if (!taken) expect(facts).toEqual(await extractFacts(root, options));
  return taken;
}

it('gives the last facts while nothing has changed, also when a file is touched', async () => {
  const root = temporaryTree(FILES);
  const cacheDir = temporaryTree({});
  const cold = await extractFacts(root, { cacheDir });
  expect(await extractFacts(root, { cacheDir })).toEqual(cold);
  mark(cacheDir);
  utimesSync(join(root, 'a.ts'), new Date(), new Date(Date.now() + 5000));
  expect(await isTaken(root, cacheDir)).toBe(true);
});

it.each<[string, (root: string) => void]>([
  ['a source', (root) => writeFileSync(join(root, 'lib/b.ts'), 'export const b = 3;')],
  ['a file more', (root) => writeFileSync(join(root, 'lib/d.ts'), '')],
  ['a file less', (root) => rmSync(join(root, 'lib/c.ts'))],
  [
    'where a name leads',
    (root) => writeFileSync(join(root, 'package.json'), '{ "imports": { "#b": "./lib/c.ts" } }'),
  ],
  ['a schema', (root) => writeFileSync(join(root, 'schema.prisma'), 'model Cart { id Int @id }\n')],
  ['a migration', (root) => writeFileSync(join(root, 'migration.sql'), 'CREATE TABLE x (y int);')],
  ['what git ignores', (root) => writeFileSync(join(root, '.gitignore'), 'lib/c.ts')],
  [
    'settings',
    (root) =>
      writeFileSync(join(root, 'tsconfig.json'), '{ "compilerOptions": { "baseUrl": "." } }'),
  ],
])('finds out anew when %s has changed', async (_, change) => {
  const root = temporaryTree(FILES);
  mkdirSync(join(root, '.git'));
  const cacheDir = temporaryTree({});
  await extractFacts(root, { cacheDir });
  mark(cacheDir);
  change(root);
  expect(await isTaken(root, cacheDir)).toBe(false);
});

it('finds out anew for other options, and where the file is damaged', async () => {
  const root = temporaryTree(FILES);
  const cacheDir = temporaryTree({});
  await extractFacts(root, { cacheDir });
  mark(cacheDir);
  expect(await isTaken(root, cacheDir, ['lib/**'])).toBe(false);
  const path = join(cacheDir, 'facts.json');
  writeFileSync(path, readFileSync(path, 'utf8').slice(0, 200));
  expect(await isTaken(root, cacheDir, ['lib/**'])).toBe(false);
});

it('finds out anew where a byte has rotted and what is left is still JSON', async () => {
  const root = temporaryTree(FILES);
  const cacheDir = temporaryTree({});
  await extractFacts(root, { cacheDir });
  const path = join(cacheDir, 'facts.json');
  writeFileSync(path, readFileSync(path, 'utf8').replace('"loc":', '"marked":true,"loc":'));
  expect(await isTaken(root, cacheDir)).toBe(false);
});

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { extractFacts } from '../../src/index.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';

const SOURCES = {
  'a.ts': `import { b } from './b'; export const q = (db) => db.query('SELECT * FROM orders');`,
  'b.ts': `export const b = 1;`,
};

describe('the cache of facts', () => {
  it('gives the same facts as a cold run, also after a file has changed', async () => {
    const root = temporaryTree(SOURCES);
    const cacheDir = join(temporaryTree({}), 'deep/cache');
    const cold = await extractFacts(root);
    expect(await extractFacts(root, { cacheDir })).toEqual(cold);
    expect(await extractFacts(root, { cacheDir })).toEqual(cold);
    writeFileSync(join(root, 'b.ts'), `export const b = (db) => db.query('DELETE FROM carts');`);
    const changed = await extractFacts(root, { cacheDir });
    expect(changed).toEqual(await extractFacts(root));
    expect(changed.accesses.map((a) => a.table)).toEqual(['orders', 'carts']);
  });

  it('is read: what it says of a text is taken', async () => {
    const root = temporaryTree(SOURCES);
    const cacheDir = temporaryTree({});
    await extractFacts(root, { cacheDir });
    const path = join(cacheDir, 'file-facts.json');
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('FROM orders', 'FROM marked'));
    const facts = await extractFacts(root, { cacheDir });
    expect(facts.accesses.map((a) => a.table)).toEqual(['marked']);
  });

  it.each([
    ['no JSON', 'broken {'],
    ['another format', '{"format":0,"files":{}}'],
    ['something else', '[]'],
  ])('is started again when it holds %s', async (_, text) => {
    const root = temporaryTree(SOURCES);
    const cacheDir = temporaryTree({ 'file-facts.json': text });
    expect(await extractFacts(root, { cacheDir })).toEqual(await extractFacts(root));
    expect(readdirSync(cacheDir)).toEqual(['file-facts.json']);
  });

  it('keeps quiet when its folder cannot be made', async () => {
    const root = temporaryTree(SOURCES);
    const cacheDir = join(temporaryTree({ file: '' }), 'file/cache');
    expect(await extractFacts(root, { cacheDir })).toEqual(await extractFacts(root));
  });
});

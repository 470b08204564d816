import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

  it('keeps which expressions are one: the elements of a transaction', async () => {
    const root = temporaryTree({
      'schema.prisma': 'model Order { id Int @id }\nmodel Cart { id Int @id }',
      'a.ts': `import { PrismaClient } from '@prisma/client'; const prisma = new PrismaClient();
export const buy = () => prisma.$transaction([prisma.order.create({}), prisma.cart.deleteMany()]);`,
    });
    const cacheDir = temporaryTree({});
    const cold = await extractFacts(root, { cacheDir });
    rmSync(join(cacheDir, 'facts.json'));
    expect(cold.accesses.map((access) => access.transaction)).toEqual(['a.ts:2', 'a.ts:2']);
    expect(await extractFacts(root, { cacheDir })).toEqual(cold);
  });

  it('is read: what it says of a text is taken', async () => {
    const root = temporaryTree(SOURCES);
    const cacheDir = temporaryTree({});
    await extractFacts(root, { cacheDir });
    const path = join(cacheDir, 'file-facts.jsonl');
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('FROM orders', 'FROM marked'));
    rmSync(join(cacheDir, 'facts.json'));
    const facts = await extractFacts(root, { cacheDir });
    expect(facts.accesses.map((a) => a.table)).toEqual(['marked']);
  });

  it.each([
    ['no JSON', 'broken {'],
    ['another format', '{"format":0,"files":{}}'],
    ['something else', '[]'],
    ['nothing', ''],
  ])('is started again when it holds %s', async (_, text) => {
    const root = temporaryTree(SOURCES);
    const cacheDir = temporaryTree({ 'file-facts.jsonl': text });
    expect(await extractFacts(root, { cacheDir })).toEqual(await extractFacts(root));
    expect(readdirSync(cacheDir)).toEqual(['facts.json', 'file-facts.jsonl']);
  });

  it('leaves out a damaged line', async () => {
    const root = temporaryTree(SOURCES);
    const cacheDir = temporaryTree({});
    const cold = await extractFacts(root, { cacheDir });
    const path = join(cacheDir, 'file-facts.jsonl');
    const lines = readFileSync(path, 'utf8').split('\n');
    rmSync(join(cacheDir, 'facts.json'));
    writeFileSync(path, [lines[0], lines[1]?.slice(0, 60), 'x', ...lines.slice(2)].join('\n'));
    expect(await extractFacts(root, { cacheDir })).toEqual(cold);
    expect(readFileSync(path, 'utf8').split('\n').sort()).toEqual(lines.sort());
  });

  it('keeps quiet when its folder cannot be made', async () => {
    const root = temporaryTree(SOURCES);
    const cacheDir = join(temporaryTree({ file: '' }), 'file/cache');
    expect(await extractFacts(root, { cacheDir })).toEqual(await extractFacts(root));
  });
});

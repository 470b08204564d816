import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { extractFacts } from '../../src/index.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';

const CODE = {
  'apps/api/package.json': '{ "name": "api", "dependencies": { "@prisma/client": "6" } }',
  'apps/api/db.ts': `import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
export const all = () => prisma.order.findMany();`,
};
const WORKSPACE = { 'package.json': '{ "workspaces": ["apps/*", "packages/*"] }' };
const ORDER = 'model Order {\n  id Int @id\n  @@map("orders")\n}';
const BUYER = 'model Buyer {\n  id Int @id\n}';

describe.each([
  ['beside the folders above', { 'prisma/schema.prisma': ORDER }, ['../../prisma/schema.prisma']],
  [
    'in several files',
    { 'prisma/a/order.prisma': ORDER, 'prisma/b/buyer.prisma': BUYER },
    ['../../prisma/a/order.prisma', '../../prisma/b/buyer.prisma'],
  ],
  [
    'where package.json says',
    {
      'package.json': '{ "workspaces": [], "prisma": { "schema": "data/model.prisma" } }',
      'data/model.prisma': ORDER,
    },
    ['../../data/model.prisma'],
  ],
  [
    'in the one package that has it',
    { 'packages/db/prisma/schema.prisma': ORDER },
    ['../../packages/db/prisma/schema.prisma'],
  ],
])('a Prisma schema above the analysed folder, %s', (_, schema, expected) => {
  it('is read and named', async () => {
    const root = temporaryTree({ ...WORKSPACE, ...CODE, ...schema });
    const facts = await extractFacts(join(root, 'apps/api'));
    expect(facts.stats.readAbove).toEqual(expected);
    expect(facts.accesses.map(({ table }) => table)).toEqual(['orders']);
    expect(facts.unresolved.filter(({ kind }) => kind === 'config')).toEqual([]);
  });
});

describe.each([
  [
    'that two packages have one each of',
    WORKSPACE,
    { 'packages/a/schema.prisma': ORDER, 'packages/b/schema.prisma': BUYER },
  ],
  ['of no repository', {}, { 'prisma/schema.prisma': ORDER }],
])('a Prisma schema above the analysed folder, %s', (_, top, schema) => {
  it('is not guessed', async () => {
    const root = temporaryTree({ ...top, ...CODE, ...schema });
    const facts = await extractFacts(join(root, 'apps/api'));
    expect(facts.stats.readAbove).toBeUndefined();
    expect(facts.accesses).toEqual([]);
    expect(facts.unresolved).toContainEqual(
      expect.objectContaining({ kind: 'config', file: 'db.ts', line: 1 }),
    );
  });
});

it('a change of the schema above makes kept facts stale', async () => {
  const { utimesSync, writeFileSync } = await import('node:fs');
  const root = temporaryTree({ ...WORKSPACE, ...CODE, 'prisma/schema.prisma': ORDER });
  const cacheDir = join(root, 'cache');
  const run = async (): Promise<string[]> =>
    (await extractFacts(join(root, 'apps/api'), { cacheDir })).accesses.map(({ table }) => table);
  expect(await run()).toEqual(['orders']);
  const path = join(root, 'prisma/schema.prisma');
  writeFileSync(path, ORDER.replace('orders', 'sales'));
  utimesSync(path, 1, 1);
  expect(await run()).toEqual(['sales']);
});

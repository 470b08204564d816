import { describe, expect, it } from 'vitest';
import { secondOpinion } from '../../src/boundaries/second-opinion.ts';
import type { TableAccess } from '../../src/index.ts';

const access = (file: string, table: string, more: Partial<TableAccess> = {}): TableAccess => ({
  ...{ file, line: 1, table, operation: 'read', via: 'sql', confidence: 1 },
  ...{ statement: `${file}:${table}` },
  ...more,
});

/** Two groups of tables, each used together in four files. */
const groups = { orders: ['a', 'b', 'c'], stock: ['x', 'y', 'z'] };
const accesses = Object.entries(groups).flatMap(([name, tables]) =>
  [1, 2, 3, 4].flatMap((i) => tables.map((table) => access(`${name}${i}.ts`, table))),
);
const owners = new Map(
  Object.entries(groups).flatMap(([name, tables]) => tables.map((table) => [table, name] as const)),
);

describe('a second opinion on the tables', () => {
  it('agrees where tables are used together as they are divided', () => {
    expect(secondOpinion({ accesses }, owners)).toEqual({
      ...{ method: 'average-linkage', tables: 6, agreement: 1, differences: [] },
    });
  });

  it('says which table it would put elsewhere', () => {
    const other = new Map(owners).set('c', 'stock');
    const found = secondOpinion({ accesses }, other);
    expect(found?.agreement).toBeLessThan(1);
    expect(found?.differences).toEqual([{ table: 'c', domain: 'stock', with: 'orders' }]);
  });

  it.each([
    ['nothing is used together', accesses.map((one, i) => ({ ...one, file: `f${i}.ts` })), owners],
    [
      'migrations only',
      accesses.map((one) => ({ ...one, file: `migrations/${one.file}` })),
      owners,
    ],
    ['one domain', accesses, new Map([...owners].map(([table]) => [table, 'all'] as const))],
    ['few tables', accesses.filter(({ table }) => 'abx'.includes(table)), owners],
  ])('has none where %s', (_, given, by) => {
    expect(secondOpinion({ accesses: given }, by)).toBeUndefined();
  });

  it('counts a transaction over two files as joint use', () => {
    const apart = accesses.map((one, i) => ({
      ...one,
      file: `f${i}.ts`,
      transaction: `${one.file}:1`,
    }));
    expect(secondOpinion({ accesses: apart }, owners)?.agreement).toBe(1);
  });
});

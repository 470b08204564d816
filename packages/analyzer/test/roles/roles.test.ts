import { describe, expect, it } from 'vitest';
import type { Analysis, Table, TableAccess } from '../../src/index.ts';
import { planRoles, renderRolesSql } from '../../src/index.ts';

const table = (name: string, domain: string | null, more: Partial<Table> = {}): Table => ({
  ...{ name, kind: 'table', domain, foreignKeys: [], because: [] },
  ...more,
});

const access = (
  file: string,
  line: number,
  of: string,
  operation: TableAccess['operation'],
): TableAccess => ({
  ...{ file, line, table: of, operation },
  ...{ via: 'sql', statement: `${file}:${line}`, confidence: 1 },
});

function analysis(tables: Table[], accesses: TableAccess[]): Analysis {
  const files = { 'orders.ts': 'orders', 'stock.ts': 'stock', 'log.ts': null };
  return {
    domains: ['stock', 'orders'].map((name) => ({ name })),
    tables,
    files: Object.entries(files).map(([path, domain]) => ({ path, domain })),
    accesses,
  } as unknown as Analysis;
}

const orders = table('orders', 'orders');
const levels = table('levels', 'stock');

describe('a role for each domain', () => {
  it('has its own tables, and others by the places that use them', () => {
    const found = planRoles(
      analysis(
        [orders, levels, table('spare', null), table('totals', 'orders', { kind: 'view' })],
        [
          access('orders.ts', 9, 'levels', 'read'),
          access('orders.ts', 3, 'levels', 'read'),
          access('orders.ts', 3, 'levels', 'read'),
          access('orders.ts', 4, 'levels', 'unknown'),
          access('orders.ts', 5, 'orders', 'write'),
          access('log.ts', 1, 'orders', 'read'),
          access('stock.ts', 2, 'spare', 'write'),
          access('migrations/001_make.ts', 1, 'levels', 'write'),
          access('stock.ts', 8, 'orders', 'ddl'),
        ],
      ),
    );
    const at = (line: number) => ({ file: 'orders.ts', line });
    expect(found).toEqual({
      schemaVersion: 1,
      roles: [
        {
          ...{ domain: 'orders', tables: ['orders'], views: ['totals'] },
          reads: [{ table: 'levels', owner: 'stock', sites: [at(3), at(9)] }],
          writes: [{ table: 'levels', owner: 'stock', sites: [at(4)] }],
        },
        { domain: 'stock', tables: ['levels'], views: [], reads: [], writes: [] },
      ],
      unowned: ['spare'],
      outside: [{ table: 'orders', sites: [{ file: 'log.ts', line: 1 }] }],
    });
  });

  it('needs what the triggers of a table need that it writes', () => {
    const site = { file: 'm.sql', line: 4 };
    const watched = table('orders', 'orders', {
      triggers: [
        { name: 't', timing: 'after', events: ['insert'], reads: [], writes: ['levels'], site },
      ],
    });
    const [role] = planRoles(
      analysis([watched, levels], [access('orders.ts', 5, 'orders', 'write')]),
    ).roles;
    expect(role?.writes).toEqual([{ table: 'levels', owner: 'stock', sites: [site] }]);
  });

  it('leaves collections alone', () => {
    const { roles } = planRoles(analysis([table('carts', 'orders', { kind: 'collection' })], []));
    expect(roles).toEqual([]);
  });
});

describe('the SQL of the roles', () => {
  const plan = planRoles(analysis([orders, levels], [access('orders.ts', 3, 'levels', 'read')]));
  const grants = (foreign: 'all' | 'reads' | 'none'): string[] =>
    renderRolesSql(plan, { foreign })
      .split('\n')
      .filter((line) => line.includes('"levels" to "domain_orders"'));

  it('says what is granted for now, and what not', () => {
    const line = 'grant select on "public"."levels" to "domain_orders"; -- of stock: orders.ts:3';
    expect(grants('all')).toEqual([line]);
    expect(grants('reads')).toEqual([line]);
    expect(grants('none')).toEqual([`-- not granted: ${line}`]);
  });

  it('quotes names, in the schema they say', () => {
    const odd = planRoles(
      analysis([table('Sales.Or"der', 'orders')], [access('log.ts', 1, 'Sales.Or"der', 'read')]),
    );
    const sql = renderRolesSql(odd, { prefix: "o'n_" });
    expect(sql).toContain('on "Sales"."Or""der" to "o\'n_orders";');
    expect(sql).toContain("rolname = 'o''n_orders'");
    expect(sql).toContain('grant usage on schema "Sales" to');
  });
});

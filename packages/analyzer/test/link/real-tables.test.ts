import { describe, expect, it } from 'vitest';
import { extractFacts } from '../../src/index.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';

const accessesOf = async (files: Record<string, string>): Promise<string[]> => {
  const facts = await extractFacts(temporaryTree(files));
  return facts.accesses.map((a) => `${a.file}:${a.line} ${a.operation} ${a.table}`);
};

describe('names that are no tables', () => {
  it('leaves out a CTE that another fragment of the query declares', async () => {
    const found = await accessesOf({
      'fragment.ts': `export const users = () => \`__users AS (SELECT id FROM visits)\`;`,
      'query.ts': `import { users } from './fragment.ts';
export const count = () => \`WITH \${users()} SELECT count(*) FROM __users\`;`,
    });
    expect(found).toEqual(['fragment.ts:1 read visits']);
  });

  it('keeps a table that shares its name with a CTE of another file', async () => {
    const found = await accessesOf({
      'cte.ts': `export const q = 'WITH orders AS (SELECT id FROM archive) SELECT id FROM orders';`,
      'use.ts': `export const a = 'SELECT id FROM orders'; export const b = 'INSERT INTO orders (id) VALUES (1)';`,
    });
    expect(found).toEqual([
      'cte.ts:1 read archive',
      'use.ts:1 read orders',
      'use.ts:1 write orders',
    ]);
  });

  it('tells a table whose capitals are in quotes from a CTE without them', async () => {
    const found = await accessesOf({
      'q.ts': `export const q = 'WITH users AS (SELECT id FROM accounts) SELECT id FROM "Users" JOIN users ON true';
export const r = 'WITH "Items" AS (SELECT id FROM stock) SELECT id FROM "Items"';`,
    });
    expect(found).toEqual(['q.ts:1 read Users', 'q.ts:1 read accounts', 'q.ts:2 read stock']);
  });

  it('leaves out the CTEs of a query builder, temporary tables and catalogs', async () => {
    const found = await accessesOf({
      'k.ts': `import knex from 'knex';
const db = knex({});
export const run = () => db.with('recent', db.select('id').from('orders')).select('*').from('recent');
export const temp = 'CREATE TEMP TABLE scratch (id int)';
export const fill = 'INSERT INTO scratch (id) SELECT id FROM orders';
export const meta = 'SELECT * FROM pg_tables';
export const raw = () => db('orders').joinRaw('LEFT JOIN users u ON u.id = orders.user_id').select('*');`,
    });
    expect(found).toEqual([
      'k.ts:3 read orders',
      'k.ts:5 read orders',
      'k.ts:7 read orders',
      'k.ts:7 read users',
    ]);
  });

  it('leaves out parts of a query that an object names, titles, and what only pieces of queries name', async () => {
    const facts = await extractFacts(
      temporaryTree({
        'q.ts': `const part = { name: 'totals_part', sql: 'SELECT id FROM orders' };
export const whole = () => \`SELECT * FROM \${part.name} JOIN users ON true\`;
export const piece = 'SELECT d.* FROM __by_date d JOIN users ON true';
export const title = (name: string) => \`Update users of \${name}\`;
export const kept = 'INSERT INTO __log (id) VALUES (1)';
export const read = 'SELECT id FROM __log';`,
      }),
    );
    expect(facts.accesses.map((a) => `${a.line} ${a.operation} ${a.table}`)).toEqual([
      '1 read orders',
      '2 read users',
      '3 read users',
      '5 write __log',
      '6 read __log',
    ]);
    expect(facts.unresolved.map((u) => `${u.line} ${u.text}`)).toEqual(['3 __by_date']);
  });

  it('lists a text that is no name instead of making a table of it', async () => {
    const facts = await extractFacts(
      temporaryTree({
        'k.ts': `import knex from 'knex';
const db = knex({});
export const run = () => db('orders').innerJoin('(select 1)', 'a', 'b').select('*');`,
      }),
    );
    expect(facts.tables.map((t) => t.name)).toEqual(['orders']);
    expect(facts.stats.accesses.total).toBeGreaterThanOrEqual(facts.stats.accesses.unknownTable);
  });
});

describe('foreign keys', () => {
  it('are cited from the migration that creates the constraint', async () => {
    const facts = await extractFacts(
      temporaryTree({
        'schema.ts': `import { pgTable, integer } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: integer('id') });
export const orders = pgTable('orders', { userId: integer('user_id').references(() => users.id) });`,
        'migrations/1.ts': `export const up = (db: any) => db.query(\`
CREATE TABLE orders (
  user_id int REFERENCES users (id) ON DELETE CASCADE)\`);`,
      }),
    );
    expect(facts.tables.find((t) => t.name === 'orders')).toMatchObject({
      definedAt: { file: 'schema.ts', line: 3 },
      foreignKeys: [
        {
          columns: ['user_id'],
          onDelete: 'cascade',
          site: { file: 'migrations/1.ts', line: 3 },
        },
      ],
    });
  });
});

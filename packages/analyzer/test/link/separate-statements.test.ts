import { expect, it } from 'vitest';
import { extractFacts } from '../../src/index.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';

const DRIZZLE = `import { drizzle } from 'drizzle-orm/node-postgres';
import { eq, inArray } from 'drizzle-orm';
import { integer, pgTable } from 'drizzle-orm/pg-core';
export const orders = pgTable('orders', { id: integer() });
export const stock = pgTable('stock', { id: integer() });
const db = drizzle();`;
const KYSELY = `import { Kysely } from 'kysely';
const db = new Kysely<{ orders: { id: number }; stock: { id: number } }>({} as never);`;
const PG = `import { Pool } from 'pg';
const db = new Pool();`;

it.each<[string, string, string, string[][]]>([
  [
    'two queries beside each other',
    DRIZZLE,
    'await Promise.all([db.select().from(orders), db.select().from(stock)]);',
    [['orders'], ['stock']],
  ],
  [
    'two statements after each other',
    DRIZZLE,
    'await db.delete(orders); await db.delete(stock);',
    [['orders'], ['stock']],
  ],
  [
    'a join',
    DRIZZLE,
    'await db.select().from(orders).leftJoin(stock, eq(orders.id, stock.id));',
    [['orders', 'stock']],
  ],
  [
    'a query inside a query',
    DRIZZLE,
    'await db.select().from(orders).where(inArray(orders.id, db.select().from(stock)));',
    [['orders', 'stock']],
  ],
  [
    'a query in a function of a query',
    KYSELY,
    "await db.selectFrom('orders').where((eb) => eb.exists(eb.selectFrom('stock'))).execute();",
    [['orders', 'stock']],
  ],
  [
    'two texts beside each other',
    PG,
    "await Promise.all([db.query('SELECT id FROM orders'), db.query('SELECT id FROM stock')]);",
    [['orders'], ['stock']],
  ],
  [
    'two templates beside each other',
    PG,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source code
    'await Promise.all([db.query(`SELECT id FROM orders WHERE id = ${1}`), db.query(`SELECT id FROM stock WHERE id = ${1}`)]);',
    [['orders'], ['stock']],
  ],
  [
    'one text over two tables',
    PG,
    "await db.query('SELECT o.id FROM orders o JOIN stock s ON s.id = o.id');",
    [['orders', 'stock']],
  ],
])('%s on one line', async (_, head, statement, expected) => {
  const root = temporaryTree({
    'package.json':
      '{ "dependencies": { "drizzle-orm": "1", "kysely": "1", "pg": "8", "typeorm": "1" } }',
    'schema.sql': 'CREATE TABLE orders (id int); CREATE TABLE stock (id int);',
    'run.ts': `${head}\nexport async function run() {\n  ${statement}\n}\n`,
  });
  const { accesses } = await extractFacts(root);
  const groups = Map.groupBy(accesses, (access) => access.statement);
  expect([...groups.values()].map((group) => group.map(({ table }) => table).sort())).toEqual(
    expected,
  );
});

import { describe, expect, it } from 'vitest';
import { extractFacts } from '../../src/index.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';

/** One file, and of each table the line its transaction starts at; `-` is outside. */
const CASES: { name: string; source: string; found: string[] }[] = [
  {
    name: 'queries of a list that stand in variables',
    source: `import { sql, db } from './db';
export async function run() {
  const first = db.query('DELETE FROM lines');
  const second = db.query('DELETE FROM orders');
  await db.$transaction([first, second]);
}
export async function listed() {
  const all = [db.query('DELETE FROM bills')];
  await db.$transaction(all);
}`,
    found: ['lines 5', 'orders 5', 'bills 9'],
  },
  {
    name: 'a result that is the handle, where the method is one that elsewhere changes its receiver',
    source: `export const a = async (Dog) => {
  const trx = await Dog.startTransaction();
  await trx.query('UPDATE dogs SET x = 1');
  await Dog.query('UPDATE outside SET x = 1');
};
export const b = async (knex) => {
  let trx;
  trx = await knex.transaction();
  await trx.query('UPDATE cats SET x = 1');
};`,
    found: ['dogs 2', 'outside -', 'cats 8'],
  },
  {
    name: "Kysely's chains that end in execute",
    source: `import { db } from './db';
export const a = async () => {
  const trx = await db.startTransaction().setIsolationLevel('serializable').execute();
  await trx.insertInto('pets').values({}).execute();
};
export const b = () => db.transaction().setAccessMode('read write').execute(async (trx) => {
  await trx.deleteFrom('people').execute();
});`,
    found: ['pets 3', 'people 6'],
  },
  {
    name: 'a savepoint as a part of its transaction',
    source: `import postgres from 'postgres';
const sql = postgres();
export const a = () => sql.begin(async (tx) => {
  await tx.savepoint(async (inner) => { await inner\`DELETE FROM items\`; });
});`,
    found: ['items 3'],
  },
  {
    name: 'a transaction on the handle of another as a part of both',
    source: `import { drizzle } from 'drizzle-orm/node-postgres';
import { pgTable } from 'drizzle-orm/pg-core';
const items = pgTable('items', {});
const db = drizzle();
const gateway = () => ({
  hold: (scope) => (scope?.within ?? db).transaction(async (inner) => { await inner.delete(items); }),
});
export const outer = () => db.transaction(async (tx) => {
  await gateway().hold({ within: tx });
});`,
    found: ['items 6', 'items 8'],
  },
  {
    name: 'a connection of SQLite in the process, which hands over no handle',
    source: `import Database from 'better-sqlite3';
const db = new Database('x.db');
export const move = db.transaction((rows) => {
  for (const row of rows) db.prepare('DELETE FROM notes').run(row);
});
export const other = () => db.prepare('DELETE FROM tags').run();`,
    found: ['notes 3', 'tags -'],
  },
  {
    name: 'a shared connection only in the function that begins',
    source: `import { DatabaseSync } from 'node:sqlite';
const db = new DatabaseSync(':memory:');
export function a() {
  db.exec('BEGIN');
  db.prepare('DELETE FROM notes').run();
  rest();
  db.exec('COMMIT');
}
function rest() { db.prepare('DELETE FROM tags').run(); }
export const other = () => db.prepare('DELETE FROM users').run();`,
    found: ['notes 4', 'tags 4', 'users -'],
  },
  {
    name: 'no reads before the beginning and after the end',
    source: `export async function a(pool) {
  const client = await pool.connect();
  await client.query('SELECT * FROM before_it');
  try {
    await client.query('BEGIN');
    await client.query('UPDATE orders SET x = 1');
    await client.query('COMMIT');
    return await client.query('SELECT * FROM after_it');
  } catch { await client.query('ROLLBACK'); }
}`,
    found: ['before_it -', 'orders 5', 'after_it -'],
  },
  {
    name: 'options that have the handle, handed on whole or spread',
    source: `export const a = (db) => db.transaction(async (t) => {
  await whole(db, { transaction: t });
  await spread(db, { transaction: t });
});
const whole = (db, options) => db.query('UPDATE orders SET x = 1', options);
const spread = (db, options) => db.query('UPDATE items SET x = 1', { type: 1, ...options });`,
    found: ['orders 1', 'items 1'],
  },
];

describe('transactions of the idioms of libraries', () => {
  it.each(CASES)('know $name', async ({ source, found }) => {
    const { accesses } = await extractFacts(temporaryTree({ 'a.ts': source }));
    expect(
      accesses.map(({ table, transaction }) => `${table} ${transaction?.split(':')[1] ?? '-'}`),
    ).toEqual(found);
  });
});

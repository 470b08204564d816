import { describe, expect, it } from 'vitest';
import { extractFacts } from '../../src/index.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';

async function transactionsOf(files: Record<string, string>): Promise<string[]> {
  const facts = await extractFacts(temporaryTree(files));
  return facts.accesses.map((a) => `${a.file}:${a.line} ${a.table} ${a.transaction ?? '-'}`);
}

const REPOSITORY = `export async function addOrder(db, order) { await db.query('INSERT INTO orders VALUES (1)'); }
export async function addItem({ tx, item }) { await tx.query('INSERT INTO items VALUES (1)'); }
export async function log(options) { await options.tx.query('INSERT INTO logs VALUES (1)'); }`;

describe('transactions', () => {
  it('follow the handle into the functions it is passed to: as itself, destructured, and inside an object', async () => {
    const found = await transactionsOf({
      'repository.ts': REPOSITORY,
      'checkout.ts': `import { addOrder, addItem, log } from './repository';
export const checkout = (db) => db.transaction(async (tx) => {
  await addOrder(tx, {});
  await addItem({ tx, item: 1 });
  await deep({ tx });
});
async function deep(options) { await log(options); }`,
    });
    expect(found).toEqual([
      'repository.ts:1 orders checkout.ts:2',
      'repository.ts:2 items checkout.ts:2',
      'repository.ts:3 logs checkout.ts:2',
    ]);
  });

  it('do not reach accesses beside the handle', async () => {
    const found = await transactionsOf({
      'a.ts': `export const run = (db) => db.transaction(async (tx) => {
  await tx.query('UPDATE inside SET x = 1');
  await db.query('UPDATE outside SET x = 1');
});`,
    });
    expect(found).toEqual(['a.ts:2 inside a.ts:1', 'a.ts:3 outside -']);
  });

  it('are told apart when two callers share a repository function', async () => {
    const found = await transactionsOf({
      'repository.ts': `export const add = (tx) => tx.query('INSERT INTO orders VALUES (1)');`,
      'a.ts': `import { add } from './repository'; export const a = (db) => db.transaction((tx) => add(tx));`,
      'b.ts': `import { add } from './repository'; export const b = (db) => db.transaction((tx) => add(tx));`,
    });
    expect(found).toEqual(['repository.ts:1 orders a.ts:1', 'repository.ts:1 orders b.ts:1']);
  });

  it('know wrappers of the program, unmanaged handles, BEGIN and @Transactional', async () => {
    const found = await transactionsOf({
      'wrap.ts': `export function unitOfWork(db, work) { return db.transaction(work); }`,
      'a.ts': `import { unitOfWork } from './wrap';
export const a = (db) => unitOfWork(db, async (t) => { await t.query('UPDATE wrapped SET x = 1'); });`,
      'b.ts': `export async function b(knex) {
  const trx = await knex.transaction();
  await trx.query('UPDATE unmanaged SET x = 1');
}`,
      'c.ts': `export async function c(pool) {
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query('UPDATE manual SET x = 1');
}`,
      'd.ts': `export class D {
  @Transactional()
  async run(db) { await db.query('UPDATE decorated SET x = 1'); }
}`,
    });
    expect(found).toEqual([
      'a.ts:2 wrapped a.ts:2',
      'b.ts:3 unmanaged b.ts:2',
      'c.ts:4 manual c.ts:3',
      'd.ts:3 decorated d.ts:3',
    ]);
  });
});

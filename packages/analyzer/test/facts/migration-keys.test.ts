import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { extractFacts } from '../../src/index.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';
import { MIGRATION_CASES } from './cases/migrations.ts';

const TYPEORM = 'migrations/1700000000000-orders.ts';
const SEQUELIZE = 'migrations/20240101000000-orders.js';

it.each([
  [
    'typeorm-migrations',
    [
      `orders ${TYPEORM}:5`,
      `orders.buyer_id -> buyers.id cascade ${TYPEORM}:9`,
      `orders.stock_id -> stock.id set null ${TYPEORM}:15`,
      `stock ${TYPEORM}:13`,
    ],
  ],
  [
    'sequelize-migrations',
    [
      `items.orderId -> orders.id restrict ${SEQUELIZE}:16`,
      `orders ${SEQUELIZE}:5`,
      `orders.buyerId -> buyers.uuid cascade ${SEQUELIZE}:10`,
      `orders.couponId -> coupons.id set null ${SEQUELIZE}:15`,
      `orders.stockId -> stock.id  ${SEQUELIZE}:12`,
      'teams.ownerId -> users.id  migrations/20240102000000-teams.js:1',
    ],
  ],
])(
  '%s give tables and foreign keys, without what only their way back makes',
  async (name, expected) => {
    const own = MIGRATION_CASES.find(({ detector }) => detector === name);
    const { tables } = await extractFacts(temporaryTree(own?.files ?? {}));
    const lines = tables.flatMap(({ name: table, definedAt, foreignKeys }) => [
      ...(definedAt ? [`${table} ${definedAt.file}:${definedAt.line}`] : []),
      ...foreignKeys.map(
        (key) =>
          `${table}.${key.columns} -> ${key.table}.${key.referencedColumns} ${key.onDelete ?? ''} ${key.site?.file}:${key.site?.line}`,
      ),
    ]);
    expect(lines.sort()).toEqual([...expected].sort());
  },
);

it('a table that only migrations name, and that they took away, is none', async () => {
  const migration = (up: string[], down: string[]) => `export class Step {
  async up(queryRunner) { ${up.map((sql) => `await queryRunner.query('${sql}');`).join('\n')} }
  async down(queryRunner) { ${down.map((sql) => `await queryRunner.query('${sql}');`).join('\n')} }
}`;
  const { tables } = await extractFacts(
    temporaryTree({
      'migrations/1700000000000-first.ts': migration(
        [
          'CREATE TABLE orders (id int)',
          'CREATE TABLE visits (id int)',
          'CREATE TABLE stock (id int)',
        ],
        [],
      ),
      'migrations/1700000000001-second.ts': migration(
        [
          'CREATE TABLE orders_new (id int)',
          'INSERT INTO orders_new SELECT id FROM orders',
          'DROP TABLE orders',
          'ALTER TABLE orders_new RENAME TO orders',
          'DROP TABLE visits',
          'DROP TABLE stock',
        ],
        ['CREATE TABLE orders_old (id int)', 'INSERT INTO orders_old SELECT id FROM orders'],
      ),
      'stock.ts': `import pg from 'pg';
const pool = new pg.Pool();
export const all = () => pool.query('SELECT id FROM stock');`,
    }),
  );
  expect(tables.map(({ name }) => name)).toEqual(['orders', 'stock']);
});

it.each<[string, string, string[]]>([
  ['of a migration tool, which code of its own fills', 'schema_migrations', []],
  ['of the business', 'schema_versions', ['schema_versions']],
])('lists a table %s', async (_what, table, listed) => {
  const source = `import pg from 'pg';
export const note = (pool: pg.Pool) => pool.query("INSERT INTO ${table} (name) VALUES ('a')");`;
  const { tables, accesses } = await extractFacts(temporaryTree({ 'note.ts': source }));
  expect(tables.map(({ name }) => name)).toEqual(listed);
  expect(accesses.map((access) => access.table)).toEqual([table]);
});

const FIRST = {
  typeorm: `import { Table } from 'typeorm';
export class First { async up(queryRunner) {
  await queryRunner.createTable(new Table({ name: 'orders', foreignKeys: [
    { columnNames: ['a_id'], referencedTableName: 'a', referencedColumnNames: ['id'], name: 'fk_a' },
    { columnNames: ['b_id'], referencedTableName: 'b', referencedColumnNames: ['id'] },
    { columnNames: ['c_id'], referencedTableName: 'c', referencedColumnNames: ['id'] },
    { columnNames: ['d_id'], referencedTableName: 'd', referencedColumnNames: ['id'] },
  ] }));
} }`,
  sequelize: `exports.up = async (queryInterface) => {
  await queryInterface.addConstraint('orders', { fields: ['a_id'], type: 'foreign key', name: 'fk_a', references: { table: 'a', field: 'id' } });
  await queryInterface.addConstraint('orders', { fields: ['b_id'], type: 'foreign key', references: { table: 'b', field: 'id' } });
  await queryInterface.createTable('orders', { c_id: { references: { model: 'c', key: 'id' } }, d_id: { references: { model: 'd', key: 'id' } } });
};`,
  knex: `exports.up = async (knex) => {
  await knex.schema.createTable('orders', (t) => {
    t.integer('a_id').references('id').inTable('a').withKeyName('fk_a');
    t.foreign('b_id').references('b.id');
    t.foreign(['c_id', 'c_no'], 'fk_c').references(['id', 'no']).inTable('c');
    t.integer('d_id').references('d.id');
  });
};`,
};

it.each([
  ['knex', `await knex.schema.alterTable('orders', (t) => { t.dropForeign('b_id'); });`, 'a c d'],
  ['knex', `await knex.schema.table('orders', (t) => { t.dropForeign([], 'fk_c'); });`, 'a b d'],
  [
    'knex',
    `await knex.schema.alterTable('orders', (t) => { t.dropForeign(['c_id', 'c_no']); });`,
    'a b d',
  ],
  [
    'knex',
    `await knex.raw('ALTER TABLE orders DROP CONSTRAINT orders_d_id_foreign, DROP CONSTRAINT fk_a');`,
    'b c',
  ],
  ['typeorm', `await queryRunner.dropForeignKey('orders', 'fk_a');`, 'b c d'],
  [
    'typeorm',
    `await queryRunner.dropForeignKey('orders', new TableForeignKey({ columnNames: ['b_id'] }));`,
    'a c d',
  ],
  [
    'typeorm',
    `await queryRunner.dropForeignKeys('orders', ['fk_a', new TableForeignKey({ columnNames: ['d_id'] })]);`,
    'b c',
  ],
  [
    'typeorm',
    `const table = await queryRunner.getTable('orders');
  const key = table.foreignKeys.find((fk) => fk.columnNames.indexOf('c_id') !== -1);
  await queryRunner.dropForeignKey('orders', key);`,
    'a b d',
  ],
  [
    'typeorm',
    `await queryRunner.query('ALTER TABLE orders DROP CONSTRAINT "FK_4b8bd2a7a4ae6b8b8a9e6cbe4a0"');`,
    'a b c d',
  ],
  ['sequelize', `await queryInterface.removeConstraint('orders', 'fk_a');`, 'b c d'],
  ['sequelize', `await queryInterface.removeConstraint('orders', 'orders_b_id_b_fk');`, 'a c d'],
  ['sequelize', `await queryInterface.removeConstraint('orders', 'orders_c_id_fkey');`, 'a b d'],
  ['sequelize', `await queryInterface.removeConstraint('orders', 'uq_orders');`, 'a b c d'],
] as const)('a later migration of %s takes keys away: %s', async (library, step, left) => {
  const receiver = { typeorm: 'queryRunner', sequelize: 'queryInterface', knex: 'knex' }[library];
  const { tables } = await extractFacts(
    temporaryTree({
      'migrations/1-first.js': FIRST[library],
      'migrations/2-second.js': `exports.up = async (${receiver}) => {\n  ${step}\n};`,
    }),
  );
  const orders = tables.find(({ name }) => name === 'orders');
  expect(orders?.foreignKeys.map(({ table }) => table).join(' ')).toBe(left);
});

it('the name that TypeORM gives a key by itself takes it away', async () => {
  const { tables } = await extractFacts(
    temporaryTree({
      'migrations/1-first.js': FIRST.typeorm,
      'migrations/2-second.js': `import { createHash } from 'node:crypto';
export class Second { async up(queryRunner) { await queryRunner.dropForeignKey('orders', '${typeormName('orders', 'b_id')}'); } }`,
    }),
  );
  const orders = tables.find(({ name }) => name === 'orders');
  expect(orders?.foreignKeys.map(({ table }) => table).join(' ')).toBe('a c d');
});

/** As TypeORM's DefaultNamingStrategy has it. */
function typeormName(table: string, column: string): string {
  return `FK_${createHash('sha1').update(`${table}_${column}`).digest('hex').substring(0, 27)}`;
}

import type { DetectorCase } from '../detector-case.ts';

/** Steps of migrations, through the builders of the libraries that run them. */
export const MIGRATION_CASES: DetectorCase[] = [
  {
    detector: 'typeorm-migrations',
    name: 'reads tables and keys from the query runner',
    files: {
      'migrations/1700000000000-orders.ts': `import { type MigrationInterface, type QueryRunner, Table, TableColumn, TableForeignKey } from 'typeorm';
const BUYERS = 'buyers';
export class Orders1700000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.createTable(new Table({
      name: 'orders',
      columns: [{ name: 'id', type: 'int' }],
      foreignKeys: [
        { columnNames: ['buyer_id'], referencedTableName: BUYERS, referencedColumnNames: ['id'], onDelete: 'CASCADE' },
      ],
    }), true);
    const stock = new Table({ name: 'stock' });
    await db.createTable(stock);
    await db.addColumn('orders', new TableColumn({ name: 'stock_id', type: 'int' }));
    const key = new TableForeignKey({ columnNames: ['stock_id'], referencedTableName: 'stock', referencedColumnNames: ['id'], onDelete: 'SET NULL' });
    await db.createForeignKey('orders', key);
    await db.renameTable('carts', 'baskets');
    await db.query('DELETE FROM coupons WHERE used = true');
  }
  async down(db: QueryRunner): Promise<void> {
    await db.dropTable('orders');
    await db.createTable(new Table({ name: 'legacy' }));
  }
}`,
      'grid.ts': `import { Table } from './widgets';
export const show = (page) => { page.createTable(new Table({ name: 'prices' })); page.addColumn('name'); };`,
    },
    expected: [
      'migrations/1700000000000-orders.ts:5 ddl orders',
      'migrations/1700000000000-orders.ts:13 ddl stock',
      'migrations/1700000000000-orders.ts:14 ddl orders',
      'migrations/1700000000000-orders.ts:16 ddl orders',
      'migrations/1700000000000-orders.ts:17 ddl baskets',
      'migrations/1700000000000-orders.ts:17 ddl carts',
      'migrations/1700000000000-orders.ts:21 ddl orders',
      'migrations/1700000000000-orders.ts:22 ddl legacy',
    ],
  },
  {
    detector: 'sequelize-migrations',
    name: 'reads tables and keys from the query interface',
    files: {
      'migrations/20240101000000-orders.js': `const TABLE = 'orders';
module.exports = {
  up: async (queryInterface, Sequelize) => {
    await queryInterface.sequelize.transaction(async (transaction) => {
      await queryInterface.createTable(TABLE, {
        id: { type: Sequelize.UUID },
        buyerId: {
          type: Sequelize.UUID,
          onDelete: 'cascade',
          references: { model: { tableName: 'buyers' }, key: 'uuid' },
        },
        stockId: { type: Sequelize.UUID, references: { model: 'stock' } },
      }, { transaction });
    });
    await queryInterface.addColumn('orders', 'couponId', { type: Sequelize.UUID, references: { model: 'coupons', key: 'id' }, onDelete: 'SET NULL' });
    await queryInterface.addConstraint('items', {
      fields: ['orderId'],
      type: 'foreign key',
      references: { table: 'orders', field: 'id' },
      onDelete: 'RESTRICT',
    });
    await queryInterface.addConstraint('items', { fields: ['id'], type: 'primary key' });
    await queryInterface.renameTable('carts', 'baskets');
  },
  down: async (queryInterface) => {
    await queryInterface.dropTable('orders');
    await queryInterface.createTable('legacy', { orderId: { references: { model: 'orders' } } });
  },
};`,
      'migrations/20240102000000-teams.js': `module.exports = { up: async (context) => { await context.addColumn('teams', 'ownerId', { references: { model: 'users', key: 'id' } }); } };`,
      'grid.js': `exports.show = (context) => { context.addColumn('name', 'text', {}); context.createTable('prices', {}); };`,
    },
    expected: [
      'migrations/20240101000000-orders.js:5 ddl orders in migrations/20240101000000-orders.js:4',
      'migrations/20240101000000-orders.js:15 ddl orders',
      'migrations/20240101000000-orders.js:16 ddl items',
      'migrations/20240101000000-orders.js:22 ddl items',
      'migrations/20240101000000-orders.js:23 ddl baskets',
      'migrations/20240101000000-orders.js:23 ddl carts',
      'migrations/20240101000000-orders.js:26 ddl orders',
      'migrations/20240101000000-orders.js:27 ddl legacy',
      'migrations/20240102000000-teams.js:1 ddl teams',
    ],
  },
  {
    detector: 'typeorm-migrations',
    name: 'lists steps on tables whose names are computed',
    files: {
      'migrations/1.ts': `import { type QueryRunner } from 'typeorm';
export class A { async up(queryRunner: QueryRunner) { await queryRunner.dropTable(process.env.TABLE); } }`,
    },
    expected: [],
    unresolved: ['migrations/1.ts:2 table: table name is computed'],
  },
  {
    detector: 'sequelize-migrations',
    name: 'lists steps on tables whose names are computed',
    files: {
      'migrations/1.js': `module.exports = { up: (queryInterface) => { for (const t of tables()) queryInterface.addColumn(t, 'x', {}); } };`,
    },
    expected: [],
    unresolved: ['migrations/1.js:1 table: table name is computed'],
  },
  {
    detector: 'knex',
    name: 'lists steps on tables whose names are computed',
    files: {
      'migrations/1.js': `const { prefix } = require('config');
exports.up = (knex) => knex.schema.createTable(prefix + 'orders', (t) => { t.increments(); });`,
    },
    expected: [],
    unresolved: ['migrations/1.js:2 table: table name is computed'],
  },
];

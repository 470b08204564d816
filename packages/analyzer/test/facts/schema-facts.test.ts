import { describe, expect, it } from 'vitest';
import { extractFacts } from '../../src/index.ts';
import type { Table } from '../../src/model/analysis.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';

type TableFact = Omit<Table, 'domain' | 'because'>;

/** `table: column type, …`, then keys, what a view reads and what fires. */
function linesOf(table: TableFact): string[] {
  const columns = (table.columns ?? []).map((c) => `${c.name} ${c.type ?? '?'}`);
  return [
    `${table.kind} ${table.name}: ${columns.join(', ')}`,
    ...table.foreignKeys.map(
      (k) =>
        `  ${k.columns} -> ${k.table} ${k.onDelete ?? '-'} ${k.onUpdate ?? '-'} ${k.site?.file}:${k.site?.line}`,
    ),
    ...(table.reads ? [`  reads ${table.reads}`] : []),
    ...(table.triggers ?? []).map(
      (t) =>
        `  ${t.timing} ${t.events} ${t.name}${t.calls ? ` calls ${t.calls}` : ''}: reads ${t.reads ?? '?'}; writes ${t.writes ?? '?'} ${t.site.file}:${t.site.line}`,
    ),
  ];
}

async function schemaOf(files: Record<string, string>): Promise<string[]> {
  const facts = await extractFacts(temporaryTree({ 'index.ts': 'export {}', ...files }));
  return [
    ...facts.tables.flatMap(linesOf),
    ...facts.unresolved
      .filter((u) => u.kind === 'trigger')
      .map((u) => `? ${u.file}:${u.line} ${u.text}: ${u.reason}`),
  ];
}

describe('columns, keys and views', () => {
  it.each<[string, Record<string, string>, string[]]>([
    [
      'of SQL migrations are those that all of them together leave',
      {
        'migrations/2_more.sql': `ALTER TABLE orders RENAME COLUMN buyer TO buyer_id;
ALTER TABLE orders ADD COLUMN note text, DROP COLUMN old, DROP CONSTRAINT orders_shop;
ALTER TABLE orders ALTER COLUMN total TYPE numeric(12,2);
CREATE VIEW open_orders AS WITH late AS (SELECT id FROM orders) SELECT * FROM late JOIN users u ON true;
DROP TABLE scratch;
ALTER TABLE carts RENAME TO baskets;`,
        'migrations/10_last.sql': 'ALTER TABLE orders DROP COLUMN note;',
        'migrations/1_first.sql': `CREATE TABLE users (id uuid PRIMARY KEY);
CREATE TABLE orders (id uuid, buyer uuid REFERENCES users (id) ON DELETE CASCADE ON UPDATE RESTRICT,
  total int, old text, shop int, CONSTRAINT orders_shop FOREIGN KEY (shop) REFERENCES shops (id));
CREATE TABLE scratch (id int);
CREATE TABLE carts (id int);`,
        'migrations/1_first.down.sql': 'DROP TABLE users; DROP TABLE orders;',
        'scripts/reset.sql': 'DROP TABLE users; DROP TABLE orders;',
      },
      [
        'table baskets: id int',
        'view open_orders: ',
        '  reads orders,users',
        'table orders: buyer_id uuid, id uuid, shop int, total numeric(12,2)',
        '  buyer_id -> users cascade restrict migrations/1_first.sql:2',
        'table users: id uuid',
      ],
    ],
    [
      'of a table that SQLite makes anew are those of the new one',
      {
        'migrations/1/migration.sql': 'CREATE TABLE "User" ("id" INTEGER NOT NULL, "name" TEXT);',
        'migrations/2/migration.sql': `CREATE TABLE "new_User" ("id" INTEGER NOT NULL, "mail" TEXT);
INSERT INTO "new_User" ("id") SELECT "id" FROM "User";
DROP TABLE "User";
ALTER TABLE "new_User" RENAME TO "User";`,
      },
      ['table User: id INTEGER, mail TEXT'],
    ],
    [
      'of one file with both ways are those of the way up',
      {
        'db/1.sql': `-- migrate:up
CREATE TABLE a (b int);
-- migrate:down
DROP TABLE a;`,
      },
      ['table a: b int'],
    ],
    [
      'of SQL inside migrations, with the names behind constants',
      {
        'migrations/1.ts': `const TABLE = 'orders';
export class First { async up(db: any) { await db.query(\`CREATE TABLE \${TABLE} (id int, at date)\`);
  await db.query('CREATE MATERIALIZED VIEW totals AS SELECT id FROM orders'); }
  async down(db: any) { await db.query('DROP TABLE orders'); await db.query('CREATE TABLE legacy (id int)'); } }`,
      },
      // Only the way back makes `legacy`.
      ['table orders: at date, id int', 'view totals: ', '  reads orders'],
    ],
    [
      'of Prisma are not those that a comment names, whatever ends the lines',
      {
        'schema.prisma': 'model A {\r\n  b Int // @map("c")\r\n}\r\n',
      },
      ['table A: b Int'],
    ],
    [
      'of Prisma',
      {
        'prisma/schema.prisma': `model User {
  id     Int     @id
  mail   String? @map("e_mail") @db.VarChar(80)
  orders Order[]
  @@index([mail])
}
model Order {
  id     Int  @id
  tags   String[]
  user   User @relation(fields: [userId], references: [id], onDelete: SetNull, onUpdate: NoAction)
  userId Int
  @@map("orders")
}
view Totals {
  userId Int
}`,
        'prisma/migrations/1/migration.sql':
          'CREATE TABLE "User" ("id" SERIAL NOT NULL, "e_mail" VARCHAR(80));\nCREATE VIEW "Totals" AS SELECT "userId" FROM "orders";',
      },
      [
        'view Totals: userId Int',
        '  reads orders',
        'table User: e_mail VARCHAR(80), id SERIAL',
        'table orders: id Int, tags String[], userId Int',
        '  userId -> User set null no action prisma/schema.prisma:10',
      ],
    ],
    [
      'of Drizzle',
      {
        'schema.ts': `import { integer, pgTable, pgView, text, uuid } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: uuid('id').primaryKey(), mail: text() });
export const orders = pgTable('orders', (t) => ({
  id: t.uuid(),
  userId: t.uuid('user_id').references(() => users.id, { onDelete: 'cascade', onUpdate: 'set null' }),
}));
export const rich = pgView('rich').as((qb) => qb.select().from(orders).innerJoin(users, true));
export const plain = pgView('plain', { id: integer() }).as(sql\`select * from \${users} join teams\`);`,
      },
      [
        'table orders: id uuid, user_id uuid',
        '  user_id -> users cascade set null schema.ts:5',
        'view plain: id integer',
        '  reads teams,users',
        'view rich: ',
        '  reads orders,users',
        'table teams: ',
        'table users: id uuid, mail text',
      ],
    ],
    [
      'of TypeORM entities',
      {
        'entities.ts': `import { Column, Entity, JoinColumn, ManyToOne, PrimaryGeneratedColumn, ViewColumn, ViewEntity } from 'typeorm';
@Entity('users') export class User { @PrimaryGeneratedColumn('uuid') id: string; @Column({ name: 'e_mail', type: 'varchar' }) mail: string; }
@Entity('orders') export class Order {
  @PrimaryGeneratedColumn() id: number;
  @Column('jsonb') data: object;
  @ManyToOne(() => User, { onDelete: 'SET NULL', onUpdate: 'CASCADE' })
  @JoinColumn({ name: 'user_id' }) user: User;
}
@ViewEntity({ expression: 'SELECT id FROM orders JOIN users u ON true' }) export class Both { @ViewColumn() id: number; }
@ViewEntity({ name: 'built', expression: (source) => source.createQueryBuilder().select('o.id').from(Order, 'o').leftJoin(User, 'u') })
export class Built {}`,
      },
      [
        'view both: id ?',
        '  reads orders,users',
        'view built: ',
        '  reads orders,users',
        'table orders: data jsonb, id ?',
        '  user_id -> users set null cascade entities.ts:7',
        'table users: e_mail varchar, id uuid',
      ],
    ],
    [
      'of TypeORM migrations',
      {
        'migrations/1.ts': `import { type QueryRunner, Table, TableColumn } from 'typeorm';
export class First { async up(queryRunner: QueryRunner) {
  await queryRunner.createTable(new Table({ name: 'orders', columns: [{ name: 'id', type: 'int' }, { name: 'old', type: 'text' }] }));
  await queryRunner.addColumns('orders', [new TableColumn({ name: 'at', type: 'date' })]);
  await queryRunner.renameColumn('orders', 'at', new TableColumn({ name: 'made_at', type: 'timestamp' }));
  await queryRunner.dropColumn('orders', 'old');
  await queryRunner.createTable(new Table({ name: 'gone' }));
  await queryRunner.dropTable('gone');
} }`,
      },
      ['table orders: id int, made_at timestamp'],
    ],
    [
      'of Sequelize models',
      {
        'models.js': `const { DataTypes, Model } = require('sequelize');
const User = sequelize.define('user', { mail: { type: DataTypes.STRING(80), field: 'e_mail' }, full: DataTypes.VIRTUAL });
class Order extends Model {}
Order.init({ total: DataTypes.INTEGER, userId: { type: DataTypes.UUID, references: { model: 'users', key: 'id' }, onDelete: 'CASCADE', onUpdate: 'RESTRICT' } }, { sequelize, tableName: 'orders' });`,
        'decorated.ts': `import { Column, DataType, Model, Table } from 'sequelize-typescript';
@Table({ tableName: 'teams' }) export class Team extends Model { @Column(DataType.TEXT) name: string; @Column({ field: 'made_at', type: DataType.DATE }) at: Date; @Column plain: string; }`,
      },
      [
        'table orders: total INTEGER, userId UUID',
        '  userId -> users cascade restrict models.js:4',
        'table teams: made_at DATE, name TEXT, plain ?',
        'table users: e_mail STRING',
      ],
    ],
    [
      'of Sequelize migrations',
      {
        'migrations/20240101000000-a.js': `module.exports = { up: async (queryInterface, Sequelize) => {
  await queryInterface.createTable('orders', { id: Sequelize.UUID, old: { type: Sequelize.TEXT }, at: { type: Sequelize.DATE } });
  await queryInterface.removeColumn('orders', 'old');
  await queryInterface.renameColumn('orders', 'at', 'madeAt');
  await queryInterface.addColumn('orders', 'note', Sequelize.STRING);
} };`,
      },
      ['table orders: id UUID, madeAt DATE, note STRING'],
    ],
    [
      'of Knex migrations',
      {
        'migrations/20240101_a.js': `exports.up = async (knex) => {
  await knex.schema.createTable('orders', (table) => {
    table.increments();
    table.string('name', 80).notNullable();
    table.specificType('tags', 'text[]');
    table.uuid('user_id').references('id').inTable('users').onDelete('CASCADE').onUpdate('SET NULL');
    table.timestamps(true, true);
  });
  await knex.schema.alterTable('orders', (t) => { t.dropColumns('name', 'tags'); t.renameColumn('user_id', 'buyer_id'); });
  await knex.schema.createView('totals', (view) => { view.as(knex('orders').join('users', 'a', 'b').select('id')); });
};
exports.down = (knex) => knex.schema.dropTable('orders');`,
      },
      [
        'table orders: buyer_id uuid, created_at timestamp, id increments, updated_at timestamp',
        '  buyer_id -> users cascade set null migrations/20240101_a.js:6',
        'view totals: ',
        '  reads orders,users',
        'table users: ',
      ],
    ],
    [
      'of Kysely migrations',
      {
        'migrations/1.ts': `import { type Kysely, sql } from 'kysely';
export async function up(db: Kysely<any>) {
  await db.schema.createTable('orders').addColumn('id', 'uuid').addColumn('at', sql\`timestamptz\`)
    .addColumn('user_id', 'uuid', (c) => c.references('users.id').onDelete('cascade').onUpdate('restrict')).execute();
  await db.schema.alterTable('orders').renameColumn('at', 'made_at').execute();
  await db.schema.alterTable('orders').dropColumn('id').execute();
  await db.schema.createView('totals').as(db.selectFrom('orders as o').innerJoin('users', 'a', 'b').selectAll()).execute();
}`,
      },
      [
        'table orders: made_at timestamptz, user_id uuid',
        '  user_id -> users cascade restrict migrations/1.ts:4',
        'view totals: ',
        '  reads orders,users',
        'table users: ',
      ],
    ],
  ])('%s', async (_name, files, expected) => {
    expect(await schemaOf(files)).toEqual(expected);
  });
});

describe('triggers', () => {
  it.each<[string, Record<string, string>, string[]]>([
    [
      'touch what their functions touch, through other functions too',
      {
        'migrations/1.sql': `CREATE TABLE orders (id int); CREATE TABLE audit (id int); CREATE TABLE totals (id int);
CREATE FUNCTION count_up() RETURNS void AS $$ BEGIN UPDATE totals SET id = id + 1; END $$ LANGUAGE plpgsql;
CREATE FUNCTION note() RETURNS trigger AS $$
BEGIN
  INSERT INTO audit SELECT id FROM orders WHERE id = NEW.id;
  PERFORM count_up();
  RETURN NEW;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER noted AFTER INSERT OR DELETE ON orders FOR EACH ROW EXECUTE FUNCTION note();`,
      },
      [
        'table audit: id int',
        'table orders: id int',
        '  after delete,insert noted calls note: reads orders; writes audit,totals migrations/1.sql:9',
        'table totals: id int',
      ],
    ],
    [
      'are gone when a migration drops them, and a function is what the last migration says',
      {
        'migrations/1.sql': `CREATE TABLE t (id int); CREATE TABLE a (id int); CREATE TABLE b (id int);
CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN DELETE FROM a; END $$ LANGUAGE plpgsql;
CREATE TRIGGER x BEFORE UPDATE ON t EXECUTE PROCEDURE f();
CREATE TRIGGER y BEFORE UPDATE ON t EXECUTE PROCEDURE f();`,
        'migrations/2.sql': `DROP TRIGGER IF EXISTS y ON t;
CREATE OR REPLACE FUNCTION f() RETURNS trigger AS $$ BEGIN DELETE FROM b; END $$ LANGUAGE plpgsql;`,
      },
      [
        'table a: id int',
        'table b: id int',
        'table t: id int',
        '  before update x calls f: reads ; writes b migrations/1.sql:3',
      ],
    ],
    [
      'without the text of their function are listed, as is what is put together at run time',
      {
        'migrations/1.sql': `CREATE TABLE t (id int);
CREATE TRIGGER x AFTER DELETE ON t FOR EACH ROW EXECUTE FUNCTION elsewhere();
CREATE TRIGGER y AFTER DELETE ON t FOR EACH ROW EXECUTE FUNCTION f();
CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN EXECUTE 'DELETE FROM ' || tg_argv[0]; END $$ LANGUAGE plpgsql;`,
      },
      [
        'table t: id int',
        '  after delete x calls elsewhere: reads ?; writes ? migrations/1.sql:2',
        '  after delete y calls f: reads ; writes  migrations/1.sql:3',
        '? migrations/1.sql:2 trigger x on t calls elsewhere: the text of its function is not in the codebase',
        '? migrations/1.sql:3 trigger y on t calls f: it also runs statements that are put together while it runs',
      ],
    ],
    [
      'of SQLite in code have their own statements, which are no accesses of the file',
      {
        'schema.ts': `export const setUp = (db: any) => { db.exec('CREATE TABLE notes (id int)'); db.exec(\`
CREATE TRIGGER search AFTER UPDATE ON notes BEGIN
  INSERT INTO notes_fts (id) VALUES (new.id);
END;\`); };`,
      },
      ['table notes: id int', '  after update search: reads ; writes notes_fts schema.ts:2'],
    ],
  ])('%s', async (_name, files, expected) => {
    expect(await schemaOf(files)).toEqual(expected);
  });
});

import type { DetectorCase } from '../detector-case.ts';

/** Shapes that codebases never seen before were found to have. */
export const UNSEEN_CASES: DetectorCase[] = [
  {
    detector: 'query-functions',
    name: 'knows builders whose verbs are functions, of npm and of the codebase, and nothing else by those names',
    files: {
      'builder/index.ts': `class Query { where(a: string) { return this; } async execute(pool: any) {} }
export class SelectQuery extends Query { from(table: string): SelectQuery { return this; } leftJoin(table: string): SelectQuery { return this; } }
export class UpdateQuery extends Query { constructor(private table: string) { super(); } given(data: object): UpdateQuery { return this; } }
export function select(...fields: string[]): SelectQuery { const query = new SelectQuery(); return query; }
export function update(table: string): UpdateQuery { return new UpdateQuery(table); }`,
      'use.ts': `import { select, update } from './builder/index.ts';
export async function run(pool: any, name: string) {
  const query = select('id').from('orders');
  query.leftJoin('buyers').where('x');
  await query.execute(pool);
  await update('stock').given({ n: 1 }).where('y').execute(pool);
  await update(name).given({}).execute(pool);
}`,
      'squel.ts': `import squel from 'squel';
export const a = squel.select().from('carts').leftJoin('lines').toParam();
export const b = squel.insert().into('carts').set('x', 1).toString();
export const c = squel.delete().from('gifts').toString();`,
      'other.ts': `class ListBuilder { from(kind: string) { return this; } where() { return this; } }
function update(text: string) { return text; }
export const list = new ListBuilder().from('words').where();
export const text = update('words');
export const copy = Array.from('words');`,
    },
    expected: [
      'squel.ts:2 read carts',
      'squel.ts:2 read lines',
      'squel.ts:3 write carts',
      'squel.ts:4 write gifts',
      'use.ts:3 read orders',
      'use.ts:4 read buyers',
      'use.ts:6 write stock',
    ],
  },
  {
    detector: 'prisma',
    name: 'gives the query to the caller that names the model, and lists it where nobody does',
    files: {
      'prisma/schema.prisma': `model Order { id Int @id
}
model Buyer {
  id Int @id
}`,
      'db.ts': `import { PrismaClient } from '@prisma/client';
const client = new PrismaClient();
export async function paged(model: string, criteria: object) { return client[model].findMany({ ...criteria }); }
export async function drop(model: string) { return client[model].deleteMany({}); }`,
      'use.ts': `import { paged } from './db.ts';
export const orders = () => paged('order', { where: {} });
export const buyers = () => paged('buyer', {});`,
    },
    expected: ['use.ts:2 read Order', 'use.ts:3 read Buyer'],
    unresolved: ['db.ts:4 table: model name is computed'],
  },
  {
    detector: 'drizzle',
    name: 'knows a table by its name where the schema is chosen when the program starts',
    files: {
      'sqlite.ts': `import { sqliteTable, text } from 'drizzle-orm/sqlite-core';
export const orders = sqliteTable('shop_orders', { id: text() });`,
      'schema.ts': `import * as sqlite from './sqlite.ts';
import { env } from './env.ts';
const pick = (makers: Record<string, () => typeof sqlite>) => { const make = makers[env.driver]; return make(); };
export const { orders } = pick({ sqlite: () => sqlite });`,
      'use.ts': `import { orders } from './schema.ts';
export const add = (ctx) => ctx.db.insert(orders).values({});
export const list = new Set(['a']);
export const drop = (orders) => { list.delete('orders'); const own = ['x']; list.delete(own); };`,
    },
    expected: ['use.ts:2 write shop_orders'],
  },
  {
    detector: 'mongo',
    name: 'knows models behind casts, the type of a row, soft deletion, and lookups that stand elsewhere',
    files: {
      'schema.ts': `import mongoose from 'mongoose';
export const Topic = (mongoose.models.Topic as mongoose.Model<TopicDBModel>) || mongoose.model<TopicDBModel>('Topic', new mongoose.Schema({}));
export const Note = mongoose.model('Note', new mongoose.Schema({}));`,
      'base.ts': `import { Model } from 'mongoose';
export class Base<T> {
  constructor(protected model: Model<T>) {}
  async aggregate(stages: any[]) { return this.model.aggregate(stages); }
  async one(query: object) { return this.model.findOne(query); }
}`,
      'stages.ts': `const READERS = 'readers';
export const lookup = { $lookup: { from: READERS, as: 'readers' } };`,
      'topics.ts': `import { SoftDeleteModel } from 'mongoose-delete';
import { Base } from './base.ts';
import { Note, Topic } from './schema.ts';
import { lookup } from './stages.ts';
export class Topics extends Base<object> {
  constructor() { super(Topic); }
  all() { return this.aggregate([{ $match: {} }, lookup]); }
  first() { return this.one({}); }
}
export class Notes extends Base<object> {
  private notes: SoftDeleteModel;
  constructor() { super(Note); this.notes = Note; }
  gone() { return this.notes.findDeleted({}); }
  drop() { return this.notes.delete({}); }
}`,
    },
    expected: [
      'topics.ts:13 read notes',
      'topics.ts:14 write notes',
      'topics.ts:7 read readers',
      'topics.ts:7 read topics',
      'topics.ts:8 read topics',
    ],
  },
  {
    detector: 'knex',
    name: 'knows a query in a variable by what is called on it later, and the schema builder',
    files: {
      'users.js': `const knex = require('knex')({});
exports.run = (match) => knex.transaction(async (trx) => {
  const query = trx('users');
  query.where(match);
  const found = await query.first();
  const change = trx('users').where('id', found.id);
  match.columns.forEach((name) => { change.increment(name); });
  await change;
});
exports.up = async () => {
  await knex.schema.createTable('orders', (t) => { t.increments(); });
  await knex.schema.renameTable('carts', 'baskets');
};`,
    },
    expected: [
      'users.js:11 ddl orders',
      'users.js:12 ddl baskets',
      'users.js:12 ddl carts',
      'users.js:3 read users in users.js:2',
      'users.js:6 write users in users.js:2',
    ],
  },
  {
    detector: 'kysely',
    name: 'sees the schema builder of migrations',
    files: {
      'migrations/1.ts': `import { type Kysely } from 'kysely';
export async function up(db: Kysely<any>) {
  await db.schema.createTable('orders').addColumn('id', 'uuid').execute();
  await db.schema.alterTable('orders').dropColumn('id').execute();
  await db.schema.dropTable('carts').execute();
}`,
    },
    expected: [
      'migrations/1.ts:3 ddl orders',
      'migrations/1.ts:4 ddl orders',
      'migrations/1.ts:5 ddl carts',
    ],
  },
  {
    detector: 'typeorm',
    name: 'trusts the type of a repository where a container hands it in',
    files: {
      'order.ts': `import { Entity } from 'typeorm';
@Entity({ name: 'orders' }) export class Order {}`,
      'orders.ts': `import { Repository } from 'typeorm';
import { Order } from './order.ts';
export class Orders {
  constructor(private repository: Repository<Order>, private mapper: unknown) {}
  all() { return this.repository.createQueryBuilder('o').getMany(); }
}`,
      'container.ts': `import { Container } from 'inversify';
import { Orders } from './orders.ts';
const container = new Container();
container.bind('Orders').toConstantValue(new Orders(container.get('OrderRepository'), container.get('Mapper')));`,
    },
    expected: ['orders.ts:5 read orders'],
  },
  {
    detector: 'sequelize',
    name: 'writes what a new row has parts of, and the table between two models',
    files: {
      'models.ts': `import { BelongsTo, BelongsToMany, HasMany, Model, Table } from 'sequelize-typescript';
@Table export class Queue extends Model {}
@Table export class UserQueue extends Model {}
@Table export class Order extends Model {}
@Table export class User extends Model {
  @BelongsToMany(() => Queue, () => UserQueue) queues!: Queue[];
  @HasMany(() => Order) orders!: Order[];
}`,
      'use.ts': `import { User } from './models.ts';
export async function run(name: string, all: object[]) {
  const user = await User.create({ name }, { include: ['queues'] });
  await User.create({ name, orders: [{}] }, { include: ['orders'] });
  await user.$set('queues', [1]);
  await user.$get('queues');
}`,
    },
    expected: [
      'use.ts:3 write Users',
      'use.ts:4 write Orders',
      'use.ts:4 write Users',
      'use.ts:5 write UserQueues',
      'use.ts:6 read Queues',
      'use.ts:6 read UserQueues',
    ],
  },
];

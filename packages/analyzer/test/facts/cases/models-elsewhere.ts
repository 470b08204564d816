import type { DetectorCase } from '../detector-case.ts';

/** Models and tables that are reached over something else: getters, types of functions, packages, objects of collections. */
export const MODELS_ELSEWHERE_CASES: DetectorCase[] = [
  {
    detector: 'sequelize',
    name: 'follows getters to what the connection keeps, and `super.init` to the class around it',
    files: {
      'session.js': `const { Model } = require('sequelize');
class Session extends Model {
  static async byId(id) { return null; }
  static init(sequelize) { super.init({ token: 1 }, { sequelize, modelName: 'session' }); }
}
module.exports = Session;`,
      'db.js': `const { Sequelize } = require('sequelize');
class Database {
  constructor() { this.sequelize = null; }
  get models() { return this.sequelize?.models || {}; }
  get sessionModel() { return this.models.session; }
  connect() { this.sequelize = new Sequelize({ dialect: 'sqlite' }); }
}
module.exports = new Database();`,
      'use.js': `const Database = require('./db');
async function rotate(id) {
  await Database.sessionModel.update({ token: 2 }, { where: { id } });
  const old = await Database.sessionModel.getById(id);
  await old.destroy();
  return Database.sessionModel.findOne({ where: { id } });
}
module.exports = rotate;`,
    },
    expected: ['use.js:3 write sessions', 'use.js:5 write sessions', 'use.js:6 read sessions'],
  },
  {
    detector: 'objection',
    name: 'follows a generic type of a function to the model, bases through mixins, and builders in callbacks',
    files: {
      'base.ts': `import { Model } from 'objection';
export const Searchable = (Base: any) => class extends Base {};
const pipe = (...steps: any[]) => (base: any) => base;
class Root extends Model {}
const Extended = pipe(Searchable)(Root);
export class TenantModel extends Extended {}
export type Lazy<T> = () => T;`,
      'models.ts': `import { TenantModel, Searchable } from './base.ts';
import { Model } from 'objection';
export class Item extends TenantModel { static get tableName() { return 'items'; } }
export class Order extends Searchable(TenantModel) {
  static get tableName() { return 'orders'; }
  static get relationMappings() {
    return { items: { relation: Model.HasManyRelation, modelClass: Item, join: { from: 'orders.id', to: 'items.order_id' } } };
  }
}`,
      'service.ts': `import type { Lazy } from './base.ts';
import { Order, Item } from './models.ts';
export class Service {
  constructor(
    @Inject(Order.name) private readonly orderModel: Lazy<typeof Order>,
    @Inject(Item.name) private readonly itemModel: () => typeof Item,
  ) {}
  async pay(id: number, trx?: unknown) {
    await this.orderModel().query(trx).findById(id).patch({ paid: true });
    await this.itemModel().query(trx).where({ id }).delete();
    return this.orderModel().query().onBuild((q) => {
      q.withGraphJoined('items');
    });
  }
}`,
    },
    expected: [
      'service.ts:10 write items',
      'service.ts:11 read orders',
      'service.ts:12 read items',
      'service.ts:9 write orders',
    ],
  },
  {
    detector: 'prisma',
    name: 'knows the table of a many-to-many relation, conditions in either branch, and the line of each relation',
    files: {
      'schema.prisma': `model User {
  id Int @id
  watched Item[] @relation("Watch")
  tags Tag[]
}
model Item {
  id Int @id
  watchers User[] @relation("Watch")
}
model Tag {
  id Int @id
  users User[]
}`,
      'use.ts': `import { PrismaClient, type Prisma } from '@prisma/client';
const prisma = new PrismaClient();
export const watch = (id: number, by: number) => prisma.user.update({
  where: { id: by },
  data: { watched: { connect: { id } } },
});
export const list = (all: boolean) => prisma.item.findMany({
  include: {
    _count: true,
    watchers: true,
  },
  where: all
    ? {}
    : {},
});
export function count(strict: boolean) {
  let where: Prisma.UserWhereInput;
  if (strict) where = { NOT: { tags: { some: { id: 1 } } } };
  return prisma.user.count({ where });
}
export const either = (open: boolean) => prisma.item.count({
  where: { watchers: open ? { some: { tags: { none: {} } } } : { none: {} } },
});`,
    },
    expected: [
      'use.ts:10 read User',
      'use.ts:10 read _Watch',
      'use.ts:18 read Tag',
      'use.ts:18 read _TagToUser',
      'use.ts:19 read User',
      'use.ts:21 read Item',
      'use.ts:22 read Tag',
      'use.ts:22 read User',
      'use.ts:22 read _TagToUser',
      'use.ts:22 read _Watch',
      'use.ts:3 write User',
      'use.ts:5 read Item',
      'use.ts:5 write _Watch',
      'use.ts:7 read Item',
    ],
  },
  {
    detector: 'mongo',
    name: 'takes collections from an object of all of them, and leaves lists alone',
    files: {
      'start.ts':
        "import { MongoClient } from 'mongodb';\nexport const client = new MongoClient('x');",
      'pay.js': `export default async function pay(context, input) {
  const { appEvents, collections: { Orders, Carts } } = context;
  const { collections } = context;
  const { Coupons } = collections;
  await Orders.updateOne({ _id: input.id }, { $set: { paid: true } });
  await Carts.find({ id: input.id }).toArray();
  await Coupons.insertOne({});
  const { items } = input;
  items.find({ id: 1 });
  collections.Lists.find((list) => list.id);
  return context.collections.Shops.findOne({ _id: 1 });
}`,
    },
    expected: [
      'pay.js:11 read Shops',
      'pay.js:5 write Orders',
      'pay.js:6 read Carts',
      'pay.js:7 write Coupons',
    ],
  },
  {
    detector: 'bookshelf',
    name: 'knows models of a package by the table a schema file creates, and lists the others',
    files: {
      'schema.sql': 'CREATE TABLE shop.user_cart (id serial PRIMARY KEY);',
      'cart.js': `export async function empty(req) {
  const { UserCart, Other } = req.app.locals.orm;
  await new UserCart({ id: 1 })
    .query((qb) => { qb.where('id', 1); })
    .destroy();
  return new Other({ id: 1 }).fetch();
}`,
    },
    expected: ['cart.js:3 write shop.user_cart'],
    unresolved: ['cart.js:6 table: model is not of this codebase'],
  },
  {
    detector: 'knex',
    name: 'starts at a connection that calls give, and reads joins on the builder of a callback',
    files: {
      'models.ts': `import type { Knex } from 'knex';
export class Base { constructor(private db_: Knex) {} get db(): Knex { return this.db_; } }
export class Models { constructor(private k: Knex) {} order() { return new Base(this.k); } }`,
      'use.ts': `import type { Knex } from 'knex';
import type { Models } from './models.ts';
export class Service {
  constructor(private readonly tenantKnex: () => Knex) {}
  async pay(context: { models: Models }, query: any) {
    await context.models.order().db('orders').update({ paid: true }).where('id', 1);
    await this.tenantKnex()('carts').where({ id: 1 }).del();
    return query.query((qb: any) => {
      qb.leftJoin('lines', 'lines.order_id', '=', 'orders.id');
    });
  }
}`,
    },
    expected: ['use.ts:6 write orders', 'use.ts:7 write carts', 'use.ts:9 read lines'],
  },
  {
    detector: 'typeorm',
    name: 'reads the tables that conditions and orders of a finder lead to',
    files: {
      'order.ts': `import { Entity, ManyToOne } from 'typeorm';
@Entity() export class Buyer { name!: string; }
@Entity() export class Order { @ManyToOne(() => Buyer) buyer!: Buyer; state!: string; }`,
      'use.ts': `import { getRepository } from 'typeorm';
import { Order } from './order.ts';
const orders = getRepository(Order);
export const open = () => orders.find({
  where: [{ state: 'open' }, {
    buyer: { name: 'x' } }],
  order: {
    buyer: { name: 'ASC' } },
});`,
    },
    expected: ['use.ts:4 read order', 'use.ts:6 read buyer', 'use.ts:8 read buyer'],
  },
  {
    detector: 'sql',
    name: 'fills in the names that pg-promise writes, also from callers, and lists what nobody names',
    files: {
      'insert.ts': `import pgp from 'pg-promise';
export function insert(table: string, columns: string[]) {
  return pgp().as.format(
    \`INSERT INTO $(table:name) (\${columns.join(',')}) VALUES (1)\`,
    { table, columns },
  );
}
export const wipe = (db: any) => db.none('DELETE FROM $1:name WHERE x = 1', ['carts']);
export const lost = (db: any, args: object) => db.none('DELETE FROM $(which:name) WHERE x = 1', args);`,
      'use.ts': `import { insert } from './insert.ts';
export const orders = () => insert('orders', ['id']);
export const lines = () => insert('lines', ['id']);`,
    },
    expected: ['insert.ts:8 write carts', 'use.ts:2 write orders', 'use.ts:3 write lines'],
    unresolved: ['insert.ts:9 table: table name is computed'],
  },
  {
    detector: 'sql',
    name: 'lists texts that are examples, prompts, messages or shown on a page, and keeps those that run',
    files: {
      'routes.ts': `export const create = { method: 'post', exampleRequest: { body: { query: 'SELECT * FROM shown_orders' } } };
const SYSTEM_PROMPT = 'SELECT id FROM shown_prompts WHERE x = 1';
export const prompt = () => SYSTEM_PROMPT;
const exampleQuery = 'SELECT id FROM run_examples WHERE x = 1';
export const use = (db: any) => db.query(exampleQuery);
export const told = (logger: any) => logger.info('DELETE FROM shown_logs WHERE x = 1');
export const sql = { orders: 'SELECT * FROM run_orders WHERE x = 1' };`,
      'page.tsx': `const shownText = \`SELECT * FROM shown_users WHERE x = 1\`;
const ranText = \`SELECT * FROM run_users WHERE x = 1\`;
export async function load(db: any) { return db.query(ranText); }
export const Page = () => <pre>{shownText}</pre>;`,
    },
    expected: [
      'page.tsx:2 read run_users',
      'routes.ts:4 read run_examples',
      'routes.ts:7 read run_orders',
    ],
    unresolved: [
      'page.tsx:1 table: SQL text in user interface code that is handed to no call',
      'routes.ts:1 table: SQL text under "exampleRequest" is shown, not run',
      'routes.ts:2 table: SQL text under "SYSTEM_PROMPT" is shown, not run',
      'routes.ts:6 table: SQL text handed to info(…) is shown, not run',
    ],
  },
];

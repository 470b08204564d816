import type { DetectorCase } from '../detector-case.ts';

/** Tables that are named in one place and used in another. */
export const HELPER_CASES: DetectorCase[] = [
  {
    detector: 'typeorm',
    name: 'places the writes of a MikroORM unit of work where entities change, and reads what is populated',
    files: {
      'entities.ts': `import { Collection, Entity, ManyToMany, ManyToOne } from '@mikro-orm/core';
@Entity() export class Tag {}
@Entity() export class Buyer {}
@Entity() export class Order {
  @ManyToMany() tags = new Collection<Tag>(this);
  @ManyToMany({ entity: () => Buyer, pivotTable: 'watchers' }) watched = new Collection<Buyer>(this);
  @ManyToOne() buyer!: Buyer;
}`,
      'shop.ts': `import { EntityManager, EntityRepository } from '@mikro-orm/core';
import { Order } from './entities.ts';
export class Shop {
  constructor(private readonly em: EntityManager, private readonly orders: EntityRepository<Order>) {}
  async run(tag, data) {
    const order = await this.orders.findOneOrFail(1, { populate: ['buyer'] });
    order.tags.add(tag);
    order.watched.remove(tag);
    this.em.assign(order, data);
    await this.em.populate(order, ['tags']);
    await this.em.flush();
  }
}`,
    },
    expected: [
      'shop.ts:6 read order',
      'shop.ts:6 read buyer',
      'shop.ts:7 write order_tags',
      'shop.ts:8 write watchers',
      'shop.ts:9 write order',
      'shop.ts:10 read tag',
    ],
  },
  {
    detector: 'typeorm',
    name: 'follows wrappers that take the entity, inheritance, entity schemas and the relation builder',
    files: {
      'connection.ts': `import { DataSource } from 'typeorm';
export class Connection {
  constructor(private readonly source: DataSource) {}
  getRepository<E>(target: E): Repository<E>;
  getRepository<E>(ctx: unknown, target: E): Repository<E>;
  getRepository(first: unknown, second?: unknown) { return this.source.getRepository(second ?? first); }
  async getOrThrow(ctx: unknown, entity: unknown, id: number, options = {}) {
    return this.getRepository(ctx, entity).findOne({ ...options, where: { id } });
  }
}`,
      'entities.ts': `import { ChildEntity, Entity, EntitySchema, ManyToMany, TableInheritance } from 'typeorm';
@Entity('lines') @TableInheritance({}) export class Line {}
@ChildEntity() export class ParcelLine extends Line {}
@Entity() export class Order { @ManyToMany(() => Tag) tags!: Tag[]; }
@Entity() export class Tag {}
export const Person = new EntitySchema({ name: 'Person', tableName: 'people', columns: {} });`,
      'orders.ts': `import { Connection } from './connection.ts';
import { Order, ParcelLine, Person, Tag } from './entities.ts';
export class Orders {
  constructor(private connection: Connection) {}
  async run(ctx: unknown) {
    await this.connection.getRepository(ctx, ParcelLine).save({});
    await this.connection.getOrThrow(ctx, Tag, 1);
    await this.connection.getRepository(Person).find();
    await this.connection.getRepository(ctx, Order).createQueryBuilder()
      .relation('tags').of(1)
      .add(2);
    await this.connection.getOrThrow(ctx, Order, 1);
  }
}`,
    },
    expected: [
      'orders.ts:6 write lines',
      'orders.ts:7 read tag',
      'orders.ts:8 read people',
      'orders.ts:11 write tag',
      'orders.ts:12 read order',
    ],
  },
  {
    detector: 'knex',
    name: 'gives the access to the caller that names the table, through two helpers',
    files: {
      'db.ts': `import knex from 'knex';
export const db = knex({});
export const insertRow = (table: string, row: object, tx?: any) => (tx ?? db)(table).insert(row);
const remove = (table: string) => db(table).del();
export async function purge(name: string) { await remove(name); }`,
      'names.ts': `export enum Tables { Users = 'users', Orders = 'orders' }`,
      'use.ts': `import { insertRow, purge } from './db.ts';
import { Tables } from './names.ts';
export async function run(tx: any) {
  await insertRow(Tables.Users, {});
  await insertRow('orders', {}, tx);
  await purge(Tables.Orders);
}`,
    },
    expected: ['use.ts:4 write users', 'use.ts:5 write orders', 'use.ts:6 write orders'],
  },
  {
    detector: 'mongo',
    name: 'knows the collection of a base repository from what its subclass hands up',
    files: {
      'base.ts': `import { Model } from 'mongoose';
export abstract class BaseRepository {
  constructor(protected model: Model<any>) {}
  one(id: string) { return this.model.findOne({ id }); }
}`,
      'models.ts': `import mongoose from 'mongoose';
export const Message = mongoose.model('Message', new mongoose.Schema({}));
export const Reader = mongoose.model('Reader', new mongoose.Schema({}));`,
      'messages.ts': `import { BaseRepository } from './base.ts';
import { Message, Reader } from './models.ts';
export class Messages extends BaseRepository {
  constructor() { super(Message); }
  seen() { return this.model.updateOne({}, {}); }
}
export class Readers extends BaseRepository {
  constructor() { super(Reader); }
}`,
      'use.ts': `import { Messages, Readers } from './messages.ts';
export class Use {
  constructor(private messages: Messages, private readers: Readers) {}
  async run() {
    await this.messages.one('1');
    await this.readers.one('1');
  }
}`,
    },
    expected: ['messages.ts:5 write messages', 'use.ts:5 read messages', 'use.ts:6 read readers'],
  },
  {
    detector: 'mongo',
    name: 'follows the type of a function that makes all collections',
    files: {
      'database.ts': `import { MongoClient } from 'mongodb';
export class Database {
  constructor(private client: MongoClient) {}
  getCollections() { const db = this.client.db(); const orders = db.collection('orders'); return { orders }; }
}
export let collections: ReturnType<typeof Database.prototype.getCollections>;`,
      'use.ts': `import { collections } from './database.ts';
export const all = () => collections.orders.find({});`,
    },
    expected: ['use.ts:2 read orders'],
  },
  {
    detector: 'sequelize',
    name: 'knows models kept in one object, descriptions for a loader, pushed includes, mixins and elements of lists',
    files: {
      'models/Order.js': `const { DataTypes } = require('sequelize');
module.exports = {
  name: 'Order',
  schema: { total: { type: DataTypes.INTEGER } },
  associations: function (M) { this.hasMany(M.Item, { as: 'items' }); },
  finders: function (M) {
    return { open: async () => {
      const include = [];
      include.push({ model: M.Item });
      return this.findAll({ include });
    } };
  }
};`,
      'models/Item.js': `const { DataTypes } = require('sequelize');
module.exports = { name: 'Item', schema: { sku: DataTypes.STRING } };`,
      'use.js': `module.exports = async function (app) {
  const orders = await app.db.models.Order.findAll({ include: [{ model: app.db.models.Item }] });
  for (const order of orders) {
    await order.update({});
  }
  await Promise.all(orders.map((order) => order.destroy()));
  const first = orders[0];
  await first.save();
};`,
      'mixin.ts': `import { BelongsTo, HasMany, Model, Table } from 'sequelize-typescript';
@Table({ tableName: 'carts' }) export class Cart extends Model { @HasMany(() => Line) lines!: Line[]; getOwner() { return 1; } }
@Table({ tableName: 'lines' }) export class Line extends Model { @BelongsTo(() => Cart) cart!: Cart; }
export async function run(cart: Cart) {
  await cart.getLines();
  await cart.createLine({});
  cart.getOwner();
}`,
    },
    expected: [
      'mixin.ts:5 read lines',
      'mixin.ts:6 write lines',
      'models/Order.js:10 read Orders',
      'models/Order.js:9 read Items',
      'use.js:2 read Items',
      'use.js:2 read Orders',
      'use.js:4 write Orders',
      'use.js:6 write Orders',
      'use.js:8 write Orders',
    ],
  },
  {
    detector: 'objection',
    name: 'knows models that a loader hangs onto a global',
    files: {
      'models/pages.js': `const { Model } = require('objection');
module.exports = class Page extends Model { static get tableName() { return 'pages'; } };`,
      'use.js': `module.exports = async () => {
  await WIKI.models.pages.query().where('id', 1);
  await WIKI.models.pages.query().patch({});
};`,
    },
    expected: ['use.js:2 read pages', 'use.js:3 write pages'],
  },
  {
    detector: 'bookshelf',
    name: 'knows models named after they were made, what is handed in by name, and withRelated',
    files: {
      'base.js': `const bookshelf = require('bookshelf');
module.exports = bookshelf({});`,
      'models.js': `const base = require('./base');
const Order = base.Model.extend({ tableName: 'orders', items() { return this.hasMany('Item'); } });
const Item = base.Model.extend({ tableName: 'items' });
module.exports = { Order: base.model('Order', Order), Item: base.model('Item', Item) };`,
      'repository.js': `module.exports = class Repository {
  #OrderModel;
  constructor(deps) { this.#OrderModel = deps.OrderModel; }
  async save(data) {
    const known = await this.#OrderModel.findOne({ id: 1 }, { withRelated: ['items'] });
    await this.#OrderModel.edit(data);
  }
};`,
    },
    expected: [
      'repository.js:5 read items',
      'repository.js:5 read orders',
      'repository.js:6 write orders',
    ],
  },
  {
    detector: 'sql',
    name: 'follows builders of statements to the schema constant, generated ones too, and reads conditions',
    files: {
      'schemas/index.ts': `export * from './generated-entries.js';`,
      'schemas/tables.sql': `create table web_hooks (id text); create table mail_templates (id text);`,
      'build.ts': `import { sql } from 'slonik';
const identifiers = ({ table, fields }: any) => ({ table: sql.identifier([table]), fields });
export const buildInsert = (pool: any) => (schema: any) => {
  const { keys, ...rest } = schema;
  const { table } = identifiers(rest);
  return async (id: string) => pool.query(sql\`insert into \${table} (id) values (\${id})\`);
};
export const buildDelete = (pool: any, table: string) => async (id: string) =>
  pool.query(sql\`delete from \${sql.identifier([table])} where id = \${id}\`);`,
      'use.ts': `import { MailTemplates, WebHooks } from './schemas/index.ts';
import { buildDelete, buildInsert } from './build.ts';
export const queries = (pool: any, builder: any) => {
  const insertHook = buildInsert(pool)(WebHooks);
  const insertMail = buildInsert(pool)(MailTemplates);
  const remove = buildDelete(pool, 'orders');
  const other = buildDelete(pool, MailTemplates.table);
  builder.whereRaw('NOT EXISTS (SELECT 1 FROM orders o WHERE o.id = x.id)');
};`,
    },
    expected: [
      'use.ts:4 write web_hooks',
      'use.ts:5 write mail_templates',
      'use.ts:6 write orders',
      'use.ts:7 write mail_templates',
      'use.ts:8 read orders',
    ],
  },
];

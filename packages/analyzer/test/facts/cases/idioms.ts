import type { DetectorCase } from '../detector-case.ts';

/** Ways that manuals show beside the usual one. */
export const IDIOM_CASES: DetectorCase[] = [
  {
    detector: 'knex',
    name: 'takes the table of batchInsert and of raw text in a join',
    files: {
      'use.ts': `import knex from 'knex';
const db = knex({});
export const many = () => db.batchInsert('lines', [], 10);
export const joined = () => db.from('orders').innerJoin(db.raw('buyers as b'), 'b.id', 'orders.buyer_id');`,
    },
    expected: ['use.ts:3 write lines', 'use.ts:4 read buyers', 'use.ts:4 read orders'],
  },
  {
    detector: 'typeorm',
    name: 'knows entities of schemas by name, and the table between two of them',
    files: {
      'schema.ts': `import { EntitySchema } from 'typeorm';
export const Buyer = new EntitySchema({ name: 'Buyer', tableName: 'buyers', columns: {}, relations: { tags: { type: 'many-to-many', target: 'Tag', joinTable: true } } });
export const Tag = new EntitySchema({ name: 'Tag', tableName: 'tags', columns: {} });`,
      'use.ts': `import { DataSource } from 'typeorm';
import { Buyer } from './schema.ts';
const source = new DataSource({ type: 'postgres' });
export const all = () => source.getRepository('Buyer').find({ relations: { tags: true } });
export const tag = () => source.getRepository(Buyer).createQueryBuilder('b').relation(Buyer, 'tags').of(1).add(2);`,
    },
    expected: [
      'use.ts:4 read buyers',
      'use.ts:4 read buyers_tags_tags',
      'use.ts:4 read tags',
      'use.ts:5 write buyers_tags_tags',
    ],
  },
  {
    detector: 'sequelize',
    name: 'reads version 7: its decorators, its transactions, and tables between two models',
    files: {
      'models.ts': `import { Model, DataTypes } from '@sequelize/core';
import { Attribute, Table, BelongsToMany } from '@sequelize/core/decorators-legacy';
@Table({ tableName: 'users' })
export class User extends Model { @BelongsToMany(() => Role, { through: 'user_roles' }) declare roles?: Role[]; }
@Table({ tableName: 'roles' })
export class Role extends Model { @Attribute(DataTypes.STRING) declare name: string; }`,
      'use.ts': `import { Sequelize } from '@sequelize/core';
import { User } from './models.ts';
const sequelize = new Sequelize({ dialect: 'sqlite' });
export async function grant() {
  const user = await User.findByPk(1);
  await user!.addRole(2);
  await user!.createRole({});
  const t = await sequelize.startUnmanagedTransaction();
  await User.create({}, { transaction: t });
}`,
    },
    expected: [
      'use.ts:5 read users',
      'use.ts:6 write user_roles',
      'use.ts:7 write roles',
      'use.ts:7 write user_roles',
      'use.ts:9 write users in use.ts:8',
    ],
  },
  {
    detector: 'mongo',
    name: 'follows references into lists and objects, static populate, and `this` of functions of a schema',
    files: {
      'models.ts': `import { Schema, model, Types } from 'mongoose';
const schema = new Schema({
  items: [{ product: { type: Types.ObjectId, ref: 'Product' } }],
  made: { by: { type: Types.ObjectId, ref: 'User' } },
}, { statics: { open() { return this.find({ open: true }); } } });
schema.statics.recent = function () { return this.find({}).sort('-time'); };
schema.static('count', function () { return this.countDocuments(); });
schema.methods.close = function () { return this.save(); };
export const Order = model('Order', schema);
export const Product = model('Product', new Schema({}));
export const User = model('User', new Schema({}));
export const a = () => Order.findOne({}).populate('items.product');
export const b = (orders) => Order.populate(orders, { path: 'made.by' });`,
    },
    expected: [
      'models.ts:12 read orders',
      'models.ts:12 read products',
      'models.ts:13 read users',
      'models.ts:5 read orders',
      'models.ts:6 read orders',
      'models.ts:7 read orders',
      'models.ts:8 write orders',
    ],
  },
  {
    detector: 'typeorm',
    name: 'writes the properties of entities that MikroORM flushes, and names each relation where it stands',
    files: {
      'order.ts': `import { Entity, ManyToOne, Property } from '@mikro-orm/core';
@Entity({ tableName: 'buyers' }) export class Buyer { @Property() name!: string; }
@Entity({ tableName: 'orders' }) export class Order { @Property() paid!: boolean; @Property() count!: number; @ManyToOne(() => Buyer) buyer!: Buyer; @ManyToOne(() => Order) first!: Order; }`,
      'use.ts': `import { EntityManager, EntityRepository } from '@mikro-orm/core';
import { Order } from './order.ts';
export class Service {
  constructor(private readonly em: EntityManager, private readonly orders: EntityRepository<Order>) {}
  async pay(id: number) {
    const order = await this.orders.findOneOrFail({ id }, {
      populate: [
        'first',
        'buyer'],
    });
    order.paid = true;
    order.count++;
    order.buyer.name = 'x';
    this.done = true;
    await this.em.flush();
    order.paid = false;
  }
  async look(id: number) { const order = await this.orders.findOne(id); order!.paid = false; }
}`,
    },
    expected: [
      'use.ts:11 write orders',
      'use.ts:12 write orders',
      'use.ts:13 write buyers',
      'use.ts:18 read orders',
      'use.ts:6 read orders',
      'use.ts:9 read buyers',
    ],
  },
  {
    detector: 'sql',
    name: 'reads texts that are put together in one expression, each table on its line',
    files: {
      'use.ts': `import { Pool } from 'pg';
const pool = new Pool();
export const a = () => pool.query('select ' +
  '* from orders o ' +
  'join lines l on l.order_id = o.id where x = 1');
export const b = () => pool.query(['SELECT *', 'FROM carts', 'WHERE a = 1'].join(' '));
export function c(table: string) { return pool.query('SELECT * FROM ' + table + ' WHERE a = 1'); }
export const d = () => c('gifts');
export const e = () => pool.query('insert into archive ' +
  'select * from orders where x = 1');
const T = 'stock';
export const f = () => pool.query('UPDATE ' + T + ' SET n = 1');
export const g = (n: string) => pool.query('DELETE FROM ' + n + '_old WHERE a = 1');`,
    },
    expected: [
      'use.ts:10 read orders',
      'use.ts:12 write stock',
      'use.ts:4 read orders',
      'use.ts:5 read lines',
      'use.ts:6 read carts',
      'use.ts:8 read gifts',
      'use.ts:9 write archive',
    ],
    unresolved: ['use.ts:13 table: table name is computed'],
  },
  {
    detector: 'drizzle',
    name: 'names tables as their creator does',
    files: {
      'schema.ts': `import { pgTableCreator, serial } from 'drizzle-orm/pg-core';
const createTable = pgTableCreator((name) => \`shop_\${name}\`);
export const orders = createTable('orders', { id: serial('id') });`,
      'use.ts': `import { orders } from './schema.ts';
export const all = (db: any) => db.select().from(orders);`,
    },
    expected: ['use.ts:2 read shop_orders'],
  },
  {
    detector: 'knex',
    name: 'leaves a transaction of Kysely alone, whatever it is called',
    files: {
      'use.ts': `import type { Transaction } from 'kysely';
export const run = (trx: Transaction<{ orders: object }>) => trx.updateTable('lines').set({}).from('orders').execute();`,
    },
    expected: [],
  },
  {
    detector: 'objection',
    name: 'writes the table between two models where rows are related',
    files: {
      'models.ts': `import { Model } from 'objection';
export class Tag extends Model { static tableName = 'tags'; }
export class Order extends Model {
  static tableName = 'orders';
  static relationMappings = { tags: { relation: Model.ManyToManyRelation, modelClass: Tag, join: { from: 'orders.id', through: { from: 'order_tags.order_id', to: 'order_tags.tag_id' }, to: 'tags.id' } } };
}
export const a = () => Order.relatedQuery('tags').for(1).relate(2);
export const b = () => Order.relatedQuery('tags').for(1).insert({});
export const c = () => Order.relatedQuery('tags').for(1);`,
    },
    expected: [
      'models.ts:7 write order_tags',
      'models.ts:8 write order_tags',
      'models.ts:8 write tags',
      'models.ts:9 read order_tags',
      'models.ts:9 read tags',
    ],
  },
];

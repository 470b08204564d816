import type { DetectorCase } from '../detector-case.ts';

export const MORE_ORM_CASES: DetectorCase[] = [
  {
    detector: 'objection',
    name: 'reads query chains, relations and graphs of model classes',
    files: {
      'models.ts': `import { Model } from 'objection';
class Base extends Model {}
export class User extends Base { static tableName = 'users'; }
export class Order extends Base {
  static get tableName() { return 'orders'; }
  static get relationMappings() {
    return {
      buyer: { relation: Model.BelongsToOneRelation, modelClass: User, join: { from: 'orders.user_id', to: 'users.id' } },
    };
  }
}`,
      'shop.ts': `import { Order, User } from './models.ts';
export async function run(order: Order) {
  await Order.query().where('id', 1).withGraphFetched('[buyer]');
  await Order.query().patch({ paid: true });
  await User.query().insert({});
  await order.$query().delete();
  await order.$relatedQuery('buyer').patch({});
}`,
    },
    expected: [
      'shop.ts:3 read orders',
      'shop.ts:3 read users',
      'shop.ts:4 write orders',
      'shop.ts:5 write users',
      'shop.ts:6 write orders',
      'shop.ts:7 write users',
    ],
  },
  {
    detector: 'bookshelf',
    name: 'knows models from model(), extend() and classes',
    files: {
      'models.js': `const knex = require('knex')({});
const bookshelf = require('bookshelf')(knex);
const Order = bookshelf.model('Order', { tableName: 'orders' });
const User = bookshelf.Model.extend({ tableName: 'users' });
class Stock extends bookshelf.Model { get tableName() { return 'stock'; } }
module.exports = { Order, User, Stock };`,
      'shop.js': `const { Order, User, Stock } = require('./models');
async function run() {
  await Order.where({ id: 1 }).fetchAll();
  await new User({ id: 1 }).fetch();
  await User.forge({ id: 1 }).save();
  await new Stock({ id: 1 }).destroy();
}`,
    },
    expected: [
      'shop.js:3 read orders',
      'shop.js:4 read users',
      'shop.js:5 write users',
      'shop.js:6 write stock',
    ],
  },
  {
    detector: 'typeorm',
    name: 'reads MikroORM entities, repositories and the entity manager',
    files: {
      'order.ts': `import { Entity, PrimaryKey, ManyToOne } from '@mikro-orm/core';
@Entity({ tableName: 'orders' })
export class Order { @PrimaryKey() id!: number; }`,
      'shop.ts': `import { EntityManager, EntityRepository } from '@mikro-orm/core';
import { Order } from './order.ts';
export class Shop {
  constructor(private readonly em: EntityManager, private readonly orders: EntityRepository<Order>) {}
  async run() {
    await this.em.findOne(Order, 1);
    await this.orders.findAll();
    await this.em.nativeUpdate(Order, {}, {});
    await this.em.persistAndFlush(new Order());
  }
}`,
    },
    expected: [
      'shop.ts:6 read orders',
      'shop.ts:7 read orders',
      'shop.ts:8 write orders',
      'shop.ts:9 write orders',
    ],
  },
  {
    detector: 'sequelize',
    name: 'follows associations: instances behind them, $create and what is created with its parent',
    files: {
      'models.ts': `import { Table, Model, HasMany, BelongsTo } from 'sequelize-typescript';
@Table({ tableName: 'users' }) export class User extends Model { @HasMany(() => Login) logins!: Login[]; }
@Table({ tableName: 'logins' }) export class Login extends Model { @BelongsTo(() => User) user!: User; }`,
      'shop.ts': `import { Login, User } from './models.ts';
export async function run() {
  const login = await Login.findOne({});
  const { user } = login;
  await user.update({});
  await user.$create('login', {});
  await User.create({ logins: [] }, { include: 'logins' });
}`,
    },
    expected: [
      'shop.ts:3 read logins',
      'shop.ts:5 write users',
      'shop.ts:6 write logins',
      'shop.ts:7 write users',
      'shop.ts:7 write logins',
    ],
  },
  {
    detector: 'mongo',
    name: 'takes a finder and its count for one query',
    files: {
      'm.ts': `import mongoose from 'mongoose';
const Order = mongoose.model('Order', new mongoose.Schema({}));
export const open = () => Order.find({ paid: false })
  .count();`,
    },
    expected: ['m.ts:3 read orders'],
  },
];

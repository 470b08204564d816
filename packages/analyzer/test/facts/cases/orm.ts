import type { DetectorCase } from '../detector-case.ts';

export const ORM_CASES: DetectorCase[] = [
  {
    detector: 'drizzle',
    name: 'follows table values through files, aliases and relations into joins and relational queries',
    files: {
      'schema.ts': `import { pgTable, integer, pgView } from 'drizzle-orm/pg-core';
import { relations } from 'drizzle-orm';
export const users = pgTable('users', { id: integer('id') });
export const orders = pgTable('orders', { id: integer('id'), userId: integer('user_id').references(() => users.id, { onDelete: 'cascade' }) });
export const recent = pgView('recent_orders').as((qb) => qb.select().from(orders));
export const orderRelations = relations(orders, ({ one }) => ({ buyer: one(users) }));`,
      'shop.ts': `import { alias } from 'drizzle-orm/pg-core';
import * as schema from './schema.ts';
import { orders, users as people } from './schema.ts';
export async function run(db: any) {
  await db.select().from(orders)
    .innerJoin(people, 1);
  await db.insert(schema.orders).values({});
  await db.update(orders).set({});
  await db.delete(people);
  const o = alias(orders, 'o');
  await db.select().from(o);
  await db.query.orders.findMany({ with: { buyer: true } });
  return Array.from(orders);
}`,
    },
    expected: [
      'schema.ts:5 read orders',
      'shop.ts:5 read orders',
      'shop.ts:6 read users',
      'shop.ts:7 write orders',
      'shop.ts:8 write orders',
      'shop.ts:9 write users',
      'shop.ts:11 read orders',
      'shop.ts:12 read orders',
      'shop.ts:12 read users',
    ],
  },
  {
    detector: 'prisma',
    name: 'reads models, @@map, nested writes, include and both forms of $transaction',
    files: {
      'prisma/schema.prisma': `model User {
  id Int @id
  orders Order[]
}
model Order {
  id Int @id
  userId Int
  user User @relation(fields: [userId], references: [id], onDelete: Cascade)
  items OrderItem[]
  @@map("orders")
}
model OrderItem {
  id Int @id
  order Order @relation(fields: [orderId], references: [id])
  orderId Int
  @@map("order_items")
}`,
      'shop.ts': `import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
export class Shop {
  constructor(private readonly prisma: PrismaClient) {}
  list() { return this.prisma.order.findMany({ include: { items: true, user: { select: { id: true } } } }); }
}
export const create = () => prisma.order.create({ data: { items: { create: [{}] } } });
export const both = () => prisma.$transaction([prisma.user.update({}), prisma.order.deleteMany({})]);
export const scoped = () => prisma.$transaction(async (tx) => {
  await tx.user.create({});
});
export const link = () => prisma.order.create({ data: { user: { connect: { id: 1 } }, items: { connect: [] } } });
export const other = (repo: { order: { create(): void } }) => repo.order.create();`,
    },
    expected: [
      'shop.ts:5 read User',
      'shop.ts:5 read order_items',
      'shop.ts:5 read orders',
      'shop.ts:7 write order_items',
      'shop.ts:7 write orders',
      'shop.ts:8 write User in shop.ts:8',
      'shop.ts:8 write orders in shop.ts:8',
      'shop.ts:10 write User in shop.ts:9',
      'shop.ts:12 read User',
      'shop.ts:12 write order_items',
      'shop.ts:12 write orders',
    ],
  },
  {
    detector: 'typeorm',
    name: 'knows repositories by type, by getter and by inheritance, the manager, relations and the query builder',
    files: {
      'entities.ts': `import { Entity, ManyToOne, OneToMany } from 'typeorm';
@Entity('users')
export class User { @OneToMany(() => Order, (o) => o.user) orders: Order[]; }
@Entity()
export class Order { @ManyToOne(() => User, { onDelete: 'CASCADE' }) user: User; }`,
      'repository.ts': `import { Repository } from 'typeorm';
import { Order } from './entities';
export class OrderRepository extends Repository<Order> {
  pending() { return this.find({ relations: ['user'] }); }
}`,
      'extended.ts': `import { dataSource } from './source';
import { User } from './entities';
export const Users = dataSource.getRepository(User).extend({
  async purge() { return this.delete({}); },
});`,
      'source.ts': `import { DataSource } from 'typeorm';
export const dataSource = new DataSource({});`,
      'service.ts': `import { DataSource, EntityManager, Repository } from 'typeorm';
import { InjectRepository } from '@nestjs/typeorm';
import { Order, User } from './entities';
import { OrderRepository } from './repository';
export class Orders {
  constructor(@InjectRepository(User) private users: Repository<User>, private orders: OrderRepository, private dataSource: DataSource) {}
  one() { return this.users.findOne({}); }
  save(o: Order) { return this.orders.save(o); }
  got() { return this.dataSource.getRepository(Order).count(); }
  move() {
    return this.dataSource.transaction(async (manager: EntityManager) => {
      await manager.update(Order, 1, {});
      await manager.getRepository(User).delete(1);
    });
  }
  built() {
    return this.orders.createQueryBuilder('o')
      .leftJoinAndSelect('o.user', 'u')
      .getMany();
  }
}`,
    },
    expected: [
      'extended.ts:4 write users',
      'repository.ts:4 read order',
      'repository.ts:4 read users',
      'service.ts:7 read users',
      'service.ts:8 write order',
      'service.ts:9 read order',
      'service.ts:12 write order in service.ts:11',
      'service.ts:13 write users in service.ts:11',
      'service.ts:17 read order',
      'service.ts:18 read users',
    ],
  },
  {
    detector: 'sequelize',
    name: 'knows define, init and decorators, default plurals, includes and instances',
    files: {
      'models.js': `const { Model, DataTypes, Sequelize } = require('sequelize');
const sequelize = new Sequelize('sqlite::memory:');
class Order extends Model {}
Order.init({ userId: { type: DataTypes.INTEGER, references: { model: 'users', key: 'id' } } }, { sequelize, modelName: 'order' });
const Category = sequelize.define('category', { name: DataTypes.STRING });
Order.belongsTo(Category, { as: 'category', foreignKey: 'categoryId' });
module.exports = { Order, Category, sequelize };`,
      'user.ts': `import { Table, Model } from 'sequelize-typescript';
@Table({ tableName: 'users' })
export class User extends Model {}`,
      'shop.js': `const { Order, Category, sequelize } = require('./models');
exports.list = () => Order.findAll({ include: [Category] });
exports.rename = async () => {
  const found = await Category.findOne({});
  await found.update({ name: 'x' });
};
exports.buy = () => sequelize.transaction(async (t) => {
  await Order.create({}, { transaction: t });
  await Category.count();
});`,
      'people.ts': `import { User } from './user';
export const drop = (user: User) => user.destroy();`,
    },
    expected: [
      'people.ts:2 write users',
      'shop.js:2 read categories',
      'shop.js:2 read orders',
      'shop.js:4 read categories',
      'shop.js:5 write categories',
      'shop.js:8 write orders in shop.js:7',
      'shop.js:9 read categories',
    ],
  },
  {
    detector: 'mongo',
    name: 'knows models, populate, $lookup, and collections named by the caller of a helper',
    files: {
      'models.ts': `import mongoose, { Schema } from 'mongoose';
const userSchema = new Schema({ name: String }, { collection: 'people' });
export const User = mongoose.model('User', userSchema);
export const Category = mongoose.models.Category || mongoose.model('Category', new Schema({ owner: { type: Schema.Types.ObjectId, ref: 'User' } }));`,
      'db.ts': `import { MongoClient } from 'mongodb';
const client = new MongoClient('mongodb://x');
export function getCollection(name: string) { return client.db().collection(name); }`,
      'shop.ts': `import { Category, User } from './models';
import { getCollection } from './db';
export const a = () => Category.find({}).populate('owner').lean();
export const b = () => User.updateOne({}, {});
export const c = () => Category.aggregate([{ $lookup: { from: 'orders', as: 'o' } }]);
export const d = () => getCollection('orders').insertOne({});
export const e = () => new User({}).save();`,
    },
    expected: [
      'shop.ts:3 read categories',
      'shop.ts:3 read people',
      'shop.ts:4 write people',
      'shop.ts:5 read categories',
      'shop.ts:5 read orders',
      'shop.ts:6 write orders',
      'shop.ts:7 write people',
    ],
  },
  {
    detector: 'knex',
    name: 'knows instances, constants in other files, joins, writes and transactions',
    files: {
      'tables.ts': `export const TABLES = { orders: 'orders', items: 'order_items' };`,
      'store.ts': `import type { Knex } from 'knex';
import { TABLES } from './tables';
export class Store {
  constructor(private db: Knex) {}
  all() { return this.db(TABLES.orders).select('*').leftJoin('users as u', 'u.id', 'x'); }
  add() { return this.db.from(TABLES.items).insert({}); }
  both() {
    return this.db.transaction(async (trx) => {
      await trx(TABLES.items).del();
      await this.db('audit').insert({}).transacting(trx);
    });
  }
}`,
      'migrations/1.js': `exports.up = (knex) => knex.schema.createTable('order_items', (t) => {
  t.integer('order_id').references('id').inTable('orders').onDelete('CASCADE');
});`,
    },
    expected: [
      'migrations/1.js:1 ddl order_items',
      'store.ts:10 write audit in store.ts:8',
      'store.ts:5 read orders',
      'store.ts:5 read users',
      'store.ts:6 write order_items',
      'store.ts:9 write order_items in store.ts:8',
    ],
  },
  {
    detector: 'kysely',
    name: 'leaves alone what only sounds like it',
    files: {
      'arrays.ts': `const code = 'orders';
export const url = register(Buffer.from(code).toString('base64'));
insertInto(list, 0, items);
splice.insertInto(list);`,
    },
    expected: [],
    unresolved: [],
  },
  {
    detector: 'kysely',
    name: 'reads the texts of its builder and leaves CTEs out',
    files: {
      'shop.ts': `import { Kysely } from 'kysely';
export class Shop {
  constructor(private db: Kysely<any>) {}
  list() { return this.db.selectFrom('orders as o').innerJoin('users', 'users.id', 'o.id').selectAll().execute(); }
  recent() { return this.db.with('r', (q) => q.selectFrom('orders')).selectFrom('r').selectAll().execute(); }
  add() {
    return this.db.transaction().execute(async (trx) => {
      await trx.insertInto('orders').values({}).execute();
      await this.db.deleteFrom('carts').execute();
    });
  }
}`,
    },
    expected: [
      'shop.ts:4 read orders',
      'shop.ts:4 read users',
      'shop.ts:5 read orders',
      'shop.ts:8 write orders in shop.ts:7',
      'shop.ts:9 write carts',
    ],
  },
  {
    detector: 'sql',
    name: 'reads SQL wherever it stands, with constants in its holes, and leaves prose alone',
    files: {
      'shop.ts': `import { Pool } from 'pg';
import postgres from 'postgres';
const pool = new Pool();
const sql = postgres();
const TABLE = 'order_items';
export const a = () => pool.query('SELECT * FROM orders o JOIN users u ON u.id = o.user_id');
export const b = () => pool.query(\`
  INSERT INTO \${TABLE} (id)
  SELECT id FROM carts\`);
export const c = (id: number) => sql\`delete from carts where id = \${id}\`;
export const d = async () => {
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query('UPDATE orders SET x = 1');
  await client.query('COMMIT');
};
export const prose = ['Select an item from the list', 'Update your profile', 'Delete this order?'];`,
    },
    expected: [
      'shop.ts:10 write carts',
      'shop.ts:14 write orders in shop.ts:13',
      'shop.ts:6 read orders',
      'shop.ts:6 read users',
      'shop.ts:8 write order_items',
      'shop.ts:9 read carts',
    ],
  },
];

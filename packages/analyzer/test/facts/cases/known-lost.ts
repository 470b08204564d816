import type { DetectorCase } from '../detector-case.ts';

/** What was known to be lost before the ninth round. */
export const KNOWN_LOST_CASES: DetectorCase[] = [
  {
    detector: 'typeorm',
    name: 'reads what plain conditions and queries inside a query lead to',
    files: {
      'entities.ts': `import { BaseEntity, Entity, ManyToOne, OneToMany } from 'typeorm';
@Entity('users') export class User extends BaseEntity { @OneToMany(() => Post, (p) => p.user) posts: Post[]; }
@Entity('posts') export class Post { @ManyToOne(() => User, (u) => u.posts) user: User; @OneToMany(() => Tag, (t) => t.post) tags: Tag[]; }
@Entity('tags') export class Tag { @ManyToOne(() => Post) post: Post; }`,
      'users.ts': `import { In, Repository } from 'typeorm';
import { Post, Tag, User } from './entities.ts';
export class Users {
  constructor(private users: Repository<User>) {}
  deep() { return this.users.findBy({ posts: { tags: { name: 'x' } } }); }
  one() { return this.users.findOneBy([{ posts: { id: 1 } }, { id: In([1]) }]); }
  most() { return this.users.maximum('age', { posts: { id: 1 } }); }
  active() { return User.existsBy({ posts: { id: 1 } }); }
  managed(source) { return source.transaction((manager) => manager.countBy(User, { posts: { id: 1 } })); }
  held() { const where = { posts: { id: 1 } }; return this.users.findOneByOrFail(where); }
  plain() { return this.users.findBy({ name: 'x' }); }
  condition() {
    return this.users.createQueryBuilder('u').where((qb) => {
      const inner = qb.subQuery().select('p.id').from(Post, 'p').innerJoin('p.tags', 't').getQuery();
      return 'u.id IN ' + inner;
    }).getMany();
  }
  byName() { return this.users.createQueryBuilder('u').where((qb) => 'u.id IN ' + qb.subQuery().select('p.id').from('posts', 'p').getQuery()).getMany(); }
  column() { return this.users.createQueryBuilder('u').addSelect((inner) => inner.select('count(*)').from(Post, 'p'), 'n').getMany(); }
  table() { return this.users.createQueryBuilder('u').leftJoin((qb) => qb.from(Tag, 't'), 't', 'c').getMany(); }
  list() { return Array.from([1], (x) => x); }
}`,
    },
    expected: [
      'users.ts:10 read posts',
      'users.ts:10 read users',
      'users.ts:11 read users',
      'users.ts:13 read users',
      'users.ts:14 read posts',
      'users.ts:14 read tags',
      'users.ts:18 read posts',
      'users.ts:18 read users',
      'users.ts:19 read posts',
      'users.ts:19 read users',
      'users.ts:20 read tags',
      'users.ts:20 read users',
      'users.ts:5 read posts',
      'users.ts:5 read tags',
      'users.ts:5 read users',
      'users.ts:6 read posts',
      'users.ts:6 read users',
      'users.ts:7 read posts',
      'users.ts:7 read users',
      'users.ts:8 read posts',
      'users.ts:8 read users',
      'users.ts:9 read posts in users.ts:9',
      'users.ts:9 read users in users.ts:9',
    ],
  },
  {
    detector: 'sequelize',
    name: 'includes all associations, nested ones too, and lists those of one kind',
    files: {
      'models.ts': `import { DataTypes, Sequelize } from 'sequelize';
export const sequelize = new Sequelize('x');
export const User = sequelize.define('User', { name: DataTypes.STRING });
export const Order = sequelize.define('Order', { name: DataTypes.STRING });
export const Item = sequelize.define('Item', { name: DataTypes.STRING });
export const Tag = sequelize.define('Tag', { name: DataTypes.STRING });
Order.belongsTo(User);
Order.hasMany(Item);
Item.belongsTo(Order);
Item.belongsToMany(Tag, { through: 'item_tags' });`,
      'use.ts': `import { Order } from './models.ts';
export const all = () => Order.findAll({ include: [{ all: true }] });
export const deep = () => Order.findOne({
  include: { all: true, nested: true },
});
export const some = () => Order.findAll({ include: [{ all: 'HasMany' }] });
export const none = () => Order.count({ include: [{ all: false }] });`,
    },
    expected: [
      'use.ts:2 read Items',
      'use.ts:2 read Orders',
      'use.ts:2 read Users',
      'use.ts:3 read Orders',
      'use.ts:4 read Items',
      'use.ts:4 read Tags',
      'use.ts:4 read Users',
      'use.ts:4 read item_tags',
      'use.ts:6 read Orders',
      'use.ts:7 read Orders',
    ],
    unresolved: ['use.ts:6 table: which associations it means is not told apart'],
  },
  {
    detector: 'sequelize-migrations',
    name: 'sees rows that the query interface writes and reads',
    files: {
      'seeders/1-shop.js': `module.exports = {
  async up(queryInterface, Sequelize) {
    await queryInterface.bulkInsert('users', [{ id: 1 }], {});
    await queryInterface.bulkUpdate('carts', { a: 1 }, { id: 2 });
    await queryInterface.insert(null, 'items', {});
    await queryInterface.upsert('stock', {}, {}, {}, {});
    await queryInterface.select(null, 'prices', {});
    await queryInterface.rawSelect('rates', {}, 'id');
    await queryInterface.bulkInsert(process.argv[2], []);
  },
  down: (queryInterface) => queryInterface.bulkDelete({ tableName: 'users' }, null, {}),
};`,
      'seed.ts': `import { Sequelize } from 'sequelize';
const sequelize = new Sequelize('x');
const qi = sequelize.getQueryInterface();
export const seed = () => qi.bulkInsert('roles', [{}]);
export const other = (list) => list.bulkInsert('none', []);`,
    },
    expected: [
      'seed.ts:4 write roles',
      'seeders/1-shop.js:11 write users',
      'seeders/1-shop.js:3 write users',
      'seeders/1-shop.js:4 write carts',
      'seeders/1-shop.js:5 write items',
      'seeders/1-shop.js:6 write stock',
      'seeders/1-shop.js:7 read prices',
      'seeders/1-shop.js:8 read rates',
    ],
    unresolved: ['seeders/1-shop.js:9 table: table name is computed'],
  },
  {
    detector: 'sequelize',
    name: 'knows models whose attributes are put together, and changes what holds the key of an association',
    files: {
      'models/report.js': `const { extend } = require('lodash');
module.exports = (sequelize, DataTypes) => {
  const attributes = extend({ topicId: { type: DataTypes.UUID, references: { model: 'Topics', key: 'id' } } }, require('./base'));
  return sequelize.define('Report', attributes);
};`,
      'models/Team.js': `module.exports = {
  name: 'Team',
  schema: { name: DataTypes.STRING },
  associations(M) { this.belongsToMany(M.User, { through: M.TeamMember }); this.belongsTo(M.TeamType); this.hasMany(M.Device); },
};`,
      'models/User.js': `module.exports = { name: 'User', schema: { name: DataTypes.STRING } };`,
      'models/Device.js': `module.exports = { name: 'Device', schema: { name: DataTypes.STRING } };`,
      'models/TeamType.js': `module.exports = { name: 'TeamType', schema: { name: DataTypes.STRING } };`,
      'models/TeamMember.js': `module.exports = { name: 'TeamMember', associations(M) { this.belongsTo(M.User); } };`,
      'models/Loose.js': `module.exports = { name: 'Loose', options: {} };`,
      'use.js': `const { Sequelize } = require('sequelize');
exports.report = (models) => models.Report.create({});
exports.join = async (app, team, user) => { await team.addUser(user); };
exports.leave = async (team) => team.removeUser(1);
exports.type = async (team, type) => team.setTeamType(type);
exports.device = async (team) => { await team.createDevice({}); return team.getDevices(); };
exports.other = (team, list) => { team.addPlayer(1); list.addUser(1); };`,
    },
    expected: [
      'use.js:2 write Reports',
      'use.js:3 write TeamMembers',
      'use.js:4 write TeamMembers',
      'use.js:5 write Teams',
      'use.js:6 read Devices',
      'use.js:6 write Devices',
    ],
  },
  {
    detector: 'objection',
    name: 'writes the parts of a graph, those it is allowed, and lists a graph that says nothing',
    files: {
      'models.ts': `import { Model } from 'objection';
export class Animal extends Model { static tableName = 'animals'; }
export class Movie extends Model { static tableName = 'movies'; }
export class Person extends Model {
  static tableName = 'persons';
  static relationMappings = {
    pets: { relation: Model.HasManyRelation, modelClass: Animal, join: {} },
    children: { relation: Model.HasManyRelation, modelClass: Person, join: {} },
    movies: { relation: Model.ManyToManyRelation, modelClass: Movie, join: { through: { from: 'persons_movies.personId' } } },
  };
}`,
      'use.ts': `import { Animal, Person } from './models.ts';
export const one = () => Person.query().upsertGraph({ id: 1, pets: [{ name: 'x' }] });
export const two = (movies) => Person.query().insertGraph({
  children: [
    { pets: {} }],
  movies,
});
export const open = (graph) => Person.query().insertGraph(graph);
export const allowed = (graph) => Person.query().allowGraph('[pets, movies]').insertGraph(graph);
export const plain = (graph) => Animal.query().insertGraph(graph);`,
    },
    expected: [
      'use.ts:10 write animals',
      'use.ts:2 write animals',
      'use.ts:2 write persons',
      'use.ts:3 write persons',
      'use.ts:5 write animals',
      'use.ts:6 write movies',
      'use.ts:6 write persons_movies',
      'use.ts:8 write persons',
      'use.ts:9 write animals',
      'use.ts:9 write movies',
      'use.ts:9 write persons',
      'use.ts:9 write persons_movies',
    ],
    unresolved: ['use.ts:8 table: which parts of the graph it writes is not known'],
  },
  {
    detector: 'bookshelf',
    name: 'follows related(), the methods of relations and the table between two models',
    files: {
      'books.js': `const bookshelf = require('bookshelf')(require('knex')({}));
const Chapter = bookshelf.model('Chapter', { tableName: 'chapters', book() { return this.belongsTo('Book'); } });
const Book = bookshelf.model('Book', { tableName: 'books', chapters() { return this.hasMany('Chapter'); }, tags() { return this.belongsToMany('Tag'); } });
const Tag = bookshelf.model('Tag', { tableName: 'tags' });
class Shelf extends bookshelf.Model { get tableName() { return 'shelves'; } books() { return this.hasMany(Book); } }
exports.a = async () => {
  const book = await Book.where({ id: 1 }).fetch();
  return book.related('chapters').fetch();
};
exports.b = () => new Book({ id: 1 }).tags().attach([1]);
exports.c = () => new Book({ id: 1 }).load(['chapters.book', 'tags']);
exports.d = () => Book.forge({ id: 1 }).fetch().then((b) => b.related('tags').fetch());
exports.e = () => new Shelf({ id: 1 }).books().fetch();
exports.f = () => new Book({ id: 1 }).related('chapters').create({});`,
    },
    expected: [
      'books.js:10 write books_tags',
      'books.js:11 read books',
      'books.js:11 read books_tags',
      'books.js:11 read chapters',
      'books.js:11 read tags',
      'books.js:12 read books',
      'books.js:12 read books_tags',
      'books.js:12 read tags',
      'books.js:13 read books',
      'books.js:14 write chapters',
      'books.js:7 read books',
      'books.js:8 read chapters',
    ],
  },
  {
    detector: 'drizzle',
    name: 'keeps the schema of a table, as SQL names it',
    files: {
      'schema.ts': `import { pgSchema, pgTable, text } from 'drizzle-orm/pg-core';
const shop = pgSchema('shop');
const open = pgSchema('public');
export const orders = shop.table('orders', { id: text('id') });
export const users = open.table('users', { id: text('id') });`,
      'use.ts': `import { sql } from 'drizzle-orm';
import { orders, users } from './schema.ts';
export const a = (db) => db.select().from(orders);
export const b = (db) => db.delete(users);
export const c = (db) => db.execute(sql\`SELECT * FROM \${orders} WHERE a = 1\`);`,
    },
    expected: ['use.ts:3 read shop.orders', 'use.ts:4 write users'],
  },
  {
    detector: 'sql',
    name: 'keeps the schema of an identifier of two parts',
    files: {
      'use.ts': `import { createPool, sql } from 'slonik';
const table = sql.identifier(['shop', 'orders']);
export const a = (pool) => pool.query(sql.unsafe\`SELECT * FROM \${sql.identifier(['shop', 'items'])} WHERE a = 1\`);
export const b = (pool) => pool.query(sql.unsafe\`SELECT * FROM \${table}\`);
export const c = (pool) => pool.query(sql.unsafe\`SELECT * FROM \${sql.identifier(['public', 'users'])}\`);
export const d = (pool) => pool.query(sql.unsafe\`SELECT * FROM \${sql.identifier(['plain'])}\`);`,
    },
    expected: [
      'use.ts:3 read shop.items',
      'use.ts:4 read shop.orders',
      'use.ts:5 read users',
      'use.ts:6 read plain',
    ],
  },
  {
    detector: 'knex',
    name: 'keeps the schema that a chain is told',
    files: {
      'use.ts': `import Knex from 'knex';
const knex = Knex({ client: 'pg' });
export const a = () => knex.withSchema('shop').select().from('orders').join('items', 'a', 'b');
export const b = () => knex('shop.orders').insert({});
export const c = () => knex('orders').withSchema('public').update({});
export const up = () => knex.schema.withSchema('shop').createTable('stock', (t) => { t.string('a'); });`,
    },
    expected: [
      'use.ts:3 read shop.items',
      'use.ts:3 read shop.orders',
      'use.ts:4 write shop.orders',
      'use.ts:5 write orders',
      'use.ts:6 ddl shop.stock',
    ],
  },
  {
    detector: 'kysely',
    name: 'keeps the schema that a chain is told',
    files: {
      'use.ts': `import { Kysely } from 'kysely';
const db = new Kysely({});
export const a = () => db.withSchema('shop').selectFrom('orders').selectAll().execute();
export const b = () => db.insertInto('shop.orders').values({}).execute();`,
    },
    expected: ['use.ts:3 read shop.orders', 'use.ts:4 write shop.orders'],
  },
  {
    detector: 'typeorm',
    name: 'keeps the schema of an entity',
    files: {
      'use.ts': `import { Entity, Repository } from 'typeorm';
@Entity('orders', { schema: 'shop' }) export class Order {}
@Entity({ name: 'users', schema: 'public' }) export class User {}
export const a = (orders: Repository<Order>, users: Repository<User>) => [orders.find(), users.find()];`,
    },
    expected: ['use.ts:4 read shop.orders', 'use.ts:4 read users'],
  },
  {
    detector: 'sequelize',
    name: 'keeps the schema of a model',
    files: {
      'use.ts': `import { DataTypes, Sequelize } from 'sequelize';
const sequelize = new Sequelize('x');
const Order = sequelize.define('Order', { a: DataTypes.STRING }, { schema: 'shop' });
export const a = () => Order.findAll();`,
    },
    expected: ['use.ts:4 read shop.Orders'],
  },
  {
    detector: 'prisma',
    name: 'keeps the schema of a model',
    files: {
      'schema.prisma': `model Order {
  id Int @id
  @@map("orders")
  @@schema("shop")
}
model User {
  id Int @id
  @@schema("public")
}`,
      'use.ts': `import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
export const a = () => prisma.order.findMany();
export const b = () => prisma.user.findMany();`,
    },
    expected: ['use.ts:3 read shop.orders', 'use.ts:4 read User'],
  },
  {
    detector: 'typeorm',
    name: 'tells a private member from an open one of its name',
    files: {
      'entities.ts': `import { Entity } from 'typeorm';
@Entity('orders') export class Order {}
@Entity('items') export class Item {}`,
      'use.ts': `import { Repository } from 'typeorm';
import { Item, Order } from './entities.ts';
export class Made {
  #rows: Repository<Order>;
  rows: Repository<Item>;
  constructor(orders: Repository<Order>, items: Repository<Item>) { this.#rows = orders; this.rows = items; }
  hidden() { return this.#rows.find(); }
  open() { return this.rows.count(); }
}
export class Alone {
  #rows: Repository<Order>;
  hidden() { return this.#rows.find(); }
}`,
    },
    expected: ['use.ts:12 read orders', 'use.ts:7 read orders', 'use.ts:8 read items'],
  },
  {
    detector: 'sql',
    name: 'reads the statements of Effect, also in its transactions',
    files: {
      'use.ts': `import { SqlClient } from '@effect/sql';
import { Effect } from 'effect';
export const run = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient;
  yield* sql\`SELECT * FROM orders WHERE id = \${1}\`;
  yield* sql\`INSERT INTO \${sql('people')} \${sql.insert({ name: 'x' })}\`;
  yield* sql.withTransaction(Effect.gen(function* () { yield* sql\`DELETE FROM carts WHERE id = 1\`; }));
  yield* Effect.gen(function* () {
    yield* sql\`UPDATE stock SET a = 1\`;
  }).pipe(sql.withTransaction);
});`,
    },
    expected: [
      'use.ts:5 read orders',
      'use.ts:6 write people',
      'use.ts:7 write carts in use.ts:7',
      'use.ts:9 write stock in use.ts:8',
    ],
  },
];

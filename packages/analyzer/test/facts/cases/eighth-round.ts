import type { DetectorCase } from '../detector-case.ts';

/** What was known to be lost after seven rounds, and what three more codebases showed. */
export const EIGHTH_ROUND_CASES: DetectorCase[] = [
  {
    detector: 'events',
    name: 'names what runs where another call or a file says it',
    files: {
      'queue/listen.ts': `import { join } from 'node:path';
import { Worker } from 'bullmq';
import { Kafka } from 'kafkajs';
const consumer = new Kafka({}).consumer({ groupId: 'shop' });
const other = new Kafka({}).consumer({ groupId: 'other' });
await other.run({ eachMessage: async function onOther() {} });
await consumer.subscribe({ topics: ['orders'] });
await consumer.run({ eachMessage: async function onOrder() {} });
new Worker('mails', join(__dirname, 'send.js'));
new Worker('unknown', process.argv[2]);`,
      'queue/send.ts': 'export default async function send() {}',
    },
    expected: [
      'queue/listen.ts:10 listen unknown',
      'queue/listen.ts:7 listen orders',
      'queue/listen.ts:9 listen mails',
    ],
    handlers: [
      'queue/listen.ts:7 orders -> queue/listen.ts#onOrder',
      'queue/listen.ts:9 mails -> queue/send.ts#',
    ],
  },
  {
    detector: 'hapi',
    name: 'mounts plug-ins of modules that export them by name',
    files: {
      'server.js': `const Hapi = require('@hapi/hapi');
const server = Hapi.server();
server.register({ plugin: require('./orders'), routes: { prefix: '/orders' } });
server.register(require('./users'), { routes: { prefix: '/users' } });`,
      'orders.js': `exports.plugin = {
  name: 'orders',
  register: async (server) => {
    server.route({ method: 'GET', path: '/{id}', handler: async function show() {} });
  },
};`,
      'users.js': `exports.name = 'users';
exports.register = async function (server) {
  server.route({ method: 'GET', path: '/me', handler: async function me() {} });
};`,
    },
    expected: [
      'orders.js:4 GET /orders/{id} -> orders.js#show',
      'users.js:3 GET /users/me -> users.js#me',
    ],
  },
  {
    detector: 'outbound-http',
    name: 'names host and path of the options of node:http',
    files: {
      'call.ts': `import http from 'node:http';
http.request({ host: 'stock.local', path: '/items', method: 'PUT' });
http.get({ hostname: 'price.local', path: somewhere });`,
    },
    expected: ['call.ts:2 call PUT stock.local/items', 'call.ts:3 call GET price.local'],
  },
  {
    detector: 'express',
    name: 'finds handlers behind getters, wrappers of another package and objects of their parts',
    files: {
      'api/index.js': `const framework = require('@acme/api-framework');
module.exports = {
  get orders() { return framework.pipeline(require('./orders'), utils); },
  get users() { return require('./users'); },
};`,
      'api/orders.js': `const controller = {
  docName: 'orders',
  read: { headers: {}, permissions: true, query(frame) { return frame.id; } },
  async add(frame) { return frame.data; },
};
module.exports = controller;`,
      'api/users.js': `exports.read = (req, res) => res.end();`,
      'routes.js': `const express = require('express');
const { http } = require('@acme/api-framework');
const api = require('./api');
const catchAsync = (fn) => (req, res, next) => fn(req, res, next).catch(next);
const router = express.Router();
router.get('/orders', auth, http(api.orders.read));
router.post('/orders', auth, http(api.orders.add));
router.get('/users', catchAsync(api.users.read));
router.get('/mine', limit({ max: 5 }), catchAsync(async (req, res) => mine(res)));
router.get('/lost', http(api.gone.read));
function mine(res) { res.end(); }`,
    },
    expected: [
      'routes.js:10 GET /lost',
      'routes.js:6 GET /orders -> api/orders.js#query',
      'routes.js:7 POST /orders -> api/orders.js#controller.add',
      'routes.js:8 GET /users -> api/users.js#read',
      'routes.js:9 GET /mine -> routes.js#',
    ],
  },
  {
    detector: 'fastify',
    name: 'finds the handler among the options of a route',
    files: {
      'app.js': `const fastify = require('fastify');
const { list } = require('./list');
const app = fastify();
app.get('/a', { schema: {}, handler: list });
app.get('/b', { schema: {} }, list);
app.get('/c', { preHandler: [check], handler: async () => list() });
function check() {}`,
      'list.js': `exports.list = async () => [];`,
    },
    expected: [
      'app.js:4 GET /a -> list.js#list',
      'app.js:5 GET /b -> list.js#list',
      'app.js:6 GET /c -> app.js#handler',
    ],
  },
  {
    detector: 'typeorm',
    name: 'gives decorators of the library what decorators of the codebase hand on, not what they keep',
    files: {
      'decorators.ts': `import { Entity, ManyToOne } from 'typeorm';
export function Flagged(flag: string, name?: string, options?: object) {
  return (target: Function) => { Entity(name, options)(target); };
}
export function Listed(flag: string, ...rest: any[]) {
  return (target: Function) => { Entity(...rest)(target); };
}
export function Owned(target: any) {
  return ManyToOne(target, { onDelete: 'CASCADE' });
}`,
      'entities.ts': `import { Flagged, Listed, Owned } from './decorators';
@Flagged('new_sales', 'sales')
export class Sale { id: number; }
@Flagged('analytics')
export class AnalyticsConfig { id: number; @Owned(() => Sale) sale: Sale; }
@Listed('returns_v2', 'returns')
export class Return { id: number; }`,
      'use.ts': `import { DataSource } from 'typeorm';
import { AnalyticsConfig, Return, Sale } from './entities';
export async function all(db: DataSource) {
  await db.getRepository(Sale).find();
  await db.getRepository(AnalyticsConfig).find();
  await db.getRepository(Return).find();
}`,
    },
    expected: ['use.ts:4 read sales', 'use.ts:5 read analytics_config', 'use.ts:6 read returns'],
  },
  {
    detector: 'typeorm',
    name: 'follows decorators of the codebase that apply those of the library, and methods through super',
    files: {
      'decorators.ts': `import { Entity as OrmEntity } from 'typeorm';
import { Entity as MikroEntity } from '@mikro-orm/core';
import { OrmManyToOne } from './type-orm';
export function MultiEntity(name?: string) {
  return (target: any) => { MikroEntity({ tableName: name })(target); OrmEntity(name)(target); };
}
export function MultiManyToOne(target: any, options?: any) {
  return (owner: any, key: string) => { if (!options) options = {}; OrmManyToOne(target, options)(owner, key); };
}`,
      'type-orm.ts': `export { ManyToOne as OrmManyToOne } from 'typeorm';`,
      'entities.ts': `import { MultiEntity, MultiManyToOne } from './decorators';
@MultiEntity('customers')
export class Customer { id: number; }
@MultiEntity('orders')
export class Order { id: number; @MultiManyToOne(() => Customer) customer: Customer; }`,
      'repositories.ts': `import { Repository } from 'typeorm';
import { EntityRepository } from '@mikro-orm/core';
import { Order } from './entities';
export class TypeOrders extends Repository<Order> {
  open() { return super.find(); }
}
export class MikroBase<T extends object> extends EntityRepository<T> {}
export class MikroOrders extends MikroBase<Order> {}`,
      'crud.ts': `import { Repository } from 'typeorm';
import { MikroBase } from './repositories';
export abstract class Crud<T> {
  constructor(protected readonly repository: Repository<T>, protected readonly mikro: MikroBase<T>) {}
  async one(id: string, options?: any) { return this.repository.findOne({ where: { id }, ...options }); }
  async save(entity: any) { return this.repository.save(entity); }
}
export abstract class TenantCrud<T> extends Crud<T> {
  constructor(repository: Repository<T>, mikro: MikroBase<T>) { super(repository, mikro); }
  async one(id: string, options?: any) { return super.one(id, this.scoped(options)); }
  async save(entity: any) { return super.save({ ...entity, tenant: 1 }); }
  scoped(options: any) { return options; }
}`,
      'orders.ts': `import { TenantCrud } from './crud';
import { Order } from './entities';
import { MikroOrders, TypeOrders } from './repositories';
export class Orders extends TenantCrud<Order> {
  constructor(typeOrders: TypeOrders, mikroOrders: MikroOrders) { super(typeOrders, mikroOrders); }
  async rename(id: string, name: string) {
    const order = await this.one(id);
    return this.save({ ...order, name });
  }
  async all() {
    return this.mikro.findAll({ populate: ['customer'] });
  }
  async save(order: any) {
    return await super.save(order);
  }
}
export class Desk {
  constructor(private readonly orders: Orders) {}
  look(id: string) {
    return this.orders.one(id);
  }
}`,
    },
    expected: [
      'orders.ts:11 read customers',
      'orders.ts:11 read orders',
      'orders.ts:14 write orders',
      'orders.ts:20 read orders',
      'orders.ts:7 read orders',
      'orders.ts:8 write orders',
      'repositories.ts:5 read orders',
    ],
  },
  {
    detector: 'typeorm',
    name: 'follows joins onto a builder that a variable holds, and entities named to the manager',
    files: {
      'entities.ts': `import { Entity, ManyToOne, OneToMany } from 'typeorm';
@Entity('customers')
export class Customer { id: number; }
@Entity('items')
export class Item { id: number; @ManyToOne(() => Order) order: Order; }
@Entity('orders')
export class Order { id: number; @ManyToOne(() => Customer) customer: Customer; @OneToMany(() => Item, (i) => i.order) items: Item[]; }`,
      'orders.ts': `import { Repository } from 'typeorm';
import { Order } from './entities';
export class Orders {
  constructor(private readonly orders: Repository<Order>) {}
  list() {
    const query = this.orders.createQueryBuilder('o').where('o.paid');
    query.leftJoin('o.items', 'i');
    query
      .leftJoinAndSelect(\`\${query.alias}.customer\`, 'c')
      .innerJoin('i.order', 'again');
    return query.getMany();
  }
  load(em) {
    return em.find('Item', {});
  }
}
export const others = (rows) => rows.leftJoin('o.items', 'i');`,
    },
    expected: [
      'orders.ts:10 read orders',
      'orders.ts:14 read items',
      'orders.ts:6 read orders',
      'orders.ts:7 read items',
      'orders.ts:9 read customers',
    ],
  },
  {
    detector: 'mongo',
    name: 'follows models that are named by callers, and lookups in facets by the collection of a model',
    files: {
      'models.js': `const mongoose = require('mongoose');
mongoose.model('Admin', new mongoose.Schema({}));
mongoose.model('Invoice', new mongoose.Schema({}));`,
      'login.js': `const mongoose = require('mongoose');
module.exports = async (req, { userModel }) => {
  const Password = mongoose.model(userModel + 'Password');
  const User = mongoose.model(userModel);
  await User.findOne({ email: req.email });
  await Password.updateOne({}, {});
};`,
      'auth.js': `const login = require('./login');
module.exports = (userModel) => {
  const methods = {};
  methods.login = (req) => login(req, { userModel });
  return methods;
};`,
      'admin.js': `module.exports = require('./auth')('Admin');`,
      'crud.js': `const mongoose = require('mongoose');
const create = require('./create');
module.exports = (name) => {
  const Model = mongoose.model(name);
  return { create: (req) => create(Model, req) };
};`,
      'create.js': `module.exports = async (Model, req) => await new Model(req.body).save();`,
      'invoices.js': `const methods = require('./crud')('Invoice');`,
      'open.js': `const mongoose = require('mongoose');
exports.all = (name) => mongoose.model(name).find({});`,
      'summary.js': `const mongoose = require('mongoose');
const Invoice = mongoose.model('Invoice');
exports.summary = () => mongoose.model('Admin').aggregate([
  { $facet: { active: [
    { $lookup: { from: Invoice.collection.name, as: 'invoices' } },
  ] } },
]);`,
    },
    expected: [
      'admin.js:1 read admins',
      'admin.js:1 write adminpasswords',
      'invoices.js:1 write invoices',
      'summary.js:3 read admins',
      'summary.js:5 read invoices',
    ],
    unresolved: ['open.js:2 table: collection name is computed'],
  },
  {
    detector: 'events',
    name: 'names queues that a function of the codebase makes, and reads consumers and producers of SQS',
    files: {
      'queue.js': `import Queue from 'bull';
export default function newQueue(name) {
  const queue = new Queue(name, 'redis://localhost');
  queue.on('error', () => {});
  return queue;
}`,
      'scan.js': `import newQueue from './queue';
import wrap from './wrap';
const scanQueue = newQueue('scan');
export const scan = (file) => scanQueue.add({ file }, { attempts: 3 });
export const work = () => {
  const scanFile = async (job) => job;
  scanQueue.process(wrap(scanFile, 'scan'));
};
export const all = (actions) => actions.forEach((action) => { scanQueue.process(action, wrap(scan)); });
scanQueue.on('failed', (job) => job);
const named = newQueue(process.env.QUEUE);
named.add({});`,
      'wrap.js': `export default (fn) => (job) => fn(job);`,
      'sqs.ts': `import { Consumer } from 'sqs-consumer';
import { Producer } from 'sqs-producer';
export class Mails {
  producer: Producer;
  constructor(queueUrl: string) { this.producer = Producer.create({ queueUrl }); }
  send() { return this.producer.send({ id: '1', body: '' }); }
}
export const mails = Producer.create({ queueUrl: 'https://sqs.local/1/mails' });
mails.send({ id: '1', body: '' });
Consumer.create({ queueUrl: 'https://sqs.local/1/mails', handleMessage: deliver });
async function deliver() {}
Consumer.create({ queueUrl: process.env.URL, handleMessage: deliver });`,
    },
    expected: [
      'scan.js:4 emit scan',
      'scan.js:7 listen scan',
      'scan.js:9 listen scan',
      'sqs.ts:10 listen mails',
      'sqs.ts:9 emit mails',
    ],
    unresolved: [
      'scan.js:12 event: name of the queue or topic is computed',
      'sqs.ts:12 event: name of the queue or topic is computed',
      'sqs.ts:6 event: name of the queue or topic is computed',
    ],
  },
];

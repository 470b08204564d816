import type { DetectorCase } from '../detector-case.ts';

/** Ways in and messages as the manuals of their libraries show them beside the usual one. */
export const ENTRY_IDIOM_CASES: DetectorCase[] = [
  {
    detector: 'fastify',
    name: 'follows plug-ins by being registered: untyped, wrapped, nested and imported late',
    files: {
      'app.ts': `import Fastify, { type FastifyPluginAsync } from 'fastify';
import fp from 'fastify-plugin';
const app = Fastify();
const orders: FastifyPluginAsync = async (f) => { f.post('/:id', pay); f.register(items, { prefix: '/:id/items' }); };
async function items(f, options) { f.delete('/:item', pay); }
app.register(orders, { prefix: '/orders' });
app.register(fp(async (f) => { f.get('/health', pay); }));
app.register(async (f) => { f.register(import('./late.ts'), { prefix: '/late' }); }, { prefix: '/v2' });
async function pay() {}`,
      'late.ts': `export default async function late(f) { f.get('/x', async () => 1); }`,
    },
    expected: [
      'app.ts:4 POST /orders/:id -> app.ts#pay',
      'app.ts:5 DELETE /orders/:id/items/:item -> app.ts#pay',
      'app.ts:7 GET /health -> app.ts#pay',
      'late.ts:1 GET /v2/late/x -> late.ts#',
    ],
  },
  {
    detector: 'koa',
    name: 'adds the prefix of a router, and tells routers on one line apart',
    files: {
      'app.ts': `import Koa from 'koa'; import Router from '@koa/router';
const app = new Koa(); const root = new Router({ prefix: '/api' }); const users = new Router();
users.get('list', '/', list); users.del('/:id', list);
root.use('/users', users.routes(), users.allowedMethods());
const nested = new Router({ prefix: '/nested' }); nested.use(list).put('/x', list); root.use(nested.routes());
app.use(root.routes());
async function list() {}`,
    },
    expected: [
      'app.ts:3 DELETE /api/users/:id -> app.ts#list',
      'app.ts:3 GET /api/users -> app.ts#list',
      'app.ts:5 PUT /api/nested/x -> app.ts#list',
    ],
  },
  {
    detector: 'hapi',
    name: 'reads lists of routes behind names and spread into others, and plug-ins; lists what is computed',
    files: {
      'server.ts': `import Hapi from '@hapi/hapi';
const server = Hapi.server({ port: 1 });
const routes = [{ method: ['POST', 'PUT'], path: '/b', options: { handler: pay } }];
server.route(routes);
const plugin = { name: 'p', register: async (s) => { s.route({ method: 'DELETE', path: '/c', handler: pay }); } };
await server.register({ plugin, routes: { prefix: '/plug' } });
server.route([...more, { method: 'PATCH', path: '/d', handler: pay }]);
export const load = (files) => server.route(files);
import { more } from './more.ts';
function pay() {}`,
      'more.ts': `export const more = [{ method: 'GET', path: '/m', handler: () => 1 }];`,
    },
    expected: [
      'more.ts:1 GET /m -> more.ts#handler',
      'server.ts:3 POST /b -> server.ts#pay',
      'server.ts:3 PUT /b -> server.ts#pay',
      'server.ts:5 DELETE /plug/c -> server.ts#pay',
      'server.ts:7 PATCH /d -> server.ts#pay',
    ],
    unresolved: ['server.ts:8 route: routes are computed'],
  },
  {
    detector: 'nestjs',
    name: 'puts the prefix of the application and versions before routes',
    files: {
      'apps/shop/src/main.ts': `import { NestFactory } from '@nestjs/core';
async function main() { const app = await NestFactory.create(App); app.setGlobalPrefix('api', { exclude: ['health'] }); app.enableVersioning({ defaultVersion: '3' }); }`,
      'apps/shop/src/orders.ts': `import { Controller, Get, Post, Version, VERSION_NEUTRAL } from '@nestjs/common'; import { ModuleRef } from '@nestjs/core';
@Controller({ path: 'orders', version: '2' }) export class Orders {
  @Get() list() {}
  @Version('1') @Post('pay') pay() {}
}
@Controller('carts') export class Carts { constructor(private ref: ModuleRef) { ref.create(Carts); } @Get() list() {} @Version(VERSION_NEUTRAL) @Get('old') old() {} }`,
      'apps/shop/src/health.ts': `import { Controller, Get } from '@nestjs/common';
@Controller() export class Health { @Get('health') check() {} }`,
      'apps/mail/src/main.ts': `import { NestFactory } from '@nestjs/core';
NestFactory.create(App);`,
      'apps/mail/src/mail.ts': `import { Controller, Get } from '@nestjs/common';
@Controller('mail') export class Mail { @Get() list() {} }`,
    },
    expected: [
      'apps/mail/src/mail.ts:2 GET /mail -> apps/mail/src/mail.ts#Mail.list',
      'apps/shop/src/orders.ts:3 GET /api/v2/orders -> apps/shop/src/orders.ts#Orders.list',
      'apps/shop/src/orders.ts:4 POST /api/v1/orders/pay -> apps/shop/src/orders.ts#Orders.pay',
      'apps/shop/src/health.ts:2 GET /v3/health -> apps/shop/src/health.ts#Health.check',
      'apps/shop/src/orders.ts:6 GET /api/carts/old -> apps/shop/src/orders.ts#Carts.old',
      'apps/shop/src/orders.ts:6 GET /api/v3/carts -> apps/shop/src/orders.ts#Carts.list',
    ],
  },
  {
    detector: 'trpc',
    name: 'names procedures after the routers that hold them, across files and merged',
    files: {
      'users.ts': `import { t } from './trpc.ts';
export const users = t.router({ list: t.procedure.query(() => []), deep: t.router({ make: t.procedure.mutation(() => 1) }) });`,
      'trpc.ts': `import { initTRPC } from '@trpc/server'; export const t = initTRPC.create();`,
      'app.ts': `import { t } from './trpc.ts'; import { users } from './users.ts';
const feed = t.router({ news: t.procedure.subscription(() => 1) });
export const app = t.router({ users, both: t.mergeRouters(feed, users), ping: t.procedure.query(() => 1) });`,
    },
    expected: [
      'app.ts:2 SUBSCRIPTION both.news -> app.ts#',
      'app.ts:2 SUBSCRIPTION news -> app.ts#',
      'app.ts:3 QUERY ping -> app.ts#',
      'users.ts:2 MUTATION both.deep.make -> users.ts#',
      'users.ts:2 MUTATION users.deep.make -> users.ts#',
      'users.ts:2 QUERY both.list -> users.ts#',
      'users.ts:2 QUERY users.list -> users.ts#',
    ],
  },
  {
    detector: 'graphql-builders',
    name: 'reads the roots of Pothos and Nexus',
    files: {
      'pothos.ts': `import SchemaBuilder from '@pothos/core';
const builder = new SchemaBuilder({});
builder.queryType({ fields: (t) => ({ hello: t.string({ resolve: () => 'x' }) }) });
builder.mutationField('pay', (t) => t.field({ type: 'String', resolve: pay }));
builder.mutationFields((t) => ({ ship: t.string({ resolve: pay }) }));
function pay() { return ''; }`,
      'nexus.ts': `import { queryType, extendType, mutationField, objectType } from 'nexus';
export const q = queryType({ definition(t) { t.field('orders', { type: 'String', resolve: () => '' }); t.list.string('names'); } });
export const e = extendType({ type: 'Mutation', definition(t) { t.nonNull.field('pay', { type: 'String' }); } });
export const m = mutationField('ship', { type: 'String', resolve: ship });
export const o = objectType({ name: 'Order', definition(t) { t.field('id', { type: 'ID' }); } });
function ship() { return ''; }`,
    },
    expected: [
      'nexus.ts:2 QUERY names -> nexus.ts#',
      'nexus.ts:2 QUERY orders -> nexus.ts#',
      'nexus.ts:3 MUTATION pay -> nexus.ts#',
      'nexus.ts:4 MUTATION ship -> nexus.ts#ship',
      'pothos.ts:3 QUERY hello -> pothos.ts#',
      'pothos.ts:4 MUTATION pay -> pothos.ts#pay',
      'pothos.ts:5 MUTATION ship -> pothos.ts#pay',
    ],
  },
  {
    detector: 'events',
    name: 'names the queues and topics of brokers, not the commands that carry them',
    files: {
      'bus.ts': `import { Kafka } from 'kafkajs'; import { connect } from 'nats'; import { SQSClient, SendMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { SNSClient, PublishCommand } from '@aws-sdk/client-sns'; import { PubSub } from '@google-cloud/pubsub'; import PgBoss from 'pg-boss'; import { FlowProducer, Queue } from 'bullmq';
await new Kafka({}).producer().sendBatch({ topicMessages: [{ topic: 'k.batch', messages: [] }] });
const nc = await connect({}); nc.request('n.req', '');
const sqs = new SQSClient({}); await sqs.send(new SendMessageCommand({ QueueUrl: 'https://sqs/1/s-queue' }));
await sqs.send(new ReceiveMessageCommand({ QueueUrl: process.env.QUEUE_URL }));
await new SNSClient({}).send(new PublishCommand({ TopicArn: 'arn:aws:sns:eu:1:s-topic' }));
const ps = new PubSub(); await ps.topic('g.topic').publishMessage({}); ps.subscription('g.sub').on('message', take);
const boss = new PgBoss('postgres://x'); await boss.send('boss-q', {}); await boss.work('boss-q', take);
new FlowProducer().add({ name: 'f', queueName: 'flows', children: [{ name: 'c', queueName: 'kids' }] });
export class Mailer { constructor(@InjectQueue('mail') private readonly mail: Queue) {} send() { return this.mail.add('welcome', {}); } }
function take() {}`,
    },
    expected: [
      'bus.ts:10 emit flows',
      'bus.ts:10 emit kids',
      'bus.ts:11 emit mail',
      'bus.ts:3 emit k.batch',
      'bus.ts:4 emit n.req',
      'bus.ts:5 emit s-queue',
      'bus.ts:7 emit s-topic',
      'bus.ts:8 emit g.topic',
      'bus.ts:8 listen g.sub',
      'bus.ts:9 emit boss-q',
      'bus.ts:9 listen boss-q',
    ],
    unresolved: ['bus.ts:6 event: name of the queue or topic is computed'],
  },
  {
    detector: 'jobs',
    name: 'reads what agenda starts and the list of Bree',
    files: {
      'jobs.ts': `import { Agenda } from 'agenda'; import Bree from 'bree';
const agenda = new Agenda(); agenda.schedule('tomorrow', 'report', {}); agenda.now('ship');
new Bree({ jobs: [{ name: 'nightly', cron: '0 0 * * *' }, 'simple'] });`,
    },
    expected: [
      'jobs.ts:2 job report tomorrow',
      'jobs.ts:2 job ship',
      'jobs.ts:3 job nightly 0 0 * * *',
      'jobs.ts:3 job simple',
    ],
  },
  {
    detector: 'outbound-http',
    name: 'puts what a client was told before its addresses',
    files: {
      'out.ts': `import axios from 'axios'; import got from 'got';
const api = axios.create({ baseURL: 'https://pay.example.com/v1/' }); const files = got.extend({ prefixUrl: process.env.FILES_URL });
export const pay = () => api.post('/charges', {});
export const whole = () => api.get('https://other.example.com/x');
export const file = () => files.get('a.pdf');
export const url = () => fetch(new URL('/c', 'https://u.example.com'));`,
    },
    expected: [
      'out.ts:3 call POST https://pay.example.com/v1/charges',
      'out.ts:4 call GET https://other.example.com/x',
      'out.ts:5 call GET {FILES_URL}/a.pdf',
      'out.ts:6 call GET https://u.example.com/c',
    ],
  },
  {
    detector: 'constructor-injection',
    name: 'names what is injected under the name of a class',
    files: {
      'order.ts': 'export class Order {}',
      'use.ts': `import { Inject, Injectable } from '@nestjs/common';
import { Order } from './order.ts';
@Injectable() export class Service {
  constructor(@Inject(Order.name) private readonly order: () => typeof Order) {}
}`,
    },
    expected: ['use.ts:4 inject Order -> order.ts'],
  },
  {
    detector: 'jobs',
    name: 'keeps jobs whose time, and what they run, is computed',
    files: {
      'jobs.js': `const Cron = require('croner');
const cron = require('./own/cron');
for (const job of list) new Cron(job.interval, { name: job.name }, job.run);
cron.schedule(settings.at, () => work());
function work() {}`,
      'own/cron.js': 'exports.schedule = globalThis.schedule;',
    },
    expected: ['jobs.js:3 job Cron', 'jobs.js:4 job work'],
  },
  {
    detector: 'process-state',
    name: 'sees caches and locks that instances hold, and sessions of requests alone',
    files: {
      'state.ts': `import NodeCache from 'node-cache'; import { Mutex } from 'async-mutex';
export class Held {
  private readonly cache = new Map<string, number>();
  private rows = new Map<string, number>();
  constructor() { this.ttl = new NodeCache(); this.gate = new Mutex(); }
}
export function token(session, row) { session.token = row; }
export async function rotate(store) { const session = await store.find(1); session.token = 2; }
export function visit(req) { req.session.views = 1; const { session } = req; session.last = 2; }
export function say(event, socket) { event.state.session.turn = 1; socket.request.session.seen = 2; }`,
    },
    expected: [
      'state.ts:3 cache Held.cache',
      'state.ts:5 cache Held.ttl',
      'state.ts:5 lock Held.gate',
      'state.ts:9 session session.last',
      'state.ts:9 session session.views',
      'state.ts:10 session session.seen',
    ],
  },
  {
    detector: 'jobs',
    name: 'ends the work that is written in its place with its last call',
    files: {
      'stream.ts': `import { Logger, sweep } from './work';
export async function answer(stream) {
  const timer = setInterval(() => {
    stream.write('still here');
  }, 5000);
  setInterval(async () => {
    await stream.read()
      .then(sweep);
  }, 60000);
  await sweep();
  setInterval(async () => { try { await sweep(); } catch (e) { Logger.error(e); } }, 60000);
}`,
      'work.ts': `export async function sweep() {}
export class Logger { static error(e) {} }`,
    },
    expected: [
      'stream.ts:11 job sweep every 60000 ms',
      'stream.ts:3 job setInterval every 5000 ms',
      'stream.ts:6 job setInterval every 60000 ms',
    ],
    handlers: [
      'stream.ts:11 sweep -> stream.ts#',
      'stream.ts:3 setInterval -> stream.ts# to 4',
      'stream.ts:6 setInterval -> stream.ts# to 8',
    ],
  },
  {
    detector: 'process-state',
    name: 'takes no client for a container, no declaration for a variable and no switch for a lock',
    files: {
      'redis.ts': `import { Redis } from 'ioredis';
export let client;
if (process.env.REDIS) client = new Redis();
export const forget = (key) => client.del(key);`,
      'prisma.ts': `import { PrismaClient } from '@prisma/client';
declare global { var prisma: PrismaClient | undefined; }
export const prisma = global.prisma ?? new PrismaClient();
if (process.env.DEV) global.prisma = prisma;`,
      'user.ts': `import { prisma } from './prisma';
export const drop = (id) => prisma.user.delete({ where: { id } });`,
      'kept.ts': `export let rows; if (process.env.KEEP) rows = new Map();
export const keep = (key) => rows.set(key, 1);
export let last; export const note = (now) => { last = now; };
export let made = build(); export const clear = () => { made.size = 0; };`,
      'locks.ts': `let locked = false; export const close = () => { locked = true; };
let lock = false; export const enter = () => { lock = true; }; export const leave = () => { lock = false; };`,
    },
    expected: [
      'kept.ts:1 module-variable rows as rows',
      'kept.ts:3 module-variable last as last set by note',
      'kept.ts:4 module-variable made as made',
      'locks.ts:1 module-variable locked set by close',
      'locks.ts:2 lock lock',
      'prisma.ts:4 module-variable global.prisma',
    ],
  },
  {
    detector: 'hono',
    name: 'reads routes that are described for OpenAPI, in place and behind a name',
    files: {
      'app.ts': `import { OpenAPIHono } from '@hono/zod-openapi';
import { orders } from './orders.ts';
const app = new OpenAPIHono();
app.route('/orders', orders);`,
      'orders.ts': `import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
const app = new OpenAPIHono();
const pay = createRoute({ method: 'post', path: '/{id}/pay', responses: {} });
app.openapi(createRoute({ method: 'get', path: '/', responses: {} }), list);
app.openapi(pay, list);
function list() {}
export { app as orders };`,
    },
    expected: [
      'orders.ts:3 POST /orders/:id/pay -> orders.ts#list',
      'orders.ts:4 GET /orders -> orders.ts#list',
    ],
  },
  {
    detector: 'graphql',
    name: 'follows the roots of a resolver map into their files, also spread from several',
    files: {
      'index.js': `import Query from './query.js'; import Mutation from './mutation.js';
export default { Query, Mutation };`,
      'query.js': `import { orders } from './orders.js';
export default { ...orders, ping: () => 'pong' };`,
      'orders.js': `export const orders = { orders: () => [] };`,
      'mutation.js': `import pay from './pay.js';
export default { pay };`,
      'pay.js': 'export default function pay() {}',
    },
    expected: [
      'mutation.js:2 MUTATION pay -> pay.js#pay',
      'orders.js:1 QUERY orders -> orders.js#orders.orders',
      'query.js:2 QUERY ping -> query.js#ping',
    ],
  },
  {
    detector: 'express',
    name: 'takes no middleware for a handler that a call makes',
    files: {
      'app.js': `const express = require('express');
const metrics = require('prometheus-api-metrics');
const app = express();
app.get('/metrics', auth, metrics());
app.get('/plain', auth, list);
app.get('/wrapped', auth, wrap(list));
function auth() {}
function list() {}`,
    },
    expected: [
      'app.js:4 GET /metrics',
      'app.js:5 GET /plain -> app.js#list',
      'app.js:6 GET /wrapped -> app.js#list',
    ],
  },
];

import type { DetectorCase } from '../detector-case.ts';

export const WEB_CASES: DetectorCase[] = [
  {
    detector: 'nestjs',
    name: 'takes the prefix of a tsoa controller from @Route',
    files: {
      'orders.ts': `import { Controller, Get, Route, Tags } from 'tsoa';
@Route('orders')
@Tags('Orders')
export class OrdersController extends Controller {
  @Get('{id}')
  show() {}
}`,
    },
    expected: ['orders.ts:5 GET /orders/{id} -> orders.ts#OrdersController.show'],
  },
  {
    detector: 'express',
    name: 'takes no client of its own for a router because it is called api',
    files: {
      'client.ts': `export const api = { get(url, options) {}, post(url, data) { return fetch(url, data); } };`,
      'orders.ts': `import { api } from './client';
export const create = (order) => api.post('/orders', order);
export const list = () => api.get('/orders', { all: true });`,
      'server.ts': `import { list } from './orders';
export function register(api) { api.get('/orders', list); api.post('/orders', unknown); }`,
    },
    expected: ['server.ts:2 GET /orders -> orders.ts#list', 'server.ts:2 POST /orders'],
  },
  {
    detector: 'express',
    name: 'mounts routers through files and factories, and finds handlers behind wrappers',
    files: {
      'app.ts': `import express from 'express';
import { orders } from './orders';
import { makeUsers } from './users';
const app = express();
app.set('x', 1);
app.get('setting');
app.use('/api', orders);
app.use('/users', makeUsers());
app.route('/health').get(health).post(health);
function health() {}`,
      'orders.ts': `import { Router } from 'express';
import { create } from './handlers';
import { wrap } from './wrap';
export const orders = Router();
orders.get('/orders/:id', (req, res) => res.end());
orders.post('/orders', wrap(create));`,
      'users.ts': `import { Router } from 'express';
export function makeUsers() { const router = Router(); router.delete('/:id', () => {}); return router; }`,
      'handlers.ts': `export async function create() {}`,
      'wrap.ts': `export const wrap = (fn) => (req, res) => fn(req, res);`,
    },
    expected: [
      'app.ts:9 GET /health -> app.ts#health',
      'app.ts:9 POST /health -> app.ts#health',
      'orders.ts:5 GET /api/orders/:id -> orders.ts#',
      'orders.ts:6 POST /api/orders -> handlers.ts#create',
      'users.ts:2 DELETE /users/:id -> users.ts#',
    ],
  },
  {
    detector: 'express',
    name: 'takes what asks a server for no route, whatever the client is called',
    files: {
      'client.js': `define('orders', ['api'], function (api) {
  api.get('/orders', {}).then(show);
  api.put('/orders/1', { state: 'paid', by: who });
  api.del('/orders/1', { reason });
});`,
      'routes.js': `module.exports = (router, orders) => {
  router.get('/orders', { auth: true }, (req, res) => res.end());
  router.post('/orders', { handler: orders.create });
  router.put('/orders/:id', { ...defaults, auth: true });
  router.del('/orders/:id', { controller: remove });
};
function remove() {}`,
    },
    expected: [
      'routes.js:2 GET /orders -> routes.js#',
      'routes.js:3 POST /orders',
      'routes.js:4 PUT /orders/:id',
      'routes.js:5 DELETE /orders/:id -> routes.js#remove',
    ],
  },
  {
    detector: 'fastify',
    name: 'follows register with a prefix into plugins',
    files: {
      'app.ts': `import Fastify from 'fastify';
import { orders } from './orders';
const app = Fastify();
app.register(orders, { prefix: '/v1' });`,
      'orders.ts': `import type { FastifyInstance } from 'fastify';
export async function orders(server: FastifyInstance) {
  server.get('/orders', async () => []);
  server.route({ method: ['POST', 'PUT'], url: '/orders', handler: create });
}
async function create() {}`,
    },
    expected: [
      'orders.ts:3 GET /v1/orders -> orders.ts#',
      'orders.ts:4 POST /v1/orders -> orders.ts#create',
      'orders.ts:4 PUT /v1/orders -> orders.ts#create',
    ],
  },
  {
    detector: 'koa',
    name: 'mounts with koa-mount and router.routes()',
    files: {
      'app.ts': `import Koa from 'koa';
import mount from 'koa-mount';
import { api } from './api';
const app = new Koa();
app.use(mount('/api', api));`,
      'api.ts': `import Koa from 'koa';
import Router from 'koa-router';
export const api = new Koa();
const router = new Router();
router.post('orders.list', auth, async (ctx) => {});
api.use(router.routes());
function auth() {}`,
    },
    expected: ['api.ts:5 POST /api/orders.list -> api.ts#'],
  },
  {
    detector: 'koa',
    name: 'reads methods that are told or computed',
    files: {
      'app.ts': `import Router from '@koa/router';
const router = new Router({ prefix: '/api' });
const FETCH = 'get';
router.register('/orders', ['GET', 'post'], list);
router[FETCH]('/one', list);
for (const method of ['put', 'patch']) router[method]('/each', list);
['head', 'options'].forEach((method) => router[method]('/turn', list));
export const add = (method) => router[method]('/open', list);
export const ask = (api, method) => api[method]('/else', {});
function list() {}`,
    },
    expected: [
      'app.ts:4 GET /api/orders -> app.ts#list',
      'app.ts:4 POST /api/orders -> app.ts#list',
      'app.ts:5 GET /api/one -> app.ts#list',
      'app.ts:6 PATCH /api/each -> app.ts#list',
      'app.ts:6 PUT /api/each -> app.ts#list',
      'app.ts:7 HEAD /api/turn -> app.ts#list',
      'app.ts:7 OPTIONS /api/turn -> app.ts#list',
    ],
    unresolved: ['app.ts:8 route: method is computed'],
  },
  {
    detector: 'hapi',
    name: 'reads route objects',
    files: {
      'app.ts': `import Hapi from '@hapi/hapi';
const server = Hapi.server({});
server.route([{ method: 'GET', path: '/orders', handler: list }]);
function list() {}`,
    },
    expected: ['app.ts:3 GET /orders -> app.ts#list'],
  },
  {
    detector: 'hono',
    name: 'reads routes of an app',
    files: {
      'app.ts': `import { Hono } from 'hono';
const app = new Hono();
app.get('/orders', (c) => c.json([]));`,
    },
    expected: ['app.ts:3 GET /orders -> app.ts#'],
  },
  {
    detector: 'nestjs',
    name: 'reads decorators of controllers, resolvers, listeners and jobs',
    files: {
      'orders.ts': `import { Controller, Get, Post } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { OnEvent } from '@nestjs/event-emitter';
const BASE = 'orders';
@Controller(BASE)
export class Orders {
  @Get(':id') one() {}
  @Post(['', 'bulk']) create() {}
  @OnEvent('order.created') created() {}
  @Cron('0 3 * * *') nightly() {}
}`,
      'resolver.ts': `import { Query, Resolver, ResolveField } from '@nestjs/graphql';
class Order {}
@Resolver(() => Order)
export class OrderResolver {
  @Query(() => [Order]) orders() {}
  @ResolveField() items() {}
}`,
    },
    expected: [
      'orders.ts:10 job nightly 0 3 * * *',
      'orders.ts:7 GET /orders/:id -> orders.ts#Orders.one',
      'orders.ts:8 POST /orders -> orders.ts#Orders.create',
      'orders.ts:8 POST /orders/bulk -> orders.ts#Orders.create',
      'orders.ts:9 listen order.created',
      'resolver.ts:5 QUERY orders -> resolver.ts#OrderResolver.orders',
    ],
  },
  {
    detector: 'next',
    name: 'takes the path from the path of the file',
    files: {
      'app/(shop)/orders/[id]/route.ts': `export async function GET() {}
export const POST = async () => {};
export const dynamic = true;`,
      'pages/api/users/[...all].ts': `export default function handler() {}`,
    },
    expected: [
      'app/(shop)/orders/[id]/route.ts:1 GET /orders/:id -> app/(shop)/orders/[id]/route.ts#GET',
      'app/(shop)/orders/[id]/route.ts:2 POST /orders/:id -> app/(shop)/orders/[id]/route.ts#POST',
      'pages/api/users/[...all].ts:1 ALL /api/users/*all -> pages/api/users/[...all].ts#default',
    ],
  },
  {
    detector: 'trpc',
    name: 'reads procedures, nested ones too',
    files: {
      'router.ts': `import { initTRPC } from '@trpc/server';
const t = initTRPC.create();
export const app = t.router({
  orders: { list: t.procedure.query(() => []) },
  pay: t.procedure.input(1).mutation(() => {}),
});`,
    },
    expected: [
      'router.ts:4 QUERY orders.list -> router.ts#',
      'router.ts:5 MUTATION pay -> router.ts#',
    ],
  },
  {
    detector: 'express',
    name: 'gives the routes of controller classes that keep a router of their own',
    files: {
      'controller.ts': `import { type IRouter, Router } from 'express';
export default class Controller {
  app: IRouter;
  constructor() { this.app = Router(); }
  route(options) { this.app[options.method](options.path, options.handler); }
  get(path: string, handler: unknown, permission = 'none') { this.route({ method: 'get', path, handler, permission }); }
  use(path: string, router: IRouter) { this.app.use(path, router); }
  get router() { return this.app; }
}`,
      'orders.ts': `import Controller from './controller.ts';
export class OrderController extends Controller {
  constructor() {
    super();
    this.get('/', this.list, 'read');
    this.route({ method: 'post', path: '/:id', handler: this.create });
  }
  list() {}
  create() {}
}`,
      'index.ts': `import Controller from './controller.ts';
import { OrderController } from './orders.ts';
export class Root extends Controller {
  constructor() { super(); this.use('/api/orders', new OrderController().router); }
}`,
    },
    expected: [
      'orders.ts:5 GET /api/orders -> orders.ts#OrderController.list',
      'orders.ts:6 POST /api/orders/:id -> orders.ts#OrderController.create',
    ],
  },
  {
    detector: 'graphql',
    name: 'takes the fields of the root types for ways in, and no others',
    files: {
      'resolvers.ts': `import { pay } from './pay';
export const resolvers = {
  Query: {
    orders: async () => [],
  },
  Mutation: {
    pay,
  },
  Subscription: {
    paid: { subscribe: () => 1 },
  },
  Order: {
    items: () => [],
  },
};`,
      'pay.ts': `export async function pay() {}`,
      'schema.graphql': `"""
type Query { no: Int }
"""
type Query {
  "one { of (them): x"
  orders(first: Int = 3, where: Where): [Order!]! @auth(role: "x")
  total: Int # Query: Int
}
extend type Mutation { pay(id: ID!): Order }
type Order { items: [Item] }`,
      'elsewhere.graphql': 'type Query { repository: Int viewer: Int orders: Int }',
      'defs.ts': `import gql from 'graphql-tag';
export const defs = gql\`
  schema { query: Root, subscription: Subscription }
  type Root { orders: Int }
  type Subscription {
    paid: Int
    closed(id: ID): Int
  }\`;`,
      'code.ts': `import { GraphQLObjectType, GraphQLInt } from 'graphql';
import { pay } from './pay';
export const mutation = new GraphQLObjectType({ name: 'Mutation', fields: () => ({ refund: { type: GraphQLInt, resolve: pay } }) });
export const order = new GraphQLObjectType({ name: 'Order', fields: { id: { type: GraphQLInt, resolve: pay } } });`,
    },
    unresolved: [
      'defs.ts:7 route: no resolver of this field was found',
      'schema.graphql:7 route: no resolver of this field was found',
    ],
    expected: [
      'code.ts:3 MUTATION refund -> pay.ts#pay',
      'defs.ts:7 SUBSCRIPTION closed',
      'schema.graphql:7 QUERY total',
      'resolvers.ts:10 SUBSCRIPTION paid -> resolvers.ts#subscribe',
      'resolvers.ts:4 QUERY orders -> resolvers.ts#orders',
      'resolvers.ts:7 MUTATION pay -> pay.ts#pay',
    ],
  },
];

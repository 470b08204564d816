import type { DetectorCase } from '../detector-case.ts';

export const RUNTIME_CASES: DetectorCase[] = [
  {
    detector: 'events',
    name: 'tells domain events from wiring, and knows buses, queues and brokers',
    files: {
      'bus.ts': `import { EventEmitter } from 'node:events';
export class Bus extends EventEmitter {}
export const bus = new Bus();
export const EVENTS = { created: 'OrderCreated' } as const;`,
      'orders.ts': `import { bus, EVENTS } from './bus';
import { Queue, Worker } from 'bullmq';
import { Kafka } from 'kafkajs';
const mails = new Queue('mails');
const producer = new Kafka({}).producer();
export const create = async () => {
  bus.emit(EVENTS.created, {});
  await mails.add('welcome', {});
  await producer.send({ topic: 'orders', messages: [] });
};
new Worker('mails', async () => {});
process.on('SIGTERM', () => {});`,
      'mail.ts': `import { bus } from './bus';
bus.on('OrderCreated', () => {});
bus.on(\`team/\${process.pid}/joined\`, () => {});
export const stream = (socket) => { socket.on('data', () => {}); };`,
    },
    expected: [
      'mail.ts:2 listen OrderCreated',
      'mail.ts:3 listen team/*/joined',
      'orders.ts:11 listen mails',
      'orders.ts:7 emit OrderCreated',
      'orders.ts:8 emit mails',
      'orders.ts:9 emit orders',
    ],
  },
  {
    detector: 'jobs',
    name: 'knows cron libraries, wrapped jobs and long intervals',
    files: {
      'jobs.ts': `import cron from 'node-cron'; import { Agenda } from 'agenda';
import { inTrace, sweep } from './sweep';
cron.schedule('*/5 * * * *', sweep);
cron.schedule('0 0 * * *', () => sweep());
cron.schedule('0 1 * * *', safely('named', () => sweep()));
setInterval(sweep, 60000);
setInterval(() => {}, 10);
cron.schedule('0 2 * * *', () => inTrace(() => sweep()));
const agenda = new Agenda({});
agenda.every('5 minutes', ['mail', 'bill']);
function safely(name, run) { return () => run(); }`,
      'sweep.ts': `export async function sweep() {}
export function inTrace(run) { return run(); }`,
    },
    expected: [
      'jobs.ts:3 job sweep */5 * * * *',
      'jobs.ts:4 job sweep 0 0 * * *',
      'jobs.ts:5 job named 0 1 * * *',
      'jobs.ts:6 job sweep every 60000 ms',
      'jobs.ts:8 job sweep 0 2 * * *',
      'jobs.ts:10 job mail 5 minutes',
      'jobs.ts:10 job bill 5 minutes',
    ],
  },
  {
    detector: 'constructor-injection',
    name: 'resolves classes and tokens of constructors',
    files: {
      'orders.ts': `import { Injectable } from '@nestjs/common';
@Injectable()
export class Orders {}`,
      'checkout.ts': `import { Inject, Injectable } from '@nestjs/common';
import { Orders } from './orders';
@Injectable()
export class Checkout {
  constructor(private readonly orders: Orders, @Inject('MAIL') private mail: unknown) {}
}`,
    },
    expected: ['checkout.ts:5 inject MAIL', 'checkout.ts:5 inject Orders -> orders.ts'],
  },
  {
    detector: 'awilix',
    name: 'finds what stands behind a registered name',
    files: {
      'container.ts': `import { asClass, createContainer } from 'awilix';
import { OrderService } from './orders';
export const container = createContainer();
container.register({ orderService: asClass(OrderService) });`,
      'orders.ts': `export class OrderService {}`,
      'cart.ts': `export class CartService {
  constructor({ orderService }) { this.orders = orderService; }
}`,
      'route.ts': `import { container } from './container';
export const handle = () => container.resolve('orderService');`,
    },
    expected: [
      'cart.ts:2 inject orderService -> orders.ts',
      'route.ts:2 inject orderService -> orders.ts',
    ],
  },
  {
    detector: 'outbound-http',
    name: 'names the target as far as it is literal',
    files: {
      'pay.ts': `import axios from 'axios';
import { get } from 'node:https';
const BASE = 'https://pay.example';
export const a = () => fetch('https://a.example/x');
export const b = (id) => axios.post(\`\${BASE}/charges/\${id}\`);
export const c = () => get('https://c.example');
export const d = (cache) => cache.get('https://not-a-call');`,
    },
    expected: [
      'pay.ts:4 call GET https://a.example/x',
      'pay.ts:5 call POST {BASE}/charges/{id}',
      'pay.ts:6 call GET https://c.example',
    ],
  },
  {
    detector: 'outbound-http',
    name: 'names the method, unless only running tells',
    files: {
      'ask.ts': `import axios from 'axios';
import { request } from 'node:http';
import superagent from 'superagent';
const WRITE = 'put';
export const a = (url) => fetch(url, { method: 'POST', body: '' });
export const b = (url) => fetch(url, { method: WRITE });
export const c = (url, method) => fetch(url, { method });
export const d = (url, init) => fetch(url, init);
export const e = (url, init) => fetch(url, { ...init, headers: {} });
export const f = () => axios({ url: '/f', method: 'patch' });
export const g = () => superagent.del('/g');
export const h = () => request('http://h.example/', { method: 'DELETE' });
export const i = () => fetch('/i', { headers: {} });`,
    },
    expected: [
      'ask.ts:10 call PATCH /f',
      'ask.ts:11 call DELETE /g',
      'ask.ts:12 call DELETE http://h.example/',
      'ask.ts:13 call GET /i',
      'ask.ts:5 call POST {url}',
      'ask.ts:6 call PUT {url}',
      'ask.ts:7 call ? {url}',
      'ask.ts:8 call ? {url}',
      'ask.ts:9 call ? {url}',
    ],
  },
  {
    detector: 'process-state',
    name: 'finds what a split would fork',
    files: {
      'state.ts': `import { writeFile } from 'node:fs/promises';
import { LRUCache } from 'lru-cache';
const priceCache = new Map();
const constant = new Map([[1, 2]]);
let counter = 0;
const lru = new LRUCache({});
export function use(req, list) {
  priceCache.set(1, 2);
  counter++;
  list.push(constant.get(1), lru.get(1));
  req.session.basket = 1;
  return writeFile('/tmp/report.csv', '');
}`,
    },
    expected: [
      'state.ts:11 session session.basket',
      'state.ts:12 local-disk /tmp/report.csv',
      'state.ts:3 cache priceCache',
      'state.ts:5 module-variable counter set by use',
      'state.ts:6 cache lru',
    ],
  },
  {
    detector: 'process-state',
    name: 'finds what carries the request along',
    files: {
      'scope.ts': `import { AsyncLocalStorage } from 'node:async_hooks';
import { createNamespace } from 'cls-hooked';
export const scope = new AsyncLocalStorage<{ user: string }>();
export const old = createNamespace('request');
export const plain = new Map();`,
    },
    expected: ['scope.ts:3 request-scope scope as scope', 'scope.ts:4 request-scope old as old'],
  },
  {
    detector: 'process-state',
    name: 'finds exported settings that other files change, and maps of sessions',
    files: {
      'settings.ts': `const DEFAULTS = { paused: false };
export const settings = { ...DEFAULTS };
export const limits = { rows: 10 };
export const fixed = { rows: 10 };
export const reset = () => Object.assign(settings, DEFAULTS);
const sessions = new Map();
export const forget = (id) => sessions.delete(id);`,
      'index.ts': `export * from './settings.ts';`,
      'admin.ts': `import { limits as all } from './index.ts';
export const raise = (fixed) => { all.rows = 20; fixed.rows = 3; };`,
    },
    expected: [
      'settings.ts:2 module-variable settings as settings',
      'settings.ts:3 module-variable limits as limits',
      'settings.ts:6 session sessions',
    ],
  },
  {
    detector: 'process-state',
    name: 'takes a constant for no state when only copies of it are changed, or it is made while the module loads',
    files: {
      'roles.ts': `import { extra } from './extra.ts';
export const ROLES = ['admin', 'guest'];
export const ROUTES = [];
extra.forEach((one) => { ROUTES.push(one); });
export const OPEN = [];
export const REGISTRY = new Map([['a', []]]);
export const sorted = () => ROLES.slice().sort();
export const named = (x) => { ROLES.map(String).push(x); };
export const open = (x) => { extra.forEach((one) => { OPEN.push(one); }); };
export const register = (x) => { REGISTRY.get('a').push(x); };`,
      'extra.ts': 'export const extra = [1];',
      'other.ts': `import { ROLES } from './roles.ts';
export const known = (list) => ROLES.filter((one) => list.includes(one)).sort();`,
    },
    expected: [
      'roles.ts:5 module-variable OPEN as OPEN',
      'roles.ts:6 module-variable REGISTRY as REGISTRY',
    ],
  },
  {
    detector: 'process-state',
    name: 'says which functions set a variable as a whole, where nothing else changes it',
    files: {
      'held.ts': `let db;
let port = 1;
let seen = {};
let later;
export let open;
export function init(made) { db = made; port = 2; seen = {}; }
export function restart() { port = 3; }
export const look = (x) => { seen.last = x; };
export function watch(bus) { bus.on('x', (x) => { later = x; }); }
export const connect = () => { open = 1; };`,
    },
    expected: [
      'held.ts:1 module-variable db set by init',
      'held.ts:2 module-variable port set by init, restart',
      'held.ts:3 module-variable seen',
      'held.ts:4 module-variable later',
      'held.ts:5 module-variable open as open set by connect',
    ],
  },
  {
    detector: 'process-state',
    name: 'reads caches and locks from whole words',
    files: {
      'names.ts': `let blockCount = 0;
let clock = 0;
let memory = 0;
let redlock;
let priceCaches = 0;
let lrucache = 0;
let writeLock = false;
export const use = () => { blockCount++; clock++; memory++; redlock = 1; priceCaches++; lrucache++; writeLock = true; };`,
    },
    expected: [
      'names.ts:1 module-variable blockCount set by use',
      'names.ts:2 module-variable clock set by use',
      'names.ts:3 module-variable memory set by use',
      'names.ts:4 module-variable redlock set by use',
      'names.ts:5 cache priceCaches',
      'names.ts:6 cache lrucache',
      'names.ts:7 lock writeLock',
    ],
  },
];

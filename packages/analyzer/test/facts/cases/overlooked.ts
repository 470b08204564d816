import type { DetectorCase } from '../detector-case.ts';

/** What was lost without a word until somebody looked for it. */
export const OVERLOOKED_CASES: DetectorCase[] = [
  {
    detector: 'next',
    name: 'takes server actions of files and of functions as ways in',
    files: {
      'package.json': '{ "dependencies": { "next": "15" } }',
      'actions.ts': `// Sent by forms.
'use server';
import { client } from './client.ts';
export type State = { ok: boolean };
export async function pay(data: FormData) { await inner(); }
export const refund = client.action(async () => {});
const drop = async () => {};
export { drop as remove };
export default async function () {}
async function inner() {}`,
      'page.tsx': `export function Page({ id }) {
  async function rename(data) {
    "use strict"; /* of React */
    'use server';
  }
  const archive = async () => { 'use server' };
  const plain = async () => { await send('use server'); };
  return <form action={rename}><button formAction={async () => {
    'use server';
  }} /></form>;
}`,
      'text.ts': `export const text = "'use server'"; export async function none() {}`,
    },
    expected: [
      'actions.ts:5 ACTION pay -> actions.ts#pay',
      'actions.ts:6 ACTION refund -> actions.ts#refund',
      'actions.ts:8 ACTION remove -> actions.ts#drop',
      'actions.ts:9 ACTION default -> actions.ts#default',
      'page.tsx:2 ACTION rename -> page.tsx#rename',
      'page.tsx:6 ACTION archive -> page.tsx#archive',
      'page.tsx:8 ACTION anonymous -> page.tsx#',
    ],
  },
  {
    detector: 'outbound-http',
    name: 'knows clients under names of the program that are called directly',
    files: {
      'out.ts': `import send, { HTTPError as Failed } from 'got';
import web from 'ky';
import { request as ask, fetch as load } from 'undici';
import { get as httpsGet } from 'node:https';
import axios, { isAxiosError as isFailed } from 'axios';
const pull = require('node-fetch');
const { request: older } = require('undici');
const api = web.create({ prefixUrl: 'https://api.example.com/' });
export async function all(url) {
  await send('https://a.example.com', { method: 'POST' });
  await web(url);
  await ask('https://b.example.com', { method: 'PUT' });
  await load('https://c.example.com', { method: 'delete', body: '' });
  httpsGet('https://d.example.com');
  await pull('https://e.example.com', { method: 'PATCH' });
  await older('https://f.example.com');
  await api('orders', { method: 'POST' });
  const call = axios.create();
  await call({ url: 'https://h.example.com', method: 'post' });
  if (isFailed(url)) throw new Failed(url);
}
export const own = (send) => send('https://no.example.com');`,
    },
    expected: [
      'out.ts:10 call POST https://a.example.com',
      'out.ts:11 call ? {url}',
      'out.ts:12 call PUT https://b.example.com',
      'out.ts:13 call DELETE https://c.example.com',
      'out.ts:14 call GET https://d.example.com',
      'out.ts:15 call PATCH https://e.example.com',
      'out.ts:16 call GET https://f.example.com',
      'out.ts:17 call POST https://api.example.com/orders',
      'out.ts:19 call POST https://h.example.com',
    ],
  },
  {
    detector: 'outbound-http',
    name: 'knows the streams of undici, and no other ones',
    files: {
      'out.ts': `import undici, { stream, pipeline as through } from 'undici';
import { pipeline } from 'node:stream/promises';
export async function all(file, source) {
  await stream('https://a.example.com', { method: 'POST' }, () => file);
  through('https://b.example.com', { method: 'PUT' }, ({ body }) => body);
  await undici.stream('https://c.example.com', {}, () => file);
  await pipeline(source, file);
  source.stream('https://no.example.com');
}`,
    },
    expected: [
      'out.ts:4 call POST https://a.example.com',
      'out.ts:5 call PUT https://b.example.com',
      'out.ts:6 call GET https://c.example.com',
    ],
  },
  {
    detector: 'process-state',
    name: 'sees functions that remember, static fields, and what is kept on the global object',
    files: {
      'state.ts': `import { memoize } from 'lodash';
import once from 'p-memoize';
import { LRUCache } from 'lru-cache';
export const price = memoize((id) => id);
const rates = once(async () => 1); export const rate = rates(), again = memoize;
export default memoize(() => 2);
export class Orders {
  static recent = new LRUCache({});
  static count = 0;
  static fixed = 7; static readonly WORD = /a/g;
  static current: Orders | undefined;
  private find = memoize((id) => id);
  static get() { this.current ??= new Orders(); Orders.count++; Orders.WORD.lastIndex = 0; return Orders.current; }
  @Memoize() total() { return 1; }
}
global.orderCache = new Map();
const kept = globalThis as unknown as { client?: object };
kept.client = {};
export function init() { globalThis.started = true; (global as any).started = false; globalThis.deep.er = 1; }
export const local = (global) => { global.no = 1; };
Object.assign(globalThis, { helpers: {} }); Object.defineProperty(global, 'config', {}); Object.assign(kept.client, { no: 1 });
global[Symbol.for('shop')] = 1;
global.doNotCache = true;`,
    },
    expected: [
      'state.ts:11 module-variable Orders.current',
      'state.ts:12 cache Orders.find',
      'state.ts:14 cache Orders.total',
      'state.ts:16 cache global.orderCache',
      'state.ts:18 module-variable global.client',
      'state.ts:19 module-variable global.deep',
      'state.ts:21 module-variable global.config',
      'state.ts:21 module-variable global.helpers',
      'state.ts:22 module-variable global.[…]',
      'state.ts:23 module-variable global.doNotCache',
      'state.ts:19 module-variable global.started',
      'state.ts:4 cache price as price',
      'state.ts:5 cache rates',
      'state.ts:6 cache default as default',
      'state.ts:8 cache Orders.recent',
      'state.ts:9 module-variable Orders.count',
    ],
  },
  {
    detector: 'commands',
    name: 'follows commands under other names, made by classes or added from other files',
    files: {
      'cli.ts': `import { Command as Verb, createCommand as make, program } from 'commander';
import { load, run } from './work.ts';
import prune from './prune.ts';
import later from './later.ts';
import { Serve } from './serve.ts';
program.addCommand(new Verb('import <file>').action(load));
program.addCommand(make('export').action(load));
program.addCommand(prune).addCommand(new Serve());
program.addCommand(later);
later.action(run);
program.command('db').description('all of it').command('migrate').action(run);
const users = program.command('users');
users.command('add').action(load);
users.command('drop').action(run);
program.command('first').action(load).command('second').action(run);`,
      'prune.ts': `import { Command } from 'commander';
import { run } from './work.ts';
const prune = new Command(); prune.name('prune');
prune.action(run); export default prune;`,
      'later.ts': `import { Command } from 'commander';
export default new Command('later');`,
      'serve.ts': `import { Command } from 'commander';
import { run } from './work.ts';
class Base extends Command {}
export class Serve extends Base {
  constructor() { super('serve'); this.description('x').action(run); this.command('inner').action(run); }
}`,
      'work.ts': `export function load() {}
export function run() {}`,
    },
    expected: [
      'cli.ts:11 command db',
      'cli.ts:11 command migrate',
      'cli.ts:12 command users',
      'cli.ts:13 command add',
      'cli.ts:14 command drop',
      'cli.ts:15 command first',
      'cli.ts:15 command second',
      'cli.ts:6 command import',
      'cli.ts:7 command export',
      'cli.ts:9 command later',
      'prune.ts:3 command prune',
      'serve.ts:4 command serve',
      'serve.ts:5 command inner',
    ],
    handlers: [
      'cli.ts:11 migrate -> work.ts#run',
      'cli.ts:13 add -> work.ts#load',
      'cli.ts:14 drop -> work.ts#run',
      'cli.ts:15 first -> work.ts#load',
      'cli.ts:15 second -> work.ts#run',
      'cli.ts:6 import -> work.ts#load',
      'cli.ts:7 export -> work.ts#load',
      'cli.ts:9 later -> work.ts#run',
      'prune.ts:3 prune -> work.ts#run',
      'serve.ts:4 serve -> work.ts#run',
      'serve.ts:5 inner -> work.ts#run',
    ],
  },
  {
    detector: 'typeorm',
    name: 'reads the table between two entities with their relation, from both sides',
    files: {
      'entities.ts': `import { Entity, JoinTable, ManyToMany } from 'typeorm';
@Entity('tags') export class Tag { @ManyToMany(() => Order, (order) => order.tags) orders: Order[]; }
@Entity('orders') export class Order { @ManyToMany(() => Tag, (tag) => tag.orders) @JoinTable({ name: 'order_tags' }) tags: Tag[]; }`,
      'use.ts': `import { DataSource } from 'typeorm';
import { Order, Tag } from './entities.ts';
const source = new DataSource({});
export const a = () => source.getRepository(Order).find({ relations: ['tags'] });
export const b = () => source.getRepository(Tag).find({ relations: { orders: true } });
export const c = () => source.getRepository(Order).find({ where: { tags: { name: 'x' } } });
export const d = () => source.getRepository(Order).createQueryBuilder('order').leftJoinAndSelect('order.tags', 'tag').getMany();`,
    },
    expected: [
      'use.ts:4 read order_tags',
      'use.ts:4 read orders',
      'use.ts:4 read tags',
      'use.ts:5 read order_tags',
      'use.ts:5 read orders',
      'use.ts:5 read tags',
      'use.ts:6 read order_tags',
      'use.ts:6 read orders',
      'use.ts:6 read tags',
      'use.ts:7 read order_tags',
      'use.ts:7 read orders',
      'use.ts:7 read tags',
    ],
  },
  {
    detector: 'sequelize',
    name: 'reads the table between two models with what includes one in the other',
    files: {
      'models.ts': `import { DataTypes, Sequelize } from 'sequelize';
const sequelize = new Sequelize('x');
export const Order = sequelize.define('order', {}, { tableName: 'orders' });
export const Tag = sequelize.define('tag', {}, { tableName: 'tags' });
Order.belongsToMany(Tag, { through: 'order_tags', as: 'tags' });
Tag.belongsToMany(Order, { through: 'order_tags', as: 'orders' });`,
      'use.ts': `import { Order, Tag } from './models.ts';
export const a = () => Order.findAll({ include: Tag });
export const b = () => Order.findAll({ include: [{ model: Tag, as: 'tags' }] });
export const c = () => Tag.findAll({ include: ['orders'] });
export const d = () => Tag.findAll({ include: [{ association: 'orders' }] });`,
    },
    expected: ['use.ts:2', 'use.ts:3', 'use.ts:4', 'use.ts:5'].flatMap((at) => [
      `${at} read order_tags`,
      `${at} read orders`,
      `${at} read tags`,
    ]),
  },
];

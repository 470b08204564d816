import { describe, expect, it } from 'vitest';
import { extractFacts } from '../../src/index.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';

describe('calls within a file', () => {
  it('are known where they lead to another file, and somebody waits', async () => {
    const { innerCalls } = await extractFacts(
      temporaryTree({
        'store.ts': `export class Store { async get() {} }`,
        'users.ts': `import { Store } from './store';
export class Users {
  constructor(private store: Store) {}
  async login() { return this.find(); }
  async find() { return this.read(); }
  async read() { await this.store.get(); return format(); }
  async later() { this.read(); }
  again() { this.again(); }
}
function format() { return 1; }`,
      }),
    );
    expect(innerCalls).toEqual([
      { file: 'users.ts', caller: 'Users.find', callee: 'Users.read' },
      { file: 'users.ts', caller: 'Users.login', callee: 'Users.find' },
    ]);
  });
});

describe('calls between files', () => {
  it('go through super, and past functions that only hang on a name', async () => {
    const facts = await extractFacts(
      temporaryTree({
        'base.ts': `export class Base { async save() {} }`,
        'create.ts': `export const create = (order) => order;`,
        'orders.ts': `import { Base } from './base';
import { create } from './create';
export class Orders extends Base {
  async save() { return super.save(); }
}
export const methods = { create: (order) => create(order) };
methods.later = () => later();
exports.create = function () { return create(1); };`,
      }),
    );
    expect(facts.calls.map((c) => `${c.line} ${c.caller} -> ${c.to} ${c.callee}`)).toEqual([
      '4 Orders.save -> base.ts Base.save',
      '6 methods.create -> create.ts create',
      '8 create -> create.ts create',
    ]);
  });

  it('name caller and callee, and say whether they are awaited, looped and used', async () => {
    const facts = await extractFacts(
      temporaryTree({
        'orders.ts': `export class Orders { async create() {} static load() {} }
export const place = async () => {};
export default { ship() {} };`,
        'shop.ts': `import { Orders, place } from './orders';
import shipping from './orders';
import * as all from './orders';
export class Shop {
  constructor(private orders: Orders) {}
  async run(list) {
    const made = await this.orders.create();
    for (const item of list) await place();
    list.map((item) => place());
    place();
    shipping.ship();
    Orders.load();
    return new all.Orders();
  }
}
place();`,
      }),
    );
    const lines = facts.calls.map(
      (c) =>
        `${c.line} ${c.caller} -> ${c.callee}${c.awaited ? ' awaited' : ''}${c.inLoop ? ' loop' : ''}${c.resultUsed ? ' used' : ''}`,
    );
    expect(lines).toEqual([
      '7 Shop.run -> Orders.create awaited used',
      '8 Shop.run -> place awaited loop',
      '9 Shop.run -> place loop used',
      '10 Shop.run -> place',
      '11 Shop.run -> ship',
      '12 Shop.run -> Orders.load',
      '13 Shop.run -> Orders used',
      '16 <module> -> place',
    ]);
  });

  it('come out of a class that is made inside of a method, whose members are made with its own', async () => {
    const { calls } = await extractFacts(
      temporaryTree({
        'base.ts': `export class Emitter { fire() {} }
export class Base { keep(held) { return held; } }`,
        'service.ts': `import { Base, Emitter } from './base';
export class Service extends Base {
  provide() {
    this.keep(new (class extends Base {
      private readonly changed = this.keep(new Emitter());
      tell() {
        this.changed.fire();
      }
    })());
  }
}`,
      }),
    );
    expect(calls.map((c) => `${c.line} -> ${c.callee}`)).toEqual([
      '4 -> Base.keep',
      '5 -> Base.keep',
      '5 -> Emitter',
      '7 -> Emitter.fire',
    ]);
  });

  it('take what is assigned or yielded as used, and say which functions are slow', async () => {
    const { calls, accesses } = await extractFacts(
      temporaryTree({
        'keys.ts': `export const clean = (key) => key;
export async function load() {}
export function find(): Promise<string> { return null as any; }
export function* all() {}`,
        'shop.ts': `import { all, clean, find, load } from './keys';
export function* run(model) {
  model.key = clean(model.key);
  load();
  find();
  yield* all();
  db.query('SELECT 1 FROM orders');
}`,
      }),
    );
    expect(calls.map(({ callee, resultUsed, async }) => ({ callee, resultUsed, async }))).toEqual([
      { callee: 'clean', resultUsed: true, async: undefined },
      { callee: 'load', resultUsed: false, async: true },
      { callee: 'find', resultUsed: false, async: true },
      { callee: 'all', resultUsed: true, async: undefined },
    ]);
    expect(accesses).toMatchObject([{ table: 'orders', caller: 'run' }]);
  });

  it('say which run while the program starts', async () => {
    const { calls, events } = await extractFacts(
      temporaryTree({
        'settings.ts': `export async function load() {}
export const roles = (name) => (target) => target;
export async function warm() {}
export async function count() {}`,
        'auth.ts': `import { load, roles, warm, count } from './settings';
export class Auth {
  static async register() { const known = await load(); return { known }; }
  async onModuleInit() { await warm(); }
  @roles('admin') async ask() { return load(); }
}
export function routes(app) {
  app.get('/x', async () => { await load(); });
  app.get('/y', () => Auth.register());
}
async function measure() { await count(); }
export function begin() { measure(); }`,
        'main.ts': `import { Auth, begin, routes } from './auth';
import { load } from './settings';
async function main() { await load(); routes(app); begin(); return Auth.register(); }
main();`,
        'scripts/fill.ts': `import { load } from '../settings';
load();`,
      }),
    );
    const atStart = (wanted: boolean) =>
      calls
        .filter((one) => (one.atStart ?? false) === wanted)
        .map(({ file, line, callee }) => `${file}:${line} ${callee}`);
    expect(atStart(true)).toEqual([
      'auth.ts:3 load',
      'auth.ts:4 warm',
      'auth.ts:5 roles',
      'main.ts:3 Auth.register',
      'main.ts:3 begin',
      'main.ts:3 routes',
      'main.ts:3 load',
    ]);
    expect(atStart(false)).toEqual([
      'auth.ts:5 load',
      'auth.ts:8 load',
      'auth.ts:11 count',
      'scripts/fill.ts:2 load',
    ]);
    expect(events).toEqual([]);
  });

  it('take what a loop only keeps for later for what does not run in it', async () => {
    const { calls } = await extractFacts(
      temporaryTree({
        'keys.ts': 'export async function load(key) {}',
        'tools.ts': `import { load } from './keys';
export const tools = (list) => list.reduce((all, tool) => {
  all[tool.name] = { execute: async (args) => await load(args) };
  return all;
}, {});
export async function serve(app, list) {
  for (const path of list) app.route({ path, handler: async () => load(path) });
  for (const path of list) await retry(async () => { await load(path); });
  return { all: async () => { for (const path of list) await load(path); } };
}
export const inner = (list) => list.map((one) => ({ run: () => one.map((key) => load(key)) }));`,
      }),
    );
    expect(calls.map(({ line, inLoop }) => [line, inLoop])).toEqual([
      [3, false],
      [7, false],
      [8, true],
      [9, true],
      [11, true],
    ]);
  });

  it('name the function that sends a message', async () => {
    const { events } = await extractFacts(
      temporaryTree({
        'mail.ts': `import { Queue } from 'bullmq';
const queue = new Queue('mail');
export class Mails { async send(mail) { await queue.add('letter', mail); } }
queue.add('hello', {});`,
      }),
    );
    expect(events.map(({ role, line, caller }) => [role, line, caller])).toEqual([
      ['emit', 3, 'Mails.send'],
      ['emit', 4, undefined],
    ]);
  });
});

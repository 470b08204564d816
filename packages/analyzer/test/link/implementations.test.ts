import { describe, expect, it } from 'vitest';
import { extractFacts } from '../../src/index.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';

const GATEWAY = `export interface Gateway { reserve(id: number): Promise<string>; release: () => void; name: string }`;
const USE = `import type { Gateway } from './gateway';
export async function place(gateway: Gateway) { return gateway.reserve(1); }`;

async function read(files: Record<string, string>) {
  const { calls, unresolved, accesses } = await extractFacts(temporaryTree(files));
  return {
    calls: calls.map((c) => `${c.file}:${c.line} -> ${c.to} ${c.callee}`),
    open: unresolved
      .filter(({ kind }) => kind === 'call')
      .map((u) => `${u.file}:${u.line} ${u.text} x${u.calls}: ${u.reason}`),
    accesses: accesses.map((a) => `${a.file} ${a.operation} ${a.table} ${a.transaction ?? ''}`),
  };
}

const IMPLEMENTATIONS: [string, string][] = [
  [
    'a class',
    `import type { Gateway } from './gateway';
export class Local implements Gateway { name = ''; async reserve() { return ''; } release() {} }`,
  ],
  [
    'an object that a function gives',
    `import type { Gateway } from './gateway';
export function local(): Gateway { return { name: '', reserve: async () => '', release() {} }; }`,
  ],
  [
    'an object that an arrow function gives, through a variable',
    `import type { Gateway } from './gateway';
export const local = (): Gateway => { const made = { name: '', reserve: async () => '', release() {} }; return made; };`,
  ],
  [
    'an object that a promise gives',
    `import type { Gateway } from './gateway';
export async function local(): Promise<Gateway> { return { name: '', async reserve() { return ''; }, release() {} }; }`,
  ],
  [
    'an annotated variable',
    `import type { Gateway } from './gateway';
export const local: Gateway = { name: '', async reserve() { return ''; }, release() {} };`,
  ],
  [
    'satisfies',
    `import type { Gateway } from './gateway';
export const local = { name: '', async reserve() { return ''; }, release() {} } satisfies Gateway;`,
  ],
  [
    'as',
    `import type { Gateway } from './gateway';
export default { name: '', async reserve() { return ''; }, release() {} } as Gateway;`,
  ],
  [
    'a list of the type',
    `import type { Gateway } from './gateway';
export const all: Gateway[] = [{ name: '', async reserve() { return ''; }, release() {} }];`,
  ],
  [
    'a record of the type',
    `import type { Gateway } from './gateway';
export const all: Record<string, Gateway> = { one: { name: '', async reserve() { return ''; }, release() {} } };`,
  ],
  [
    'what another type holds',
    `import type { Gateway } from './gateway';
export interface Shop { gateway: Gateway }
export const shop: Shop = { gateway: { name: '', async reserve() { return ''; }, release() {} } };`,
  ],
  [
    'an interface that extends it',
    `import type { Gateway } from './gateway';
interface Wider extends Gateway { more(): void }
export class Local implements Wider { name = ''; async reserve() { return ''; } release() {} more() {} }`,
  ],
  [
    'a class that extends an abstract one',
    `import type { Gateway } from './gateway';
abstract class Base implements Gateway { name = ''; abstract reserve(): Promise<string>; release() {} }
export class Local extends Base { async reserve() { return ''; } }`,
  ],
  [
    'a field of the type',
    `import type { Gateway } from './gateway';
export class Shop { gateway: Gateway = { name: '', async reserve() { return ''; }, release() {} }; }`,
  ],
];

describe('calls on interfaces', () => {
  it.each(IMPLEMENTATIONS)('lead to %s', async (_, local) => {
    const { calls, open } = await read({
      'gateway.ts': GATEWAY,
      'local.ts': local,
      'use.ts': USE,
    });
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatch(/^use\.ts:2 -> local\.ts .*reserve$/);
    expect(open).toEqual([]);
  });

  it('lead to what an alias of functions, or of one function, is', async () => {
    const { calls, open } = await read({
      'types.ts': `export type Gateway = { reserve(id: number): Promise<string> };
export type Send = (to: string) => Promise<void>;`,
      'local.ts': `import type { Gateway, Send } from './types';
export const gateway: Gateway = { reserve: async () => '' };
export const send: Send = async (to) => {};`,
      'use.ts': `import type { Gateway, Send } from './types';
export class Shop {
  constructor(private readonly gateway: Gateway, private readonly send: Send) {}
  place() { this.gateway.reserve(1); return this.send('a'); }
}`,
    });
    expect(calls).toEqual(['use.ts:4 -> local.ts gateway.reserve', 'use.ts:4 -> local.ts send']);
    expect(open).toEqual([]);
  });

  it('tell those of a generic one apart by its arguments', async () => {
    const { calls, open } = await read({
      'types.ts': `export interface Order { id: number }
export interface Stock { sku: string }
export interface Repository<T> { save(one: T): void }
export class Orders implements Repository<Order> { save(one: Order) {} }
export const stocks: Repository<Stock> = { save(one) {} };`,
      'use.ts': `import type { Order, Repository, Stock } from './types';
export const ship = (orders: Repository<Order>, stocks: Repository<Stock>) => { orders.save({ id: 1 }); stocks.save({ sku: '' }); };
export function keep<T>(any: Repository<T>, one: T) { any.save(one); }`,
    });
    expect(calls).toEqual(['use.ts:2 -> types.ts Orders.save', 'use.ts:2 -> types.ts stocks.save']);
    expect(open).toEqual(['use.ts:3 Repository.save x1: 2 implementations: types.ts']);
  });

  it('follow the bound of a type parameter', async () => {
    const { calls } = await read({
      'gateway.ts': GATEWAY,
      'local.ts': IMPLEMENTATIONS[0]?.[1] ?? '',
      'use.ts': `import type { Gateway } from './gateway';
export function place<G extends Gateway>(gateway: G) { return gateway.reserve(1); }
export class Shop<G extends Gateway> { constructor(private gateway: G) {} go() { this.gateway.reserve(2); } }`,
    });
    expect(calls).toEqual([
      'use.ts:2 -> local.ts Local.reserve',
      'use.ts:3 -> local.ts Local.reserve',
    ]);
  });

  it('are listed where several implement it, each member of each file once', async () => {
    const { calls, open } = await read({
      'gateway.ts': GATEWAY,
      'local.ts': IMPLEMENTATIONS[0]?.[1] ?? '',
      'remote.ts': IMPLEMENTATIONS[1]?.[1] ?? '',
      'use.ts': `${USE}
export const again = (gateway: Gateway) => gateway.reserve(2);`,
    });
    expect(calls).toEqual([]);
    expect(open).toEqual(['use.ts:2 Gateway.reserve x2: 2 implementations: local.ts, remote.ts']);
  });

  it('are listed where nothing implements it, or something of a package does as well', async () => {
    const { calls, open } = await read({
      'types.ts': `export interface Nobody { go(): void }
export interface Logger { info(text: string): void }
export class Own implements Logger { info() {} }`,
      'log.ts': `import pino from 'pino';
import type { Logger } from './types';
export const log: Logger = pino();`,
      'use.ts': `import type { Logger, Nobody } from './types';
export const run = (nobody: Nobody, log: Logger) => { nobody.go(); log.info(''); };`,
    });
    expect(calls).toEqual([]);
    expect(open).toEqual([
      'use.ts:2 Logger.info x1: implemented in types.ts, and given by JSX or by a package',
      'use.ts:2 Nobody.go x1: no implementation is seen in the files that were read',
    ]);
  });

  it('say nothing of types of packages and of the language, and of members that a package declares', async () => {
    const { open } = await read({
      'use.ts': `import type { EventEmitter } from 'node:events';
import type { Knex } from 'knex';
interface Bus extends EventEmitter { own: string }
export class Emitter extends EventEmitter {}
export const run = (bus: Bus, emitter: Emitter, knex: Knex, all: string[], call: () => void) => {
  bus.emit('a'); emitter.emit('b'); knex.raw(''); all.push(''); call();
};`,
    });
    expect(open).toEqual([]);
  });

  it('take what all inherit for the one, of an object that is any of them', async () => {
    const { calls, open } = await read({
      'base.ts': `export class Base { within(tx: any) { return this; } }`,
      'types.ts': `export interface Store { within(tx: any): this; put(): void }`,
      'stores.ts': `import { Base } from './base';
import type { Store } from './types';
export class Disk extends Base implements Store { put() {} }
export class Cloud extends Base implements Store { put() {} }`,
      'use.ts': `import type { Store } from './types';
export const run = (store: Store) => store.within(1).put();`,
    });
    expect(calls).toEqual(['use.ts:2 -> base.ts Base.within']);
    expect(open).toEqual(['use.ts:2 Store.put x1: 2 implementations: stores.ts']);
  });

  it('ask those of a wider type where a narrower one has none of its own', async () => {
    const { calls } = await read({
      'types.ts': `export interface Editor { save(): void }
export interface OpenEditor extends Editor { save(): void; text: string }`,
      'editor.ts': `import type { Editor } from './types';
export class CodeEditor implements Editor { save() {} }`,
      'use.ts': `import type { OpenEditor } from './types';
export const run = (editor: OpenEditor) => editor.save();`,
    });
    expect(calls).toEqual(['use.ts:2 -> editor.ts CodeEditor.save']);
  });

  it('end where types hold each other', async () => {
    const kinds = Array.from({ length: 12 }, (_, at) => at);
    const { open } = await read({
      'types.ts': kinds
        .map(
          (at) =>
            `export interface T${at}<X> extends T${(at + 1) % 12}<X> { go(): T${(at + 5) % 12}<X>; next: T${(at + 7) % 12}<X>[] }`,
        )
        .join('\n'),
      'use.ts': `import type { ${kinds.map((at) => `T${at}`).join(', ')} } from './types';
${kinds
  .map(
    (at) =>
      `export const make${at} = (one: T${at}<string>): T${(at + 3) % 12}<string> => { const next = make${(at + 1) % 12}(one.go().next[0].go()); return next.go() ?? make${(at + 4) % 12}(next.next[1].go()); };`,
  )
  .join('\n')}`,
    });
    expect(open.length).toBeGreaterThan(0);
  });

  it('take what all callers give for the one, whatever else implements it', async () => {
    const { calls, accesses } = await read({
      'gateway.ts': `export interface Gateway { reserve(tx: any): Promise<void> }`,
      'local.ts': `import type { Gateway } from './gateway';
export function local(): Gateway { return { reserve: async (tx) => { await tx.query('UPDATE stock SET n = 1'); } }; }`,
      'remote.ts': `import type { Gateway } from './gateway';
export class Remote implements Gateway { async reserve() {} }`,
      'use.ts': `import type { Gateway } from './gateway';
import { local } from './local';
const gateway = local();
async function place(tx, gateway: Gateway) { await gateway.reserve(tx); }
export const run = (db) => db.transaction(async (tx) => place(tx, gateway));`,
    });
    expect(calls).toContain('use.ts:4 -> local.ts reserve');
    expect(accesses).toEqual(['local.ts write stock use.ts:5']);
  });

  it('do not take a component for given what only JSX hands over', async () => {
    const { calls, open } = await read({
      'dialog.tsx': `export interface DialogProps { onClose(): void }
export function Dialog({ onClose }: DialogProps) { return <b onClick={() => onClose()} />; }`,
      'defaults.ts': `import type { DialogProps } from './dialog';
export const defaults: DialogProps = { onClose() {} };`,
    });
    expect(calls).toEqual([]);
    expect(open).toEqual([
      'dialog.tsx:2 DialogProps.onClose x1: implemented in defaults.ts, and given by JSX or by a package',
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { extractFacts } from '../../src/index.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';

const linksOf = async (files: Record<string, string>) => {
  const facts = await extractFacts(temporaryTree(files));
  return {
    injections: facts.injections.map((i) => `${i.file} ${i.token} -> ${i.to ?? '?'}`),
    calls: facts.calls.map((c) => `${c.file}:${c.line} ${c.to}#${c.callee}`),
    unresolved: facts.unresolved.map((u) => `${u.kind} ${u.text}`),
  };
};

const STORE = `export interface Store { save(id: number): void }
export class SqlStore implements Store { save(id: number) {} }`;

describe('what a container fills in', () => {
  it('follows { provide, useClass } to the class', async () => {
    const found = await linksOf({
      'store.ts': STORE,
      'module.ts': `import { Module } from '@nestjs/common';
import { SqlStore } from './store.ts';
export const STORE = Symbol('store');
@Module({ providers: [{ provide: STORE, useClass: SqlStore }] })
export class ShopModule {}`,
      'shop.ts': `import { Inject, Injectable } from '@nestjs/common';
import { STORE } from './module.ts';
import type { Store } from './store.ts';
@Injectable()
export class Shop {
  constructor(@Inject(STORE) private readonly store: Store) {}
  run() { this.store.save(1); }
}`,
    });
    expect(found.injections).toEqual(['shop.ts STORE -> store.ts']);
    expect(found.calls).toContain('shop.ts:7 store.ts#SqlStore.save');
  });

  it('follows bind().to() where an interface has several classes', async () => {
    const found = await linksOf({
      'store.ts': `${STORE}
export class MemoryStore implements Store { save(id: number) {} }`,
      'container.ts': `import { Container } from 'inversify';
import { MemoryStore } from './store.ts';
export const TYPES = { Store: Symbol.for('Store') };
const container = new Container();
container.bind(TYPES.Store).to(MemoryStore).inSingletonScope();`,
      'shop.ts': `import { inject, injectable } from 'inversify';
import { TYPES } from './container.ts';
import type { Store } from './store.ts';
@injectable()
export class Shop {
  constructor(@inject(TYPES.Store) private readonly store: Store) {}
  run() { this.store.save(1); }
}`,
    });
    expect(found.injections).toEqual(['shop.ts Store -> store.ts']);
    expect(found.calls).toContain('shop.ts:7 store.ts#MemoryStore.save');
  });

  it('follows an overloaded method to the one with the body', async () => {
    const found = await linksOf({
      'store.ts': `export class Store {
  save(id: number): void;
  save(id: string): void;
  save(id: unknown) {}
}`,
      'shop.ts': `import { Store } from './store.ts';
export class Shop {
  constructor(private readonly store: Store) {}
  run() { this.store.save(1); }
}`,
    });
    expect(found.calls).toEqual(['shop.ts:4 store.ts#Store.save']);
  });

  it('does not choose between two implementations that nothing registers', async () => {
    const found = await linksOf({
      'store.ts': `${STORE}
export class MemoryStore implements Store { save(id: number) {} }`,
      'shop.ts': `import type { Store } from './store.ts';
export const run = (store: Store) => store.save(1);`,
    });
    expect(found.calls).toEqual([]);
  });

  it('links an interface to its only implementation', async () => {
    const found = await linksOf({
      'store.ts': STORE,
      'shop.ts': `import type { Store } from './store.ts';
export const run = (store: Store) => store.save(1);`,
    });
    expect(found.calls).toEqual(['shop.ts:2 store.ts#SqlStore.save']);
  });

  it('follows the names of awilix into members, and knows values without a class', async () => {
    const found = await linksOf({
      'orders.js': `class OrderService { create() {} }
module.exports = OrderService;`,
      'container.js': `const { createContainer, asClass, asValue } = require('awilix');
const OrderService = require('./orders');
const container = createContainer();
container.register({ orders: asClass(OrderService).singleton(), manager: asValue({}) });
container.resolve('manager');
container.resolve('missing');`,
      'checkout.js': `class Checkout {
  constructor({ orders }) { this.orders = orders; }
  run() { this.orders.create(); }
}
module.exports = Checkout;`,
    });
    expect(found.calls).toContain('checkout.js:3 orders.js#OrderService.create');
    expect(found.injections).toContain('container.js manager -> ?');
    expect(found.unresolved).toEqual(['injection missing']);
  });
});

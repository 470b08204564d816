import { describe, expect, it } from 'vitest';
import { extractFacts, type Facts } from '../../src/index.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';

const calls = (facts: Facts): string[] =>
  facts.calls.map((c) => `${c.file}:${c.line} ${c.to}#${c.callee}`);
const accesses = (facts: Facts): string[] =>
  facts.accesses.map((a) => `${a.file}:${a.line} ${a.operation} ${a.table}`);

const STORES = `export interface Store { save(id: number): void }
export class SqlStore implements Store { save(id: number) {} }
export class MemoryStore implements Store { save(id: number) {} }`;

const CASES: { name: string; files: Record<string, string>; added: string[] }[] = [
  {
    name: 'a generic that hands its argument on',
    files: {
      'store.ts': STORES,
      'first.ts': `export function first<T>(items: Set<T>): T { for (const item of items) return item; throw 0; }`,
      'shop.ts': `import { first } from './first.ts'; import type { SqlStore } from './store.ts';
export const run = (all: Set<SqlStore>) => { first(all).save(1); };`,
    },
    added: ['shop.ts:2 store.ts#SqlStore.save'],
  },
  {
    name: 'the inferred result of a callback',
    files: {
      'store.ts': STORES,
      'shop.ts': `import { MemoryStore } from './store.ts';
const stores = [1, 2].map(() => new MemoryStore());
for (const one of stores) one.save(2);`,
    },
    added: ['shop.ts:3 store.ts#MemoryStore.save'],
  },
  {
    name: 'a constant of an interface with several classes',
    files: {
      'store.ts': STORES,
      'shop.ts': `import { SqlStore, type Store } from './store.ts';
const all = new Map([['a', new SqlStore()]]);
const store: Store = all.get('a')!;
store.save(3);`,
    },
    added: ['shop.ts:4 store.ts#SqlStore.save'],
  },
  {
    name: 'a type narrowed by a test',
    files: {
      'store.ts': STORES,
      'shop.ts': `import { SqlStore, type Store } from './store.ts';
export const run = (store: Store) => { if (store instanceof SqlStore) store.save(4); };`,
    },
    added: ['shop.ts:2 store.ts#SqlStore.save'],
  },
  {
    name: 'nothing to a call on one of several classes',
    files: {
      'store.ts': STORES,
      'shop.ts': `import type { MemoryStore, SqlStore } from './store.ts';
export const run = (all: (SqlStore | MemoryStore)[]) => all.map((store) => store.save(5));`,
    },
    added: [],
  },
  {
    name: 'the shared method of a union of implementations that inherit it, and of one or none',
    files: {
      'store.ts': `${STORES}
export class Base implements Store { save(id: number) {} }
export class First extends Base { a = 1; }
export class Second extends Base { b = 1; }`,
      'shop.ts': `import type { First, Second, SqlStore } from './store.ts';
export const run = (all: Map<string, First | Second>) => { all.get('a')!.save(6); };
export const maybe = (all: Map<string, SqlStore | undefined>) => { all.get('a')?.save(7); };`,
    },
    added: ['shop.ts:2 store.ts#Base.save', 'shop.ts:3 store.ts#SqlStore.save'],
  },
  {
    name: 'nothing to a call on a union of implementations under an alias, nor on their interface',
    files: {
      'store.ts': `${STORES}
export type AnyStore = SqlStore | MemoryStore;`,
      'shop.ts': `import type { AnyStore, Store } from './store.ts';
export const run = (all: Map<string, AnyStore>) => { all.get('a')!.save(8); };
export const any = (all: Map<string, Store>) => { all.get('a')!.save(9); };`,
    },
    added: [],
  },
  {
    name: 'a repository of a package that is not installed, through own generics',
    files: {
      'order.ts': `import { Entity } from 'typeorm'; @Entity('orders') export class Order { id = 1; }`,
      'with.ts': `import type { Repository } from 'typeorm';
export async function using<T, R>(of: { repo: Repository<T> }[], run: (repo: Repository<T>) => R): Promise<R> { return run(of[0]!.repo); }`,
      'shop.ts': `import type { Repository } from 'typeorm'; import { using } from './with.ts'; import type { Order } from './order.ts';
export const run = (held: { repo: Repository<Order> }[]) =>
  using(held, (repo) => repo.save({}));`,
    },
    added: ['shop.ts:3 write orders'],
  },
];

describe('the type checker adds', () => {
  // One tree for all cases: starting a compiler takes longer than any of them.
  const found = (async () => {
    const root = temporaryTree(
      Object.fromEntries(
        CASES.flatMap(({ files }, index) =>
          Object.entries(files).map(([path, text]) => [`${index}/${path}`, text]),
        ),
      ),
    );
    const fast = await extractFacts(root);
    const typed = await extractFacts(root, { types: true });
    const before = new Set([...calls(fast), ...accesses(fast)]);
    const added = [...calls(typed), ...accesses(typed)].filter((text) => !before.has(text));
    return { typed, added };
  })();

  it.each(CASES.map((item, index) => ({ ...item, index })))(
    '$name',
    async ({ index, added }) => {
      const mine = (await found).added.filter((text) => text.startsWith(`${index}/`));
      expect(mine.map((text) => text.replaceAll(`${index}/`, ''))).toEqual(added);
    },
    60_000,
  );

  it('says how much', async () => {
    const added = CASES.flatMap((item) => item.added);
    expect((await found).typed.stats.types).toMatchObject({
      calls: added.filter((text) => text.includes('#')).length,
      accesses: added.filter((text) => !text.includes('#')).length,
      injections: 0,
    });
  });

  it('nothing where it cannot tell, and takes nothing away', async () => {
    const root = temporaryTree({
      'store.ts': STORES,
      'shop.ts': `import type { Store } from './store.ts';
export const run = (store: Store) => store.save(1);`,
      'known.ts': `import { SqlStore } from './store.ts'; new SqlStore().save(1);`,
    });
    const fast = await extractFacts(root);
    const typed = await extractFacts(root, { types: true });
    expect(calls(typed)).toEqual(calls(fast));
    expect(typed.stats.types).toMatchObject({ calls: 0, accesses: 0, injections: 0 });
  }, 60_000);

  it('stops when the signal is aborted', async () => {
    const controller = new AbortController();
    const run = extractFacts(
      temporaryTree({ 'a.ts': 'x.save()', 'b.ts': 'class A { save() {} }' }),
      {
        types: true,
        signal: controller.signal,
        onProgress: ({ stage }) => {
          if (stage === 'types') setImmediate(() => controller.abort());
        },
      },
    );
    await expect(run).rejects.toMatchObject({ code: 'ANALYZER_ABORTED' });
  }, 60_000);
});

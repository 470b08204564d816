import { describe, expect, it } from 'vitest';
import { extractFacts } from '../../src/index.ts';
import { createFileReader } from '../../src/parse/collect-file.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';

const B = `export interface Order { id: string } export type Id = string; export class Shop {} export const rate = 1;
export enum Status { open } export default interface Whole { a: 1 }`;

/** Which imports of `a.ts` are gone at run time, as `line target`. */
async function elided(source: string, more: Record<string, string> = {}): Promise<string[]> {
  const path = more['a.tsx'] === undefined ? 'a.ts' : 'a.tsx';
  const facts = await extractFacts(temporaryTree({ 'b.ts': B, ...more, [path]: source }));
  return facts.imports
    .filter(({ from, elided: gone }) => from === path && gone)
    .map(({ to, line }) => `${line} ${to}`);
}

describe('imports that TypeScript leaves out', () => {
  it.each([
    ['an annotation', `import { Order } from './b'; export const a = (o: Order): Order => o;`],
    ['a class used as a type', `import { Shop } from './b'; export function a(s: Shop) {}`],
    ['a cast', `import { Order } from './b'; export const a = {} as Order;`],
    ['typeof in a type', `import { rate } from './b'; export type A = typeof rate;`],
    ['implements', `import { Order } from './b'; export class A implements Order { id = ''; }`],
    ['type arguments', `import { Order } from './b'; export const a = new Map<string, Order>();`],
    ['a default', `import Whole from './b'; export let a: Whole;`],
    ['a namespace', `import * as b from './b'; export let a: b.Order;`],
    ['nothing', `import { Order, Shop } from './b'; export const a = 1;`],
    ['a key', `import { Order } from './b'; export const a = { Order: 1 }; a.Order;`],
    ['a type beside a type', `import { type Id, Order } from './b'; export let a: [Id, Order];`],
    ['a local list of exports', `import { Order } from './b'; export { Order };`],
    ['a re-export', `export { Order, Id } from './b';`],
    ['import =', `import b = require('./b'); export let a: b.Order;`],
    [
      'a type beside a type import',
      `import { Order } from './b'; let a: import('./b').Id | Order;`,
    ],
    [
      'a decorated signature',
      `import { Order } from './b'; @Injectable() export class A { constructor(o: Order) {} }`,
    ],
  ])('%s', async (_, source) => {
    expect(await elided(source)).toEqual(['1 b.ts']);
  });

  it.each([
    ['a call', `import { Shop } from './b'; new Shop();`],
    ['one value among types', `import { Order, rate } from './b'; let a: Order = rate;`],
    ['extends', `import { Shop } from './b'; class A extends Shop {}`],
    ['a shorthand property', `import { rate } from './b'; export const a = { rate };`],
    ['a default value', `import { rate } from './b'; export const a = ({ b = rate }) => b;`],
    ['an assertion of a value', `import { rate } from './b'; export const a = rate as number;`],
    ['an enum', `import { Status } from './b'; export { Status };`],
    ['a class handed on', `import { Shop } from './b'; export { Shop };`],
    ['a re-exported class', `export { Shop, Order } from './b';`],
    ['everything of a file', `export * from './b';`],
    ['a decorator', `import { Shop } from './b'; @Use(Shop) class A {}`],
    [
      'a class in a decorated constructor',
      `import { Shop } from './b'; @Injectable() export class A { constructor(s: Shop) {} }`,
    ],
    [
      'a class in a decorated parameter',
      `import { Shop } from './b'; class A { m(@Body() s: Shop) {} }`,
    ],
    ['a class of a column', `import { Shop } from './b'; class A { @Column() s: Shop | null; }`],
    ['a side effect', `import './b';`],
    ['a type import, which says so', `import type { Order } from './b'; let a: Order;`],
    ['export default', `import { rate } from './b'; export default rate;`],
    ['an assignment', `import * as b from './b'; b.rate = 2;`],
    ['an unknown name handed on', `import { gone } from './b'; export { gone };`],
    ['a text that is cut off', `import { Order } from './b'; let a: Order; function (`],
  ])('keeps %s', async (_, source) => {
    expect(await elided(source)).toEqual([]);
  });

  it('keeps what a tag names', async () => {
    const source = `import { Shop, Order } from './b'; import * as ui from './c'; const a = <Shop x={1}><ui.X /></Shop>;`;
    const more = { 'a.tsx': source, 'c.ts': 'export const X = 1;' };
    expect(await elided(source, more)).toEqual([]);
  });

  it.each([
    ['verbatimModuleSyntax', { verbatimModuleSyntax: true }, []],
    ['preserveValueImports', { preserveValueImports: true }, []],
    ['importsNotUsedAsValues', { importsNotUsedAsValues: 'preserve' }, []],
    ['the default', { importsNotUsedAsValues: 'remove' }, ['1 b.ts']],
    ['isolatedModules', { isolatedModules: true }, ['1 b.ts']],
  ])('goes by %s', async (_, compilerOptions, expected) => {
    const more = {
      'base.json': JSON.stringify({ compilerOptions }),
      'tsconfig.json': '{ "extends": "./base.json" }',
    };
    expect(await elided(`import { Order } from './b'; let a: Order;`, more)).toEqual(expected);
  });

  it('tells the names of a barrel apart', async () => {
    const facts = await extractFacts(
      temporaryTree({
        'a.ts': `import { Order, make } from './index'; export const a = (o: Order) => make(o);`,
        'index.ts': `export * from './order'; export { Order } from './types';`,
        'order.ts': 'export const make = (o) => o;',
        'types.ts': 'export interface Order {}',
      }),
    );
    expect(
      facts.imports.map(({ from, to, elided: gone }) => `${from} ${to}${gone ? ' elided' : ''}`),
    ).toEqual([
      'a.ts index.ts',
      'a.ts order.ts',
      'a.ts types.ts elided',
      'index.ts order.ts',
      'index.ts types.ts elided',
    ]);
  });

  it('JavaScript keeps everything', async () => {
    const facts = await extractFacts(
      temporaryTree({ 'a.js': `import { b } from './b';`, 'b.js': 'export const b = 1;' }),
    );
    expect(facts.imports.map(({ elided: gone }) => gone)).toEqual([undefined]);
  });
});

it.each([
  'for (const a of b) { for (let c in d) {} } try {} catch ({ e = f }) {} l: while (g) break l;',
  'const { h: [i = j], [k]: m, ...n } = o; ({ p, q: r } = s); [t.u, v] = w; x ||= y;',
  'class A<T extends B> extends C { [d]: E; [f: string]: G; m = H; static { i; } get [j]() { return k; } }',
  'enum A { b = c, d } namespace E { export const f = g; } import H = I.J; export = K;',
  'function f(this: A, { b } = c, ...d: E[]): asserts b is F { return new.target ?? import.meta.x; }',
  'type A = { [k in B]: C }; let d: import("./e").F<G, typeof h>; interface I { [j.k]: L; m(n: O): p is Q }',
  'export { a as b }; export default async (c?: D) => <const T,>(e: T) => e satisfies F as G;',
  'abstract class A { abstract b(c: D): E; constructor(private f = g, @H() readonly i?: J) { super(); } }',
])('names used as values are the same by both ways out of the parser: %s', (source) => {
  const names = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQT'].join(', ');
  const text = `import { ${names} } from './x';\n${source}`;
  const [memory, json] = (['memory', 'json'] as const).map((mode) =>
    createFileReader(mode, () => true).read('a.ts', text),
  );
  expect(memory?.problems).toEqual([]);
  expect(memory?.imports[0]).toEqual(json?.imports[0]);
});

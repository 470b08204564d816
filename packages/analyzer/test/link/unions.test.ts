import { expect, it } from 'vitest';
import { extractFacts } from '../../src/index.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';

const STORES = `export class Base { save() {} }
export class First extends Base {}
export class Second extends Base { save() {} }
export class Other { save() {} }`;

it.each([
  ['the class that both extend', 'First | Second', ['Base.save']],
  ['the only class beside nothing', 'Other | null | undefined', ['Other.save']],
  ['nobody, where classes share nothing', 'First | Other', []],
  ['nobody, behind an alias', 'Any', []],
])('a call on a union leads to %s', async (_, type, expected) => {
  const { calls } = await extractFacts(
    temporaryTree({
      'stores.ts': STORES,
      'use.ts': `import type { Base, First, Second, Other } from './stores.ts';
type Any = Second | Other;
export function run(store: ${type}) { store!.save(); }`,
    }),
  );
  expect(calls.map(({ callee }) => callee)).toEqual(expected);
});

import { describe, expect, it } from 'vitest';
import { extractFacts } from '../../src/index.ts';
import { temporaryTree } from '../tree/temporary-tree.ts';

describe('calls between files', () => {
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
});

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
});

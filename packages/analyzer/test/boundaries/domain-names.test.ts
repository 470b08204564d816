import { describe, expect, it } from 'vitest';
import { nameParts } from '../../src/boundaries/domain-names.ts';

const part = (...names: string[]) => ({ names: names.map((name) => ({ name, weight: 1 })) });

describe('names of domains', () => {
  it('are written as the names of the part are', () => {
    expect(
      nameParts([part('orders', 'order_lines', 'orders'), part('payment', 'payment')]),
    ).toEqual(['orders', 'payment']);
  });

  it('are things, not layers or doings', () => {
    const [first] = nameParts([part('maybe-apply-filter', 'polyfill', 'price-change-controller')]);
    expect(first).toBe('price');
  });

  it('are layer words only where a table is called so', () => {
    const events = {
      names: [
        { name: 'events', weight: 3 },
        { name: 'history', weight: 1 },
      ],
    };
    const [named] = nameParts([events, part('user')], new Set(['event']));
    expect([named, nameParts([events, part('user')])[0]]).toEqual(['events', 'history']);
  });

  it('fall back to any word before a number', () => {
    expect(nameParts([part('settings')])).toEqual(['settings']);
    expect(nameParts([part('('), part('settings')])).toEqual(['part-1', 'settings']);
  });
});

describe('parts that own tables', () => {
  const table = (name: string) => ({ name, weight: 3 });
  const file = (name: string) => ({ name, weight: 1 });

  it('go by the table that all the others are named after, words of technology included', () => {
    const mocks = ['MockServer', 'MockServerActivity', 'MockServerLog'].map(table);
    expect(nameParts([{ names: [...mocks, file('activity.service')] }])).toEqual(['mock-server']);
  });

  it('do not take a name that another part has', () => {
    const teams = ['Team', 'TeamMember', 'TeamRole'].map(table);
    const [first, second] = nameParts([
      { names: teams },
      { names: [table('Team'), table('TeamInvoice'), table('TeamBill'), file('invoice')] },
    ]);
    expect(first).toBe('team');
    expect(second).not.toBe('team');
  });
});

import { describe, expect, it } from 'vitest';
import { Running } from '../../src/exchange/running.ts';

interface Item {
  readonly name: string;
  place: number;
}

const item = (name: string): Item => ({ name, place: -1 });

function namesOf(running: Running<Item>): string[] {
  const names: string[] = [];
  running.each(({ name }) => names.push(name));
  return names.sort();
}

describe('what runs at present', () => {
  it.each([
    [[], ['a', 'b', 'c']],
    [['a'], ['b', 'c']],
    [['b'], ['a', 'c']],
    [['c'], ['a', 'b']],
    [
      ['a', 'a'],
      ['b', 'c'],
    ],
    [['a', 'c'], ['b']],
    [['c', 'b', 'a'], []],
    [['a', 'b', 'c'], []],
  ])('without %j is %j', (removed, left) => {
    const running = new Running<Item>();
    const items = { a: item('a'), b: item('b'), c: item('c') };
    for (const one of Object.values(items)) running.add(one);
    for (const name of removed) running.remove(items[name as 'a']);
    expect(namesOf(running)).toEqual(left);
    expect(running.size).toBe(left.length);
  });

  it('may end, and begin, while it is looked at', () => {
    const running = new Running<Item>();
    const items = ['a', 'b', 'c', 'd'].map(item);
    for (const one of items) running.add(one);
    const seen: string[] = [];
    running.each((one) => {
      seen.push(one.name);
      if (one.name === 'e') return;
      running.remove(one);
      running.remove(items[2] as Item);
      running.add(item('e'));
    });
    expect(seen).toEqual(['a', 'b', 'd']);
    expect(namesOf(running)).toEqual(['e', 'e', 'e']);
  });
});

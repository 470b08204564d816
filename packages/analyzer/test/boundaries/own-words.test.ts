import { describe, expect, it } from 'vitest';
import { namesakeEdges } from '../../src/boundaries/namesake-edges.ts';
import { ownWords } from '../../src/boundaries/own-words.ts';
import { nameSpeaks, speaksOfBusiness } from '../../src/boundaries/vocabulary.ts';

const table = (name: string) => ({ name, kind: 'table' as const, foreignKeys: [] });
const route = (path: string) => ({
  method: 'GET',
  path,
  file: 'routes.ts',
  line: 1,
  via: 'express',
});

describe('layer words that are things of the business', () => {
  it.each([
    ['a table called by nothing else', ['features', 'users'], [], ['feature']],
    ['a family of tables', ['event_a', 'event_b', 'event_c'], [], ['event']],
    ['one table of two words', ['event_log'], [], []],
    ['a collection of routes', [], ['/hooks', '/hooks/:id', '/hooks/:id/log'], ['hook']],
    ['a prefix of routes', [], ['/client/a', '/client/b', '/client/c'], []],
    ['what always is a layer', ['configs', 'migrations'], ['/api/a', '/api/b'], []],
  ])('%s', (_what, tables, routes, expected) => {
    const facts = { tables: tables.map(table), routes: routes.map(route) };
    expect([...ownWords(facts)].sort()).toEqual(expected);
  });

  it('count in the name of a file, not in that of a folder', () => {
    const vocabulary = new Set(['store']);
    expect(nameSpeaks('src/api/store.ts', vocabulary)).toBe(true);
    expect(speaksOfBusiness('src/store/user.ts', vocabulary)).toBe(false);
    expect(nameSpeaks('src/store/index.ts', vocabulary)).toBe(false);
  });
});

describe('namesakes', () => {
  const pairs = (names: string[]) =>
    namesakeEdges(names.map((name) => ({ id: name, name }))).map(({ from, to }) => [from, to]);

  it('are files of one thing, whatever layer they are of', () => {
    expect(
      pairs(['models/order.ts', 'services/order-service.ts', 'services/cart.ts', 'orders']),
    ).toEqual([
      [0, 1],
      [0, 3],
      [1, 3],
    ]);
  });

  it('need a business word', () => {
    expect(pairs(['a/index.ts', 'b/main.ts', 'utils/helpers.ts', 'lib/helpers.ts'])).toEqual([]);
  });
});

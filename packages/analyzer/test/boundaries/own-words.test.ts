import { describe, expect, it } from 'vitest';
import { renameFacts } from '../../accuracy/hash-names.ts';
import { namesakeEdges } from '../../src/boundaries/namesake-edges.ts';
import { ownWords } from '../../src/boundaries/own-words.ts';
import { businessSpeech } from '../../src/boundaries/vocabulary.ts';
import { judgeFacts } from '../../src/judge-facts.ts';
import { shopFacts } from '../shop-facts.ts';

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
    const speech = businessSpeech({ files: [], tables: [table('stores')], routes: [] });
    expect(speech.nameSpeaks('src/api/store.ts')).toBe(true);
    expect(speech.speaks('src/store/user.ts')).toBe(false);
    expect(speech.nameSpeaks('src/store/index.ts')).toBe(false);
  });
});

describe('folders', () => {
  const files = ['apps/account/login/form.ts', 'apps/account/login/index.ts']
    .concat(['apps/account/money.ts', 'apps/account/index.ts', 'apps/account/account.ts'])
    .concat(['tools/build.ts', 'tools/watch.ts'])
    .map((path) => ({ path, loc: 1 }));
  const speech = businessSpeech({
    files,
    tables: [table('accounts'), table('account_keys'), table('logins'), table('login_tries')],
    routes: [],
  });

  it.each([
    ['apps/account/money.ts', false],
    ['apps/account/index.ts', false],
    ['apps/account/account.ts', true],
    ['apps/account/login/form.ts', true],
    ['apps/account/login/index.ts', true],
  ])('that most files stand below say nothing: %s speaks of business: %s', (path, expected) => {
    expect(speech.speaks(path)).toBe(expected);
    expect(speech.speaksCommonly(path)).toBe(expected);
  });

  it.each([
    [2, true],
    [1, false],
  ])(
    'speak while no more than half of the files stand below them: %d beside',
    (beside, expected) => {
      const half = ['account/a.ts', 'account/b.ts', 'x/c.ts', 'x/d.ts'].slice(0, 2 + beside);
      const { speaks } = businessSpeech({
        files: half.map((path) => ({ path, loc: 1 })),
        tables: [table('accounts')],
        routes: [],
      });
      expect(speaks('account/a.ts')).toBe(expected);
    },
  );

  it('above all of the code change nothing, whatever they are called', () => {
    const judged = (above: string) => {
      const facts = shopFacts();
      const names = new Map(facts.files.map(({ path }) => [path, `${above}${path}`]));
      return judgeFacts(renameFacts(facts, names)).files.map(({ path, role, domain }) => ({
        path: path.slice(above.length),
        role,
        domain,
      }));
    };
    expect(judged('apps/stock/')).toEqual(judged(''));
  });
});

describe('what the business is', () => {
  it.each([
    ['nothing', 0, 0, false],
    ['the one table of a desktop program', 1, 0, false],
    ['four of both', 2, 2, false],
    ['five of both', 2, 3, true],
  ])('is known or not by %s', (_, tables, routes, known) => {
    const speech = businessSpeech({
      files: [],
      tables: Array.from({ length: tables }, (_, i) => table(`orders${i}`)),
      routes: Array.from({ length: routes }, () => route('/orders')),
    });
    expect(speech.known).toBe(known);
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

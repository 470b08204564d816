import { describe, expect, it } from 'vitest';
import { isOnThePath, sayWaiting, type WaitedFor, waitedFor } from '../../src/graph/waited-for.ts';
import type { Call, Facts, InnerCall, SourceFile } from '../../src/model/analysis.ts';
import { FRONT_END_REASON } from '../../src/model/roles.ts';
import { shopFacts } from '../shop-facts.ts';

const domains = ['cart', 'user', 'news'];

const files: SourceFile[] = [
  ...domains.flatMap((domain) =>
    ['routes', 'service', 'middleware'].map((name) => ({
      ...{ path: `${domain}/${name}.ts`, loc: 1, role: 'domain' as const, domain },
      ...{ confidence: 1, because: [] },
    })),
  ),
  ...['app.ts', 'page.ts'].map((path) => ({
    ...{ path, loc: 1, role: 'shell' as const, domain: null, confidence: 1 },
    because: path === 'page.ts' ? [{ text: FRONT_END_REASON, sites: [] }] : [],
  })),
  { path: 'lib.ts', loc: 1, role: 'library', domain: null, confidence: 1, because: [] },
];

/** `cart/routes.ts#show > user/service.ts#find`. */
const call = (text: string, more: Partial<Call> = {}): Call => {
  const [, file = '', caller = '', to = '', callee = ''] =
    /^(\S+)#(\S+) > (\S+)#(\S+)$/.exec(text) ?? [];
  const waited = { awaited: true, inLoop: false, resultUsed: true, async: true as const };
  return { file, line: 7, caller, to, callee, ...waited, ...more };
};
const route = (file: string, symbol = 'show'): Facts['routes'][number] => ({
  ...{ method: 'GET', path: `/${file}/${symbol}`, file, line: 1, via: 'express' },
  handler: { file, symbol },
});
const names = (from: string, to: string, symbol: string): Facts['imports'][number] => ({
  ...{ from, to, kind: 'import', typeOnly: false, symbols: [symbol], line: 1 },
});

function seen(calls: Call[], more: Partial<Facts> = {}): WaitedFor {
  const routes = [route('cart/routes.ts'), route('cart/routes.ts', 'add'), route('news/routes.ts')];
  const none = { imports: [], events: [], jobs: [], accesses: [] };
  const facts = {
    ...shopFacts(),
    ...none,
    routes: [...routes, route('user/routes.ts')],
    calls,
    ...more,
  };
  return waitedFor(facts, files, domains).get('user') as WaitedFor;
}

const direct = call('cart/routes.ts#show > user/service.ts#find');
const through = [
  call('cart/routes.ts#show > lib.ts#help'),
  call('lib.ts#help > user/service.ts#find'),
];
const byMiddleware = [
  call('app.ts#start > news/middleware.ts#newsMiddleware', {
    async: undefined,
  } as unknown as Partial<Call>),
  call('news/middleware.ts#newsMiddleware > user/service.ts#find'),
];

describe('who would wait for a domain', () => {
  it.each<[string, Call[], number]>([
    ['nobody', [], 0],
    ['a handler that asks it', [direct], 1],
    ['a handler that asks it through a library', through, 1],
    ['its own handler', [call('user/routes.ts#show > user/service.ts#find')], 0],
    ['a call whose promise is dropped', [{ ...direct, awaited: false, resultUsed: false }], 0],
    [
      'a function that answers at once',
      [{ ...direct, awaited: false, async: undefined } as unknown as Call],
      0,
    ],
    ['an object that is made', [{ ...direct, callee: 'User' }], 0],
    [
      'a function that no handler reaches',
      [call('cart/service.ts#idle > user/service.ts#find')],
      0,
    ],
    [
      'a handler that drops the promise of one that asks it',
      [
        call('cart/routes.ts#show > lib.ts#help', { awaited: false, resultUsed: false }),
        call('lib.ts#help > user/service.ts#find'),
      ],
      0,
    ],
  ])('%s', (_what, calls, waiting) => {
    expect(seen(calls)).toMatchObject({ entries: 3, waiting, share: waiting / 3, around: [] });
  });

  it('follows calls within a file', () => {
    const innerCalls: InnerCall[] = [{ file: 'cart/routes.ts', caller: 'show', callee: 'help' }];
    const calls = [call('cart/routes.ts#help > user/service.ts#find')];
    expect([seen(calls).waiting, seen(calls, { innerCalls }).waiting]).toEqual([0, 1]);
  });

  it('counts a guard for those who name it', () => {
    const calls = [call('news/service.ts#NewsGuard.check > user/service.ts#find')];
    const imports = [names('cart/routes.ts', 'news/service.ts', 'NewsGuard')];
    expect([seen(calls).waiting, seen(calls, { imports }).waiting]).toEqual([0, 2]);
  });

  it('counts for all what wiring puts around all', () => {
    const found = seen(byMiddleware);
    expect(found).toMatchObject({ share: 1, around: ['news/middleware.ts'] });
    expect(found.sites).toEqual([{ file: 'news/middleware.ts', line: 7 }]);
    expect(sayWaiting(found)).toBe('what runs around every request asks it (news/middleware.ts)');
  });

  it('counts its own middleware that asks itself: taken out, it stays around the others', () => {
    const calls = [
      call('app.ts#start > user/middleware.ts#userMiddleware'),
      call('user/middleware.ts#userMiddleware > user/service.ts#find'),
    ];
    expect(seen(calls).share).toBe(1);
  });

  it('takes a strategy for tokens as run every time, and one for signing in as not', () => {
    const of = (name: string) =>
      seen([call(`cart/service.ts#${name}.validate > user/service.ts#find`)]).share;
    expect([of('JwtStrategy'), of('GoogleStrategy')]).toEqual([1, 0]);
  });

  it('knows that filters of a page run around no request', () => {
    const calls = byMiddleware.map((one) =>
      one.file === 'app.ts' ? { ...one, file: 'page.ts' } : one,
    );
    expect(seen(calls).share).toBe(0);
  });

  it('says nothing where the function of no other way in is known', () => {
    expect(seen([], { routes: [] })).toMatchObject({ entries: 0, share: null });
  });

  it('draws the line at a third', () => {
    const of = (share: number | null): WaitedFor => ({
      entries: 9,
      waiting: 3,
      share,
      around: [],
      sites: [],
    });
    expect([0.33, 0.34, 1, null].map((share) => isOnThePath(of(share)))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});

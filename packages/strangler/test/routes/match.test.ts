import { describe, expect, it } from 'vitest';
import { checkRoutes, explainRoute, loadRoutes, type WrittenRoute } from '../../src/index.ts';

function table(routes: WrittenRoute[]) {
  return loadRoutes({
    schemaVersion: 1,
    upstreams: { monolith: 'http://127.0.0.1:1', inventory: 'http://127.0.0.1:2' },
    routes,
  });
}

const shop = table([
  { id: 'health', match: '/inventory/health', state: 'monolith' },
  { id: 'write', match: '/inventory/**', methods: ['POST'], state: 'monolith' },
  { id: 'stock', match: '/inventory/:sku/stock', service: 'inventory', state: 'service' },
  {
    id: 'beta',
    match: '/inventory/**',
    headers: { 'X-Beta': '1' },
    service: 'inventory',
    state: 'service',
  },
  {
    id: 'word',
    match: '/word',
    headers: { 'x-word': 'é' },
    service: 'inventory',
    state: 'service',
  },
  { id: 'crumb', match: '/word', cookies: { w: 'é' }, service: 'inventory', state: 'service' },
  { id: 'api', match: '/**', host: '*.api.test', state: 'monolith' },
  { id: 'inventory', match: '/inventory/**', service: 'inventory', state: 'shadow' },
  { id: 'rest', match: '/**', state: 'monolith' },
]);

describe('explainRoute', () => {
  it.each([
    ['GET', '/inventory/health', {}, 'health', 'monolith'],
    ['POST', '/inventory/1', {}, 'write', 'monolith'],
    ['GET', '/inventory/1/stock', {}, 'stock', 'service'],
    ['GET', '/inventory/1/stock/', {}, 'stock', 'service'],
    ['GET', '/inventory/1', { 'x-beta': '1' }, 'beta', 'service'],
    ['GET', '/inventory/1', { 'x-beta': '2' }, 'inventory', 'monolith'],
    ['GET', '/inventory/1', { host: 'eu.api.test:80' }, 'api', 'monolith'],
    ['GET', '/word', { 'x-word': 'é' }, 'word', 'service'],
    ['GET', '/word', { cookie: 'w=é' }, 'crumb', 'service'],
    ['GET', '/word', { 'x-word': 'e' }, 'rest', 'monolith'],
    // RFC 3986 3.2.3: a port may be empty.
    ['GET', '/inventory/1', { host: 'eu.api.test:' }, 'api', 'monolith'],
    ['GET', '/inventory', {}, 'inventory', 'monolith'],
    ['GET', '/inventory?x=/../..', {}, 'inventory', 'monolith'],
    ['GET', '/inventories', {}, 'rest', 'monolith'],
    ['GET', '/', {}, 'rest', 'monolith'],
    ['GET', 'http://a.test/inventory/1', {}, 'inventory', 'monolith'],
    ['GET', '/other/%2e%2e/there', {}, 'rest', 'monolith'],
  ])('sends %s %s %j by "%s" to the %s', (method, url, headers, route, outcome) => {
    expect(explainRoute(shop, { method, url, headers })).toMatchObject({ route, outcome });
  });

  it.each([
    '/inventory/%2e%2e/admin',
    '/x/../inventory/1',
    '/x/%2E%2e/inventory/1',
    '//inventory/1',
    '/inventory%2f1',
    '/inventory%5c1',
    '/inventory\\1',
    '/%69nventory/1',
    '/%2569nventory/1',
    '/inventory;v=1/1',
    '/inventory/1%00',
    '/inventory/health/.',
  ])('refuses %s, which two servers would read differently', (url) => {
    expect(explainRoute(shop, { method: 'GET', url }).outcome).toBe('refused');
  });

  it('says which routes were passed over, and whether a copy is made', () => {
    const explanation = explainRoute(shop, { method: 'GET', url: '/inventory/1' });
    expect(explanation.mirrored).toBe(true);
    expect(explanation.because).toContain('"write" does not match: method is not POST');
    expect(explanation.because.at(-1)).toContain('shadow');
  });
});

describe('checkRoutes', () => {
  it('finds nothing in a sound table', () => {
    expect(
      checkRoutes(
        table([
          { match: '/inventory/**', service: 'inventory', state: 'shadow' },
          { match: '/**', state: 'monolith' },
        ]),
      ),
    ).toEqual([]);
  });

  it('finds unreachable and half hidden routes, a missing catch-all and unused upstreams', () => {
    const findings = checkRoutes(
      table([
        { id: 'all', match: '/a/**', methods: ['GET'], state: 'monolith' },
        { id: 'gone', match: '/a/b', methods: ['GET'], state: 'monolith' },
        { id: 'half', match: '/a/c', state: 'monolith' },
      ]),
    );
    expect(findings.map(({ kind }) => kind)).toEqual([
      'unreachable',
      'partly-shadowed',
      'no-catch-all',
      'unused-upstream',
    ]);
    expect(findings[0]?.text).toContain('"all"');
  });

  it('does not call a special case before a general one hidden', () => {
    expect(
      checkRoutes(
        table([
          {
            match: '/inventory/**',
            headers: { 'x-a': '1' },
            service: 'inventory',
            state: 'service',
          },
          { match: '/**', state: 'monolith' },
        ]),
      ),
    ).toEqual([]);
  });
});

describe('query and cookie', () => {
  const by = table([
    { id: 'v2', match: '/a', query: { v: '2' }, service: 'inventory', state: 'service' },
    { id: 'flag', match: '/a', query: { beta: '*' }, service: 'inventory', state: 'service' },
    { id: 'crew', match: '/a', cookies: { crew: 'yes' }, service: 'inventory', state: 'service' },
    { id: 'rest', match: '/**', state: 'monolith' },
  ]);

  it.each([
    ['/a?v=2', {}, 'v2'],
    ['/a?x=1&v=%32', {}, 'v2'],
    ['/a?v=2&v=3', {}, 'rest'],
    ['/a?v=3&v=2', {}, 'rest'],
    ['/a?beta', {}, 'flag'],
    ['/a', { cookie: 'a=1; crew=yes' }, 'crew'],
    ['/a', { cookie: 'xcrew=yes; crew=no' }, 'rest'],
    ['/a?', {}, 'rest'],
  ])('chooses %s %j by them: %s', (url, headers, route) => {
    expect(explainRoute(by, { method: 'GET', url, headers }).route).toBe(route);
  });

  it('count when a table is checked', () => {
    expect(checkRoutes(by).filter(({ kind }) => kind !== 'partly-shadowed')).toEqual([]);
    const twice = table([
      { id: 'wide', match: '/a', query: { v: '*' }, state: 'monolith' },
      { id: 'narrow', match: '/a', query: { v: '2' }, service: 'inventory', state: 'service' },
      { id: 'rest', match: '/**', state: 'monolith' },
    ]);
    expect(checkRoutes(twice)).toMatchObject([{ kind: 'unreachable', route: 'narrow' }]);
  });

  it.each<[string, Partial<WrittenRoute>, string]>([
    ['dark for nobody', { state: 'dark' }, 'dark-for-nobody'],
    ['in shadow with writes only', { state: 'shadow', methods: ['POST'] }, 'nothing-mirrored'],
    [
      'in shadow with a sample of 0',
      { state: 'shadow', shadow: { sample: 0 } },
      'nothing-mirrored',
    ],
  ])('finds a route that is %s', (_, written, kind) => {
    const route = {
      id: 'a',
      match: '/a',
      service: 'inventory',
      state: 'shadow',
      ...written,
    } as const;
    const rest = { match: '/**', state: 'monolith' } as const;
    expect(checkRoutes(table([route, rest])).map((finding) => finding.kind)).toEqual([kind]);
  });

  it('takes an exception for a header for what it is, and a wildcard host for wider', () => {
    const beta = { match: '/a/**', headers: { 'x-beta': '1' }, state: 'monolith' } as const;
    const rest = { match: '/**', state: 'monolith' } as const;
    const all = { match: '/a/**', service: 'inventory', state: 'shadow' } as const;
    expect(checkRoutes(table([beta, all, rest]))).toEqual([]);
    const wide = { id: 'wide', match: '/a/**', host: '*.shop.test', state: 'monolith' } as const;
    const one = { ...all, id: 'one', host: 'eu.shop.test' };
    expect(checkRoutes(table([wide, one, rest]))).toMatchObject([
      { kind: 'unreachable', route: 'one', by: 'wide' },
    ]);
  });
});

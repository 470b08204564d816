import { describe, expect, it } from 'vitest';
import { claimsOf, claimValues } from '../../src/decide/claims.ts';
import { checkRoutes, explainRoute, loadRoutes, type WrittenRoute } from '../../src/index.ts';

const token = (payload: unknown): string =>
  `Bearer eyJhbGciOiJub25lIn0.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.c2ln`;

describe('claimValues', () => {
  const claims = {
    sub: 'ann',
    level: 3,
    scope: 'read write',
    'https://shop.test/tenant': 'acme',
    realm_access: { roles: ['admin', 'buyer'] },
  };
  it.each([
    ['sub', ['ann']],
    ['level', ['3']],
    ['scope', ['read', 'write']],
    ['https://shop.test/tenant', ['acme']],
    ['realm_access.roles', ['admin', 'buyer']],
    ['realm_access', []],
    ['toString', []],
    ['sub.length', []],
  ])('reads %s', (name, values) => {
    expect(claimValues(claimsOf(token(claims)), name)).toEqual(values);
  });

  it.each([
    undefined,
    '',
    'Basic YTpi',
    'Bearer opaque',
    'Bearer a.!!.c',
    'Bearer a.bm8.c',
    `Bearer a.${Buffer.from('"text"').toString('base64url')}.c`,
  ])('finds none in %s', (authorization) => {
    expect(claimValues(claimsOf(authorization), 'sub')).toEqual([]);
  });

  it('remembers the newest tokens, not all', () => {
    for (let i = 0; i < 2000; i++) claimsOf(token({ sub: `user-${i}` }));
    expect(claimValues(claimsOf(token({ sub: 'user-0' })), 'sub')).toEqual(['user-0']);
  });
});

describe('a route that wants claims', () => {
  const table = (routes: WrittenRoute[]) =>
    loadRoutes({
      schemaVersion: 1,
      upstreams: { monolith: 'http://127.0.0.1:1', shop: 'http://127.0.0.1:2' },
      routes,
    });
  const acme: WrittenRoute = {
    id: 'acme',
    match: '/**',
    claims: { tenant: 'acme', sub: '*' },
    service: 'shop',
    state: 'service',
  };
  const rest: WrittenRoute = { id: 'rest', match: '/**', state: 'monolith' };

  it.each([
    [{ tenant: 'acme', sub: 'ann' }, 'acme', undefined],
    [{ tenant: ['other', 'acme'], sub: 'ann' }, 'acme', undefined],
    [{ tenant: 'acme' }, 'rest', 'claim sub is absent'],
    [{ tenant: 'other', sub: 'ann' }, 'rest', 'claim tenant is not "acme"'],
  ])('takes %j by "%s"', (payload, route, why) => {
    const headers = { authorization: token(payload) };
    const explained = explainRoute(table([acme, rest]), { method: 'GET', url: '/a', headers });
    expect(explained.route).toBe(route);
    if (why !== undefined) expect(explained.because).toContain(`"acme" does not match: ${why}`);
  });

  it('hides nothing from the route after it, and is hidden by a wider one before it', () => {
    expect(checkRoutes(table([acme, rest]))).toEqual([]);
    expect(checkRoutes(table([rest, acme]))).toMatchObject([
      { kind: 'unreachable', route: 'acme', by: 'rest' },
    ]);
  });

  it('can keep users together by a claim', () => {
    const sticky = table([
      { ...rest, service: 'shop', state: 'canary', percent: 50, sticky: { claim: 'sub' } },
    ]);
    const headers = { authorization: token({ sub: 'ann' }) };
    const { because } = explainRoute(sticky, { method: 'GET', url: '/', headers });
    expect(because.at(-1)).toMatch(/by claim$/);
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { createProxy, loadRoutes, type Proxy as RunningProxy } from '../../src/index.ts';
import { type HttpUpstream, startHttp } from '../support/http-upstream.ts';

const DAY = 86_400_000;
let upstream: HttpUpstream;
let proxy: RunningProxy;
let now = Date.parse('2026-01-01T00:00:00Z');
afterEach(async () => {
  await proxy.close({ drainMs: 100 });
  await upstream.close();
});

async function start(extra: object = {}): Promise<void> {
  upstream = await startHttp((_request, response) => response.end('{}'));
  proxy = await createProxy({
    port: 0,
    clock: () => now,
    table: loadRoutes({
      schemaVersion: 1,
      upstreams: { monolith: upstream.url, shop: upstream.url },
      defaults: { fallback: false, budget: { parity: 0, minimum: 1 } },
      routes: [
        { id: 'stock', match: '/stock/:sku', service: 'shop', state: 'service', ...extra },
        { id: 'cart', match: '/cart/**', service: 'shop', state: 'canary', percent: 100 },
        { id: 'orders', match: '/orders/**', service: 'shop', state: 'monolith' },
        { id: 'rest', match: '/**', state: 'monolith' },
      ],
    }),
  });
}

async function send(method: string, path: string, times = 1): Promise<void> {
  for (let i = 0; i < times; i++) await (await fetch(`${proxy.url}${path}`, { method })).text();
}

const blockers = (days: number) =>
  Object.fromEntries(proxy.progress({ days }).perRoute.map(({ id, blockers }) => [id, blockers]));

describe('progress', () => {
  it('counts routes, requests and writes', async () => {
    await start();
    await send('GET', '/stock/1', 3);
    await send('POST', '/cart', 1);
    await send('POST', '/orders', 3);
    await send('GET', '/about', 1);
    expect(proxy.progress()).toMatchObject({
      since: '2026-01-01T00:00:00.000Z',
      routes: { moved: 2, total: 3 },
      requests: { moved: 4, total: 8, share: 0.5 },
      writes: { moved: 1, total: 4, share: 0.25 },
    });
  });

  it('lists what can be deleted, and what keeps the rest', async () => {
    await start();
    now += 3 * DAY;
    expect(proxy.progress({ days: 2 }).deletable).toEqual(['stock']);
    expect(blockers(7)).toEqual({
      stock: ['3.0 of 7 days at 100 %'],
      cart: ['it is still a canary; promote it to service', '3.0 of 7 days at 100 %'],
      orders: ['it is in monolith'],
    });
    await proxy.rollback('stock', { by: 'ann' });
    now += 10 * DAY;
    expect(proxy.progress().deletable).toEqual([]);
    await proxy.promote('stock', { to: 'service', by: 'ann' });
    now += DAY;
    expect(proxy.progress().perRoute[0]?.daysAtFull).toBeCloseTo(1, 5);
    await proxy.promote('cart', { to: 'service', by: 'ann' });
    expect(proxy.progress().perRoute[1]?.daysAtFull).toBeCloseTo(14, 5);
  });

  it.each([
    [{ fallback: true }, /stands in for GET, HEAD/],
    [{ deny: ['eve'] }, /deny list keeps 1 users/],
  ])('knows that %j still needs the monolith', async (extra, why) => {
    await start(extra);
    now += 30 * DAY;
    expect(blockers(7).stock?.join()).toMatch(why);
  });

  it('places the endpoints of the source, and finds traffic that is in neither', async () => {
    await start();
    await send('GET', '/about?x=1', 8);
    await send('GET', '/legacy/7', 22);
    const endpoints = [
      { method: 'GET', path: '/stock/:sku', file: 'src/stock.ts', line: 4 },
      { method: 'POST', path: '/cart/{id}/items' },
      { method: 'GET', path: '/orders/:id(\\d+)' },
      { method: 'ALL', path: 'about' },
    ];
    const report = proxy.progress({ endpoints });
    expect(report.endpoints).toEqual({ moved: 2, total: 4, share: 0.5 });
    expect(report.perRoute[0]?.endpoints).toEqual([endpoints[0]]);
    expect(report.unplanned.map(({ endpoint, inSource }) => [endpoint, inSource])).toEqual([
      ['GET /legacy/*', false],
      ['GET /about', true],
    ]);
  });

  it('sees that a route before it takes some of its requests to the monolith', async () => {
    upstream = await startHttp((_request, response) => response.end('{}'));
    proxy = await createProxy({
      port: 0,
      clock: () => now,
      table: loadRoutes({
        schemaVersion: 1,
        upstreams: { monolith: upstream.url, shop: upstream.url },
        defaults: { fallback: false },
        routes: [
          { id: 'old', match: '/stock/**', headers: { 'x-old': '1' }, state: 'monolith' },
          { id: 'stock', match: '/stock/:sku', service: 'shop', state: 'service' },
        ],
      }),
    });
    now += 30 * DAY;
    expect(blockers(7).stock).toEqual([
      'route "old" before it sends some of its requests to the monolith',
    ]);
  });
});

import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { loadRoutes, type WrittenRoute } from '../../src/index.ts';
import { type Gateway, startGateway, WAYS, type Way } from '../support/gateway.ts';
import { startHttp } from '../support/http-upstream.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function open(
  way: Way,
  route: Partial<WrittenRoute>,
  answer: RequestListener,
): Promise<Gateway & { service: string }> {
  const service = await startHttp(answer);
  closers.push(() => service.close());
  const gateway = await startGateway(
    way,
    { upstreams: { monolith: 'http://replaced.test', shop: service.url } },
    [{ state: 'service', service: 'shop', fallback: false, ...route }],
  );
  closers.push(() => gateway.close());
  return { ...gateway, service: service.url };
}

describe.each(WAYS)('addresses in answers, %s', (way) => {
  it('lose the origin of an upstream, and no other', async () => {
    let location = '';
    const gateway = await open(way, { rewrite: {} }, (_request, response) => {
      response.writeHead(302, { location });
      response.end();
    });
    const { service } = gateway;
    for (const [given, wanted] of [
      [`${service}/orders/7?x=1#y`, '/orders/7?x=1#y'],
      [service, '/'],
      [`${service}?x=1`, '/?x=1'],
      [`${service}//evil.test/x`, `${service}//evil.test/x`],
      [`${service}/\\evil.test`, `${service}/\\evil.test`],
      [`${service.replace('http:', 'HTTP:')}/a`, '/a'],
      ['https://elsewhere.test/x', 'https://elsewhere.test/x'],
      [`${service}.evil.test/x`, `${service}.evil.test/x`],
      [`http://user@${service.slice(7)}/x`, '/x'],
      ['/relative', '/relative'],
      ['not a url', 'not a url'],
    ] as const) {
      location = given;
      expect((await gateway.ask('/a')).headers.location).toBe(wanted);
    }
  });

  it('in cookies are those of the outside', async () => {
    const gateway = await open(
      way,
      { rewrite: { cookieDomain: 'shop.test', cookieSecure: true, cookieSameSite: 'Lax' } },
      (_request, response) => {
        response.setHeader('set-cookie', [
          'a=1; Domain=inner.test; Path=/; HttpOnly; samesite=none',
          'b="x=y; z"; secure',
        ]);
        response.end();
      },
    );
    const { headers } = await gateway.ask('/a');
    expect(headers['set-cookie']?.replace(',b=', ', b=')).toBe(
      'a=1; Path=/; HttpOnly; Domain=shop.test; Secure; SameSite=Lax, b="x=y; z"; Secure; SameSite=Lax',
    );
  });
});

describe.each(WAYS)('CORS, %s', (way) => {
  const cors = {
    origins: ['https://app.test', 'https://*.shop.test'],
    methods: ['GET', 'PUT'],
    headers: ['X-A', 'Content-Type'],
    expose: ['X-Total'],
    credentials: true,
  };
  const upstream: RequestListener = (_request, response) => {
    response.writeHead(200, {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'DELETE',
      vary: 'Accept',
    });
    response.end('ok');
  };

  it('answers preflights itself', async () => {
    const gateway = await open(way, { cors }, upstream);
    const ask = (origin: string, method: string, fields = ''): ReturnType<Gateway['ask']> =>
      gateway.ask(
        '/a',
        {
          origin,
          'access-control-request-method': method,
          ...(fields === '' ? {} : { 'access-control-request-headers': fields }),
        },
        { method: 'OPTIONS' },
      );
    const good = await ask('https://app.test', 'PUT', 'content-type, x-a');
    expect(good.status).toBe(204);
    expect(good.headers).toMatchObject({
      'access-control-allow-origin': 'https://app.test',
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET, PUT',
      'access-control-allow-headers': 'content-type, x-a',
      'access-control-max-age': '600',
    });
    expect(good.headers.vary).toContain('Origin');
    expect((await ask('https://deep.a.shop.test', 'GET')).status).toBe(204);
    for (const origin of [
      'https://shop.test',
      'http://a.shop.test',
      'https://evil.test',
      'https://app.test.evil.test',
      'https://evilshop.test',
      'null',
    ]) {
      const bad = await ask(origin, 'GET');
      expect(bad.status).toBe(403);
      expect(bad.headers['access-control-allow-origin']).toBeUndefined();
    }
    expect((await ask('https://app.test', 'DELETE')).status).toBe(403);
    const field = await ask('https://app.test', 'GET', 'x-evil');
    expect(field.status).toBe(403);
    expect(field.headers['access-control-allow-headers']).toBeUndefined();
  });

  it('speaks in the place of the upstream, for refusals as well', async () => {
    const gateway = await open(way, { cors, rateLimits: [{ limit: 3, seconds: 60 }] }, upstream);
    const ours = await gateway.ask('/a', { origin: 'https://app.test' });
    expect(ours.headers).toMatchObject({
      'access-control-allow-origin': 'https://app.test',
      'access-control-expose-headers': 'X-Total',
    });
    expect(ours.headers['access-control-allow-methods']).toBeUndefined();
    expect(ours.headers.vary).toMatch(/Accept/);
    expect(ours.headers.vary).toMatch(/Origin/);
    const foreign = await gateway.ask('/a', { origin: 'https://evil.test' });
    expect(foreign.status).toBe(200);
    expect(foreign.headers['access-control-allow-origin']).toBeUndefined();
    await gateway.ask('/a');
    const refused = await gateway.ask('/a', { origin: 'https://app.test' });
    expect(refused.status).toBe(429);
    expect(refused.headers['access-control-allow-origin']).toBe('https://app.test');
  });
});

it('CORS for everybody with cookies is refused when the table is loaded', () => {
  const load = () =>
    loadRoutes({
      schemaVersion: 1,
      upstreams: { monolith: 'http://127.0.0.1:1' },
      routes: [{ match: '/**', state: 'monolith', cors: { origins: '*', credentials: true } }],
    });
  expect(load).toThrow(/name the origins/);
});

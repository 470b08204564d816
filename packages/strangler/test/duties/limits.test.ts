import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { loadRoutes, type WrittenRoute, type WrittenRouteTable } from '../../src/index.ts';
import { type Gateway, startGateway, WAYS, type Way } from '../support/gateway.ts';
import { startHttp } from '../support/http-upstream.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function open(
  way: Way,
  routes: readonly Partial<WrittenRoute>[],
  table: Omit<Partial<WrittenRouteTable>, 'routes'> = {},
): Promise<Gateway> {
  const gateway = await startGateway(way, table, routes);
  closers.push(() => gateway.close());
  return gateway;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe.each(WAYS)('rate limits, %s', (way) => {
  it('let the burst through and then say when to come again', async () => {
    const gateway = await open(way, [{ rateLimits: [{ limit: 3, seconds: 60 }] }]);
    for (const left of [2, 1, 0]) {
      const answer = await gateway.ask('/a');
      expect(answer.status).toBe(200);
      expect(answer.headers['ratelimit-policy']).toBe('"default";q=3;w=60');
      expect(answer.headers.ratelimit).toMatch(new RegExp(`^"default";r=${left};t=\\d+$`));
    }
    const refused = await gateway.ask('/a', {}, { method: 'POST', body: 'x'.repeat(100_000) });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(15);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(20);
    expect(refused.headers['content-type']).toBe('application/problem+json');
    expect(refused.headers.ratelimit).toMatch(/r=0/);
    expect(gateway.reached()).toBe(3);
  });

  it('count each user apart, and guesses of keys by address before anybody is asked', async () => {
    const gateway = await open(
      way,
      [
        {
          authentication: { by: 'keys' },
          rateLimits: [
            { name: 'user', limit: 2, seconds: 60, by: 'subject' },
            { name: 'address', limit: 6, seconds: 60, by: 'address' },
          ],
        },
      ],
      {
        authenticators: {
          keys: { apiKey: { keys: ['ann', 'bob'].map((id) => ({ id, sha256: sha256(id) })) } },
        },
      },
    );
    const statuses: number[] = [];
    for (const key of ['ann', 'ann', 'ann', 'bob', 'guess', 'guess', 'bob']) {
      statuses.push((await gateway.ask('/a', { 'x-api-key': key })).status);
    }
    expect(statuses).toEqual([200, 200, 429, 200, 401, 401, 429]);
    const last = await gateway.ask('/a', { 'x-api-key': 'bob' });
    expect(last.headers['ratelimit-policy']).toBe('"address";q=6;w=60');
  });
});

describe('rate limits', () => {
  it('by a header count whoever leaves it out by address', async () => {
    const gateway = await open('fast', [
      { rateLimits: [{ limit: 1, seconds: 60, by: 'header:X-Tenant' }] },
    ]);
    const ask = async (headers: Record<string, string>) =>
      (await gateway.ask('/a', headers)).status;
    expect(await ask({ 'x-tenant': 'a' })).toBe(200);
    expect(await ask({ 'x-tenant': 'b' })).toBe(200);
    expect(await ask({ 'x-tenant': 'a' })).toBe(429);
    expect(await ask({})).toBe(200);
    expect(await ask({})).toBe(429);
  });

  it('are counted on over a reload', async () => {
    const gateway = await open('fast', [{ rateLimits: [{ limit: 1, seconds: 60 }] }]);
    expect((await gateway.ask('/a')).status).toBe(200);
    await gateway.proxy.reload(
      loadRoutes({
        schemaVersion: 1,
        upstreams: { monolith: gateway.upstream.url },
        routes: [
          { match: '/**', state: 'monolith', rateLimits: [{ limit: 1, seconds: 60 }], owner: 'x' },
        ],
      }),
    );
    expect((await gateway.ask('/a')).status).toBe(429);
  });

  it.each<[string, object, RegExp]>([
    [
      'by a user nobody knows',
      { rateLimits: [{ limit: 1, seconds: 1, by: 'subject' }] },
      /authenticates nobody/,
    ],
    ['by nothing known', { rateLimits: [{ limit: 1, seconds: 1, by: 'colour' }] }, /by/],
    ['of nothing', { rateLimits: [{ limit: 0, seconds: 1 }] }, /limit/],
    [
      'of one name',
      {
        rateLimits: [
          { limit: 1, seconds: 1, name: 'a' },
          { limit: 1, seconds: 1, name: 'a' },
        ],
      },
      /two limits named "a"/,
    ],
    ['at once of nobody', { concurrency: [{ limit: 0 }] }, /concurrency\[0\]\.limit/],
  ])('%s are refused when the table is loaded', (_, route, message) => {
    const load = () =>
      loadRoutes({
        schemaVersion: 1,
        upstreams: { monolith: 'http://127.0.0.1:1' },
        routes: [{ match: '/**', state: 'monolith', ...route }],
      });
    expect(load).toThrow(message);
  });

  it.each([
    [{ url: 'http://x' }, /quotaStore/],
    [{ urlEnv: 'ASHLAR_TEST_NOT_SET' }, /ASHLAR_TEST_NOT_SET/],
    [{}, /quotaStore/],
  ])('a store that is none is refused: %j', (quotaStore, message) => {
    const load = () =>
      loadRoutes({
        schemaVersion: 1,
        upstreams: { monolith: 'http://127.0.0.1:1' },
        quotaStore,
        routes: [{ match: '/**', state: 'monolith' }],
      });
    expect(load).toThrow(message);
  });
});

describe.each(WAYS)('requests at the same time, %s', (way) => {
  it('are limited, and make room when they end, however they end', async () => {
    let release: (() => void)[] = [];
    const slow = await startHttp((_request, response) => {
      release.push(() => response.end('done'));
    });
    closers.push(() => slow.close());
    const gateway = await open(
      way,
      [
        {
          match: '/slow/**',
          state: 'service',
          service: 'slow',
          fallback: false,
          concurrency: [{ limit: 2 }, { limit: 1, by: 'header:x-user' }],
        },
        {},
      ],
      { upstreams: { monolith: 'http://replaced.test', slow: slow.url } },
    );
    const ask = (user: string) => gateway.ask('/slow/1', { 'x-user': user });
    const running = [ask('a'), ask('b')];
    await expect.poll(() => release.length).toBe(2);
    const full = await ask('c');
    expect(full.status).toBe(503);
    expect(full.headers['retry-after']).toBe('1');
    for (const end of release) end();
    expect((await Promise.all(running)).map(({ status }) => status)).toEqual([200, 200]);
    release = [];
    const one = ask('a');
    await expect.poll(() => release.length).toBe(1);
    expect((await ask('a')).status).toBe(429);
    for (const end of release) end();
    await one;
    release = [];
    // A client that goes away makes room too.
    const gone = new AbortController();
    const aborted = fetch(`${gateway.proxy.url}/slow/1`, {
      headers: { 'x-user': 'z' },
      signal: gone.signal,
    });
    await expect.poll(() => release.length).toBe(1);
    gone.abort();
    await expect(aborted).rejects.toThrow();
    // Longer than a client is waited for that may only have stopped sending.
    await sleep(600);
    release = [];
    const again = ask('z');
    await expect.poll(() => release.length).toBe(1);
    for (const end of release) end();
    expect((await again).status).toBe(200);
  });
});

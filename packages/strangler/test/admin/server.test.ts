import { createServer, request as sendHttp } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAdminClient, type Picture } from '../../src/index.ts';
import { type Pair, startPair, visit } from '../support/pair.ts';

const pictureOf = (url: string): Picture => ({ domains: [], unknown: [`plan of ${url}`] });

let pair: Pair;
let adminUrl: string;
beforeAll(async () => {
  pair = await startPair(
    { state: 'shadow', budget: { parity: 0, minimum: 1 } },
    { admin: { port: 0, token: 'secret', picture: async (url) => pictureOf(url) } },
  );
  adminUrl = pair.proxy.adminUrl ?? '';
});
afterAll(() => pair.close());

function status(path: string, headers: Record<string, string>, method = 'GET'): Promise<number> {
  // A path as it stands, also one that no URL may have.
  const { hostname, port } = new URL(adminUrl);
  return new Promise((resolve, reject) => {
    const request = sendHttp({ hostname, port, path, method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('error', reject);
    request.end(method === 'POST' ? '{}' : undefined);
  });
}

const bearer = { authorization: 'Bearer secret' };
const typed = { ...bearer, 'content-type': 'application/json' };

describe('the admin address', () => {
  it.each<[string, string, Record<string, string>, string, number]>([
    ['no token', '/status', {}, 'GET', 401],
    ['another token', '/status', { authorization: 'Bearer secreT' }, 'GET', 401],
    ['the token', '/status', bearer, 'GET', 200],
    ['the page, without token', '/', {}, 'GET', 200],
    ['a rebound name', '/status', { ...bearer, host: 'evil.test' }, 'GET', 403],
    ['the page by a rebound name', '/', { host: 'evil.test' }, 'GET', 403],
    ['a foreign page', '/status', { ...bearer, origin: 'http://evil.test' }, 'GET', 403],
    ['a form', '/routes/shop/rollback', bearer, 'POST', 403],
    ['a broker, by another name', '/gates/recheck', { ...typed, host: 'proxy.test' }, 'POST', 200],
    ['a broker without token', '/gates/recheck', { host: 'proxy.test' }, 'POST', 403],
    ['another method', '/status', bearer, 'DELETE', 405],
    ['an unknown path', '/nothing', bearer, 'GET', 404],
    ['an unknown route', '/routes/x/promote', typed, 'POST', 404],
    ['a route with a broken escape', '/routes/%zz/diff', bearer, 'GET', 404],
    ['a step of one', '/routes/%zz/promote', typed, 'POST', 404],
    ['a path that is none', '//', bearer, 'GET', 400],
    ['a reload without a file', '/reload', typed, 'POST', 409],
  ])('answers %s', async (_, path, headers, method, expected) => {
    expect(await status(path, headers, method)).toBe(expected);
  });
});

describe('createAdminClient', () => {
  it('does everything a person can do with a running proxy', async () => {
    const client = createAdminClient(adminUrl, 'secret');
    await visit(pair.proxy.url, 3);
    await pair.proxy.settle();
    expect((await client.status()).routes[0]).toMatchObject({
      id: 'shop',
      state: 'shadow',
      parity: { compared: 3, equal: 3 },
    });
    expect((await client.diff('shop')).route).toBe('shop');
    expect(await client.forget('shop', { by: 'ann', why: 'repaired' })).toMatchObject({
      changed: true,
      decision: { action: 'forget', evidence: { compared: 3, different: 0 } },
    });
    expect((await client.diff('shop')).parity.compared).toBe(0);
    expect(await client.explain({ method: 'GET', url: '/shop/1' })).toMatchObject({
      route: 'shop',
      mirrored: true,
    });
    expect(await client.promote('shop', { percent: 100, by: 'ann' })).toMatchObject({
      changed: true,
      to: { state: 'canary', percent: 100 },
    });
    expect((await client.hold('shop')).decision.action).toBe('hold');
    expect((await client.hold('shop', { release: true })).decision.action).toBe('release');
    expect((await client.rollback('shop', { why: 'enough' })).to).toEqual({ state: 'monolith' });
    expect((await client.rearm('shop')).decision.action).toBe('rearm');
    expect((await client.history({ route: 'shop', limit: 2 })).map(({ action }) => action)).toEqual(
      ['rollback', 'rearm'],
    );
  });

  it('shows the dashboard what it is told of the domains, and nothing where nobody tells', async () => {
    const read = async (url: string): Promise<unknown> =>
      (await fetch(new URL('/picture', url), { headers: bearer })).json();
    expect(await read(adminUrl)).toEqual(pictureOf(adminUrl));
    const alone = await startPair({ state: 'monolith' }, { admin: { port: 0, token: 'secret' } });
    expect(await read(alone.proxy.adminUrl ?? '')).toBeNull();
    await alone.close();
  });

  it('puts into the log what it cannot answer', async () => {
    const logged: object[] = [];
    const torn = () => Promise.reject(new Error('a bug'));
    const broken = await startPair(
      { state: 'monolith' },
      {
        admin: { port: 0, picture: torn },
        log: (level, message, fields) => logged.push({ level, message, ...fields }),
      },
    );
    const answer = await fetch(new URL('/picture', broken.proxy.adminUrl));
    expect([answer.status, await answer.json()]).toEqual([
      500,
      { message: 'The admin address failed; see the log.' },
    ]);
    expect(logged).toContainEqual({
      level: 'error',
      message: 'the admin address failed',
      request: 'GET /picture',
      error: expect.stringContaining('Error: a bug'),
    });
    await broken.close();
  });

  it('brings errors back as they were', async () => {
    const client = createAdminClient(adminUrl, 'secret');
    await expect(client.promote('x')).rejects.toMatchObject({ code: 'PROXY_ROUTE_UNKNOWN' });
    await expect(client.promote('shop', { percent: 900 })).rejects.toMatchObject({
      code: 'PROXY_CHANGE_INVALID',
    });
    const stranger = createAdminClient(adminUrl, 'wrong');
    await expect(stranger.status()).rejects.toMatchObject({ code: 'PROXY_ADMIN_REFUSED' });
    const nobody = createAdminClient('http://127.0.0.1:1');
    await expect(nobody.status()).rejects.toMatchObject({ code: 'PROXY_ADMIN_UNREACHABLE' });
  });

  it.each([
    ['promote', { to: 'foo' }, /"to" of promote has to be one of monolith, /],
    ['promote', { percents: 5 }, /promote does not know "percents"/],
    ['promote', { percent: '5' }, /"percent" of promote has to be a number/],
    ['promote', { toString: 1 }, /promote does not know "toString"/],
    ['hold', { release: 'no' }, /"release" of hold has to be true or false/],
    ['rollback', { by: { name: 'ann' } }, /"by" of rollback has to be a text/],
    ['rehearse', { seconds: null }, /"seconds" of rehearse has to be a number/],
  ] as const)('refuses to %s with %o, and nothing moves', async (action, body, message) => {
    const before = pair.proxy.history().length;
    const answer = await fetch(new URL(`/routes/shop/${action}`, adminUrl), {
      method: 'POST',
      headers: typed,
      body: JSON.stringify(body),
    });
    expect([answer.status, await answer.json()]).toEqual([
      409,
      {
        code: 'PROXY_CHANGE_INVALID',
        message: expect.stringMatching(message),
        hint: expect.stringMatching(/^It takes by, why/),
      },
    ]);
    expect(pair.proxy.history()).toHaveLength(before);
  });

  it.each([
    ['PROXY_STATE_UNWRITABLE', 'PROXY_STATE_UNWRITABLE', 'It failed.'],
    ['PROXY_STATE_CONFLICT', 'PROXY_STATE_CONFLICT', 'It failed.'],
    ['PROXY_ROUTES_INVALID', 'PROXY_ROUTES_INVALID', 'It failed.'],
    ['GATE_CONFIG_INVALID', 'PROXY_ADMIN_REFUSED', 'GATE_CONFIG_INVALID: It failed.'],
    ['toString', 'PROXY_ADMIN_REFUSED', 'toString: It failed.'],
    [undefined, 'PROXY_ADMIN_REFUSED', 'It failed.'],
  ])('says of a refusal with the code %s: %s, %s', async (told, code, message) => {
    const refusing = createServer((_, response) => {
      response.writeHead(409, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ code: told, message: 'It failed.', hint: 'Mend it.' }));
    });
    await new Promise<void>((resolve) => {
      refusing.listen(0, '127.0.0.1', resolve);
    });
    const { port } = refusing.address() as AddressInfo;
    await expect(
      createAdminClient(`http://127.0.0.1:${port}`).promote('shop'),
    ).rejects.toMatchObject({ code, message, hint: 'Mend it.', exitCode: 2 });
    refusing.close();
  });

  it('serves metrics that Prometheus can read', async () => {
    const text = await createAdminClient(adminUrl, 'secret').metrics();
    const lines = text.trimEnd().split('\n');
    for (const line of lines) {
      expect(line).toMatch(
        /^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{([a-z]+="[^"]*",?)+\})? [\d.e+-]+)$/,
      );
    }
    expect(text).toMatch(/ashlar_proxy_requests_total\{route="shop",target="monolith"\} [1-9]/);
    const families = lines.filter((line) => line.startsWith('# TYPE')).map((l) => l.split(' ')[2]);
    expect(new Set(families).size).toBe(families.length);
  });
});

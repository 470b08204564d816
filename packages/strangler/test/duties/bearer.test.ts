import { createHash, createHmac } from 'node:crypto';
import { exportSPKI, importJWK } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { WrittenAuthentication, WrittenBearer } from '../../src/index.ts';
import { echoed, type Gateway, startGateway, WAYS, type Way } from '../support/gateway.ts';
import { headerIn } from '../support/http-upstream.ts';
import { type Issuer, startIssuer } from '../support/issuer.ts';
import { sendRaw, statusesIn } from '../support/raw-client.ts';

let issuer: Issuer;
beforeAll(async () => {
  issuer = await startIssuer();
});
afterAll(() => issuer.close());

const gateways: Gateway[] = [];
afterEach(async () => {
  for (const gateway of gateways.splice(0)) await gateway.close();
});

async function open(
  way: Way,
  authentication: WrittenAuthentication = {},
  bearer: Partial<WrittenBearer> = {},
  clock?: () => number,
): Promise<Gateway> {
  const gateway = await startGateway(
    way,
    {
      authenticators: {
        main: { bearer: { issuer: issuer.name, audience: 'shop', jwks: issuer.url, ...bearer } },
      },
    },
    [{ authentication: { by: 'main', ...authentication } }],
    clock === undefined ? {} : { clock },
  );
  gateways.push(gateway);
  return gateway;
}

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
const encoded = (value: unknown): string =>
  Buffer.from(JSON.stringify(value)).toString('base64url');
const seconds = (): number => Math.floor(Date.now() / 1000);

describe.each(WAYS)('bearer tokens, %s', (way) => {
  it('lets a good one through, and asks for the keys once', async () => {
    const gateway = await open(way);
    const before = issuer.asked;
    const token = await issuer.token();
    for (let i = 0; i < 5; i++) expect((await gateway.ask('/a', bearer(token))).status).toBe(200);
    expect((await gateway.ask('/a', bearer(await issuer.token({ sub: 'bob' })))).status).toBe(200);
    expect(issuer.asked).toBe(before + 1);
  });

  it('keeps body and request whole while it waits for the keys', async () => {
    const gateway = await open(way);
    const body = 'x'.repeat(300_000);
    const answer = await gateway.ask('/a', bearer(await issuer.token()), { method: 'POST', body });
    expect(answer.status).toBe(200);
    expect(echoed(answer).body).toBe(body);
  });

  it('asks whoever says nothing for a token, without an error code', async () => {
    const gateway = await open(way);
    const answer = await gateway.ask('/a');
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="ashlar"');
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(gateway.reached()).toBe(0);
  });

  const bad: [string, () => Promise<string> | string, RegExp][] = [
    ['an expired one', () => issuer.token({ exp: seconds() - 60 }), /expired/],
    ['one that is not yet good', () => issuer.token({ nbf: seconds() + 60 }), /nbf/],
    ['one for another audience', () => issuer.token({ aud: 'bank' }), /aud/],
    ['one without an audience', () => issuer.token({ aud: undefined as never }), /aud/],
    ['one of another issuer', () => issuer.token({ iss: 'https://evil.test' }), /iss/],
    ['one without an end', () => issuer.token({ exp: undefined as never }), /exp/],
    [
      'one with alg none',
      () =>
        `${encoded({ alg: 'none' })}.${encoded({ iss: issuer.name, aud: 'shop', exp: seconds() + 60 })}.`,
      /no signed/,
    ],
    [
      'alg none with a signature for show',
      () =>
        `${encoded({ alg: 'none' })}.${encoded({ iss: issuer.name, aud: 'shop', exp: seconds() + 60 })}.AAAA`,
      /not allowed|malformed/,
    ],
    [
      'one signed with the public key as a shared secret',
      async () => {
        const [key] = (await issuer.jwks()).keys as { kid: string }[];
        const spki = await exportSPKI((await importJWK(key as never, 'ES256')) as never);
        const text = `${encoded({ alg: 'HS256', kid: key?.kid })}.${encoded({ iss: issuer.name, aud: 'shop', exp: seconds() + 60 })}`;
        return `${text}.${createHmac('sha256', spki).update(text).digest('base64url')}`;
      },
      /not allowed/,
    ],
    [
      'one whose payload was changed',
      async () => {
        const [head, , signature] = (await issuer.token()).split('.');
        return `${head}.${encoded({ iss: issuer.name, aud: 'shop', sub: 'root', exp: seconds() + 60 })}.${signature}`;
      },
      /signature/i,
    ],
    ['one whose header brings its own key', () => issuer.token({}, { kid: 'nobody' }), /No key/],
    [
      'one with a critical extension',
      async () => {
        const [, payload, signature] = (await issuer.token()).split('.');
        return `${encoded({ alg: 'ES256', kid: 'one', crit: ['b64'], b64: false })}.${payload}.${signature}`;
      },
      /malformed|signature/i,
    ],
    [
      'an oversized one',
      async () => `${await issuer.token({ junk: 'x'.repeat(9000) })}`,
      /too long/,
    ],
    ['words', () => 'not-a-token', /no signed/],
    ['three dots of nothing', () => 'a.b.c', /malformed/],
    [
      'a payload that is a list',
      () => `${encoded({ alg: 'ES256', kid: 'one' })}.${encoded([1])}.AAAA`,
      /malformed|signature/i,
    ],
  ];
  let strict: Gateway;
  beforeAll(async () => {
    strict = await open(way);
    gateways.pop();
  });
  afterAll(() => strict.close());
  it.each(bad)('refuses %s', async (_, make, why) => {
    const gateway = strict;
    const answer = await gateway.ask('/a', bearer(await make()));
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toMatch(
      /^Bearer realm="ashlar", error="invalid_token", error_description="/,
    );
    expect(answer.headers['www-authenticate']).toMatch(why);
    expect(gateway.reached()).toBe(0);
  });

  it('refuses what it asks for and does not find: scopes with 403, and says which', async () => {
    const gateway = await open(way, { scopes: ['orders.read', 'orders.write'] });
    const few = await gateway.ask('/a', bearer(await issuer.token({ scope: 'orders.read' })));
    expect(few.status).toBe(403);
    expect(few.headers['www-authenticate']).toMatch(
      /error="insufficient_scope".*scope="orders.read orders.write"/,
    );
    const enough = await issuer.token({ scp: ['orders.write', 'orders.read'] });
    expect((await gateway.ask('/a', bearer(enough))).status).toBe(200);
  });

  it.each([
    [{ tenant: 'acme' }, 200],
    [{ tenant: ['globex', 'acme'] }, 200],
    [{ tenant: 'evil' }, 403],
    [{}, 403],
  ])('lets in by claims: %j -> %i', async (claims, status) => {
    const gateway = await open(way, { claims: { tenant: ['acme', 'umbrella'], sub: '*' } });
    expect((await gateway.ask('/a', bearer(await issuer.token(claims)))).status).toBe(status);
  });

  it.each([
    [{}, 403],
    [{ anyone: true }, 200],
    [{ scopes: ['read'] }, 200],
  ])('denies by default where the table says so: %j -> %i', async (rules, status) => {
    const gateway = await open(way, { otherwise: 'deny', ...rules });
    const token = await issuer.token({ scope: 'read' });
    expect((await gateway.ask('/a', bearer(token))).status).toBe(status);
  });

  it('takes a one-time token once', async () => {
    const gateway = await open(way, {}, { oneTime: true });
    const token = await issuer.token({ jti: `once-${way}` });
    expect((await gateway.ask('/a', bearer(token))).status).toBe(200);
    const again = await gateway.ask('/a', bearer(token));
    expect(again.status).toBe(401);
    expect(again.headers['www-authenticate']).toContain('used before');
    expect((await gateway.ask('/a', bearer(await issuer.token()))).status).toBe(401);
  });

  it('never passes on who a client says it is, and says what was verified', async () => {
    const gateway = await open(way, {
      headers: { 'X-User-Id': 'sub', 'X-Tenant': 'tenant' },
      strip: ['X-Admin'],
    });
    const token = await issuer.token({ sub: 'ann' });
    const got = echoed(
      await gateway.ask('/a', {
        ...bearer(token),
        'x-user-id': 'root',
        'x-tenant': 'evil',
        x_user_id: 'root',
        'X-ADMIN': '1',
      }),
    );
    expect(headerIn(got, 'x-user-id')).toEqual(['ann']);
    for (const name of ['x-tenant', 'x_user_id', 'x-admin']) {
      expect(headerIn(got, name)).toEqual([]);
    }
    expect(headerIn(got, 'authorization')).toEqual([`Bearer ${token}`]);
  });

  it('never passes it on where another route tells who somebody is', async () => {
    const main = { bearer: { issuer: issuer.name, audience: 'shop', jwks: issuer.url } };
    const told = { by: 'main', headers: { 'X-User-Id': 'sub' } };
    const gateway = await startGateway(way, { authenticators: { main } }, [
      { match: '/open', authentication: false },
      { match: '/others', authentication: { by: 'main', headers: { 'X-Partner': 'sub' } } },
      { authentication: told },
    ]);
    gateways.push(gateway);
    const forged = { 'x-user-id': 'root', x_user_id: 'root', 'x-other': 'kept' };
    for (const path of ['/open', '/others']) {
      const signed = path === '/open' ? {} : bearer(await issuer.token());
      const got = echoed(await gateway.ask(path, { ...signed, ...forged }));
      const passed = Object.keys(forged).filter((name) => headerIn(got, name).length > 0);
      expect(passed, path).toEqual(['x-other']);
    }
  });

  it('serves nobody in particular where authentication is optional, but no bad token', async () => {
    const gateway = await open(way, { optional: true, headers: { 'X-User-Id': 'sub' } });
    const nobody = echoed(await gateway.ask('/a', { 'x-user-id': 'root' }));
    expect(headerIn(nobody, 'x-user-id')).toEqual([]);
    expect((await gateway.ask('/a', bearer('a.b.c'))).status).toBe(401);
  });
});

describe('remembered tokens', () => {
  it('are forgotten when they expire', async () => {
    let offset = 0;
    const gateway = await open('fast', {}, { leewaySeconds: 0 }, () => Date.now() + offset);
    const token = await issuer.token({ exp: seconds() + 100 });
    expect((await gateway.ask('/a', bearer(token))).status).toBe(200);
    offset = 101_000;
    expect((await gateway.ask('/a', bearer(token))).status).toBe(401);
  });

  it('are refused once they are too old', async () => {
    let offset = 0;
    const gateway = await open(
      'fast',
      {},
      { maxAgeSeconds: 30, leewaySeconds: 0 },
      () => Date.now() + offset,
    );
    const token = await issuer.token();
    expect((await gateway.ask('/a', bearer(token))).status).toBe(200);
    offset = 31_000;
    expect((await gateway.ask('/a', bearer(token))).status).toBe(401);
  });
});

it('two Authorization fields are nobody', async () => {
  const gateway = await open('fast');
  const token = await issuer.token();
  const raw = `GET /a HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\nAuthorization: Bearer x\r\n\r\n`;
  const { text } = await sendRaw(gateway.proxy.url, raw, { until: (seen) => seen.includes('}') });
  expect(statusesIn(text)).toEqual([400]);
  expect(text).toMatch(/error="invalid_request"/);
});

it('pipelined requests are each judged by their own token', async () => {
  const gateway = await open('fast');
  const token = await issuer.token();
  const one = (credential: string): string =>
    `GET /a HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${credential}\r\n\r\n`;
  const { text } = await sendRaw(gateway.proxy.url, one(token) + one('a.b.c') + one(token), {
    quietMs: 3000,
    until: (seen) => statusesIn(seen).length === 3,
  });
  expect(statusesIn(text)).toEqual([200, 401, 200]);
});

describe('API keys', () => {
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  it.each(WAYS)('are known by their hash, %s', async (way) => {
    const gateway = await startGateway(
      way,
      {
        authenticators: {
          partners: {
            apiKey: {
              keys: [
                {
                  id: 'acme',
                  sha256: sha256('k-acme'),
                  scopes: ['read'],
                  claims: { plan: 'gold' },
                },
                { id: 'gone', sha256: sha256('k-gone'), expires: '2001-01-01' },
              ],
            },
          },
        },
      },
      [
        {
          authentication: {
            by: 'partners',
            scopes: ['read'],
            headers: { 'X-Partner': 'sub', 'X-Plan': 'plan' },
            hideCredential: true,
          },
        },
      ],
    );
    gateways.push(gateway);
    const got = echoed(await gateway.ask('/a', { 'x-api-key': 'k-acme', 'x-partner': 'evil' }));
    expect(headerIn(got, 'x-partner')).toEqual(['acme']);
    expect(headerIn(got, 'x-plan')).toEqual(['gold']);
    expect(headerIn(got, 'x-api-key')).toEqual([]);
    for (const key of ['k-gone', 'k-none', sha256('k-acme'), 'x'.repeat(2000)]) {
      expect((await gateway.ask('/a', { 'x-api-key': key })).status).toBe(401);
    }
    const none = await gateway.ask('/a');
    expect(none.status).toBe(401);
    expect(none.headers['www-authenticate']).toBe('Ashlar realm="ashlar"');
  });
});

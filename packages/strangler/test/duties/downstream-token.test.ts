import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Mint } from '../../src/duties/tokens/mint.ts';
import {
  newSigningKey,
  rotated,
  type SigningKey,
  signingKey,
} from '../../src/duties/tokens/signing-keys.ts';
import { loadRoutes } from '../../src/index.ts';
import type { DownstreamTokenSettings } from '../../src/model/duties.ts';
import type { Identity } from '../../src/model/identity.ts';
import { echoed, type Gateway, startGateway, WAYS } from '../support/gateway.ts';
import { headerIn } from '../support/http-upstream.ts';
import { type Issuer, startIssuer } from '../support/issuer.ts';
import { json, startPair } from '../support/pair.ts';

let issuer: Issuer;
const folder = mkdtempSync(join(tmpdir(), 'ashlar-keys-'));
beforeAll(async () => {
  issuer = await startIssuer();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await issuer.close();
});
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const authenticators = () => ({
  main: { bearer: { issuer: issuer.name, audience: 'shop', jwks: issuer.url } },
});

const settings: DownstreamTokenSettings = {
  issuer: 'https://gateway.test',
  algorithm: 'EdDSA',
  header: 'Ashlar-Identity',
  lifetimeSeconds: 60,
  rotateSeconds: 3600,
  announceSeconds: 600,
  claims: ['tenant'],
  keyFile: undefined,
};
const ann: Identity = {
  by: 'main',
  subject: 'ann',
  claims: { sub: 'ann', tenant: 'acme', email: 'ann@acme.test', iss: 'evil', aud: 'evil' },
  scopes: new Set(['b', 'a']),
};
const noFailure = (why: string): void => {
  throw new Error(why);
};

describe.each(WAYS)('the downstream token, %s', (way) => {
  it.each(['EdDSA', 'ES256'] as const)(
    'in %s verifies against the published keys, for its service only',
    async (algorithm) => {
      const gateway: Gateway = await startGateway(
        way,
        {
          authenticators: authenticators(),
          downstreamToken: { issuer: 'https://gateway.test', algorithm, claims: ['tenant'] },
        },
        [{ match: '/public/**' }, { authentication: { by: 'main' } }],
        { admin: { port: 0, token: 'secret' } },
      );
      closers.push(() => gateway.close());
      const got = echoed(
        await gateway.ask('/a', {
          authorization: `Bearer ${await issuer.token({ tenant: 'acme', scope: 'b a' })}`,
          'ashlar-identity': 'forged',
        }),
      );
      const [token = '', ...others] = headerIn(got, 'ashlar-identity');
      expect(others).toEqual([]);
      const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', gateway.proxy.adminUrl));
      const { payload } = await jwtVerify(token, keys, {
        issuer: 'https://gateway.test',
        audience: 'monolith',
        algorithms: [algorithm],
      });
      expect(payload).toMatchObject({ sub: 'ann', tenant: 'acme', scope: 'a b', amr: ['main'] });
      expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60);
      await expect(jwtVerify(token, keys, { audience: 'inventory' })).rejects.toThrow(/aud/);
      // A route for everybody takes the field away all the same.
      const open = echoed(
        await gateway.ask('/public/a', { 'Ashlar-Identity': token, ashlar_identity: token }),
      );
      expect(headerIn(open, 'ashlar-identity')).toEqual([]);
      expect(headerIn(open, 'ashlar_identity')).toEqual([]);
    },
  );
});

it('replaces Authorization where the table says so', async () => {
  const gateway = await startGateway(
    'fast',
    { authenticators: authenticators(), downstreamToken: { issuer: 'g', header: 'Authorization' } },
    [{ authentication: { by: 'main' } }],
  );
  closers.push(() => gateway.close());
  const token = await issuer.token();
  const got = echoed(await gateway.ask('/a', { authorization: `Bearer ${token}` }));
  const [value = ''] = headerIn(got, 'authorization');
  expect(headerIn(got, 'authorization')).toHaveLength(1);
  expect(decodeProtectedHeader(value.replace('Bearer ', ''))).toMatchObject({ alg: 'EdDSA' });
});

it('gives the shadow copy a token of its own, and no forged identity', async () => {
  const pair = await startPair({});
  closers.push(() => pair.close());
  const fields: Record<string, unknown>[] = [];
  for (const side of [pair.monolith, pair.service]) {
    side.answer = (request, response) => {
      fields.push({ side: side === pair.monolith ? 'monolith' : 'service', ...request.headers });
      json({ ok: true })(request, response);
    };
  }
  await pair.proxy.reload(
    loadRoutes({
      schemaVersion: 1,
      upstreams: {
        monolith: pair.monolith.upstream.url,
        shop: { url: pair.service.upstream.url, audience: 'https://shop.test' },
      },
      authenticators: authenticators(),
      downstreamToken: { issuer: 'g' },
      routes: [
        {
          match: '/**',
          state: 'shadow',
          service: 'shop',
          shadow: { noise: 0 },
          authentication: { by: 'main', headers: { 'X-User': 'sub' } },
        },
      ],
    }),
  );
  const answer = await fetch(`${pair.proxy.url}/a`, {
    headers: { authorization: `Bearer ${await issuer.token()}`, 'x-user': 'root' },
  });
  await answer.text();
  await pair.proxy.settle();
  const audience = (token: unknown): unknown =>
    JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString()).aud;
  const told = fields.map((got) => [got.side, got['x-user'], audience(got['ashlar-identity'])]);
  expect(told).toContainEqual(['monolith', 'ann', 'monolith']);
  expect(told).toContainEqual(['service', 'ann', 'https://shop.test']);
  expect(told.every(([, user]) => user === 'ann')).toBe(true);
});

describe('Mint', () => {
  it('signs once per service for half a lifetime, and never for two services at once', () => {
    let now = 1_000_000_000_000;
    const mint = new Mint(settings, () => now, noFailure);
    const first = mint.token(ann, 'inventory');
    expect(mint.token(ann, 'inventory')).toBe(first);
    expect(mint.token(ann, 'orders')).not.toBe(first);
    expect(mint.token({ ...ann, subject: 'bob' }, 'inventory')).not.toBe(first);
    now += 30_000;
    expect(mint.token(ann, 'inventory')).not.toBe(first);
  });

  it('passes on the claims named and lets none of them stand for its own', async () => {
    const now = Date.now();
    const mint = new Mint(
      { ...settings, claims: ['tenant', 'iss', 'aud', 'exp'] },
      () => now,
      noFailure,
    );
    const { payload } = await jwtVerify(
      mint.token(ann, 'inventory'),
      createLocalJWKSet(mint.jwks() as never),
    );
    expect(payload).toMatchObject({
      iss: 'https://gateway.test',
      aud: 'inventory',
      tenant: 'acme',
    });
    expect(payload.email).toBeUndefined();
  });

  it('publishes no private part', () => {
    const mint = new Mint(settings, () => 0, noFailure);
    expect(JSON.stringify(mint.jwks())).not.toContain('"d"');
  });

  it('turns its keys over so that every token verifies with the keys published at any time of its life', async () => {
    let now = 1_000_000_000_000;
    const mint = new Mint(
      { ...settings, rotateSeconds: 240, announceSeconds: 60 },
      () => now,
      noFailure,
    );
    const living: { token: string; until: number }[] = [];
    const kids = new Set<string>();
    const published: ReturnType<Mint['jwks']>[] = [];
    for (let step = 0; step < 120; step++, now += 11_000) {
      const token = mint.token(ann, 'inventory');
      kids.add(String(decodeProtectedHeader(token).kid));
      living.push({ token, until: now + 30_000 });
      published.push(mint.jwks());
      const verify = (of: string, keys: object | undefined) =>
        jwtVerify(of, createLocalJWKSet(keys as never), { currentDate: new Date(now) });
      // Those who verify may have fetched their keys 55 s ago.
      await verify(token, published.at(-6) ?? published[0]);
      for (const one of living.filter(({ until }) => until > now)) {
        expect((await verify(one.token, mint.jwks())).payload.sub).toBe('ann');
      }
      expect(mint.jwks().keys.length).toBeLessThanOrEqual(3);
    }
    expect(kids.size).toBeGreaterThan(3);
  });

  it('shares keys by a file that only its user may read, and takes them up after a restart', () => {
    const keyFile = join(folder, 'keys.json');
    const one = new Mint({ ...settings, keyFile }, () => 0, noFailure);
    const other = new Mint({ ...settings, keyFile }, () => 0, noFailure);
    expect(other.jwks()).toEqual(one.jwks());
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
    expect(readFileSync(keyFile, 'utf8')).toContain('"d"');
  });

  it.each(['{', '{"schemaVersion":1,"keys":[{}]}', '[]'])('refuses a key file with %s', (text) => {
    const keyFile = join(folder, 'bad.json');
    rmSync(keyFile, { force: true });
    writeFileSync(keyFile, text);
    expect(() => new Mint({ ...settings, keyFile }, () => 0, noFailure)).toThrow(
      expect.objectContaining({ code: 'PROXY_KEYS_INVALID' }),
    );
  });
});

describe('rotated', () => {
  const times = { lifetimeSeconds: 60, rotateSeconds: 3600, announceSeconds: 600 };
  const make = (createdAt: number, signsFrom: number): SigningKey =>
    newSigningKey('EdDSA', createdAt, signsFrom);
  it('announces a key before it signs, and keeps the old one until its tokens are over', () => {
    const start = rotated([], times, 0, make);
    expect(start).toHaveLength(1);
    expect(rotated(start, times, 2_999_999, make)).toBe(start);
    const announced = rotated(start, times, 3_000_000, make);
    expect(announced).toHaveLength(2);
    expect(signingKey(announced, 3_599_999)).toBe(start[0]);
    expect(signingKey(announced, 3_600_000)).toBe(announced[1]);
    expect(rotated(announced, times, 3_719_999, make)).toHaveLength(2);
    expect(rotated(announced, times, 3_720_000, make)).toEqual([announced[1]]);
  });
  it('makes a key at once after a long sleep', () => {
    const start = rotated([], times, 0, make);
    const later = rotated(start, times, 100_000_000, make);
    expect(later).toHaveLength(2);
    expect(signingKey(later, 100_000_000)).toBe(start[0]);
  });
});

import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { WrittenRoute, WrittenRouteTable } from '../src/index.ts';
import { startIntrospection, startTlsUpstream } from './duty-partners.ts';

export interface Candidate {
  readonly name: string;
  readonly table: Partial<WrittenRouteTable>;
  readonly headers: Readonly<Record<string, string>>;
  /** Body to post; undefined: GET. */
  readonly post?: string;
  /** What it is held against: the same request without the duty. */
  readonly base?: string;
}

const json = { 'content-type': 'application/json' };
const BODY = JSON.stringify({
  sku: 'SKU-1',
  quantity: 3,
  note: 'x'.repeat(120),
  lines: [{ sku: 'SKU-2' }, { sku: 'SKU-3' }],
});
const DOCUMENT = {
  openapi: '3.1.0',
  paths: {
    '/api/1k': {
      post: {
        requestBody: {
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['sku', 'quantity'],
                properties: {
                  sku: { type: 'string', pattern: '^SKU-\\d+$' },
                  quantity: { type: 'integer', minimum: 1 },
                  note: { type: 'string', maxLength: 500 },
                  lines: { type: 'array', items: { type: 'object', required: ['sku'] } },
                },
              },
            },
          },
        },
      },
    },
  },
};

/** Those that need a partner: an authority for sessions, an upstream with TLS, a Redis. */
async function partnered(folder: string, upstream: number, redis: string): Promise<Candidate[]> {
  const route = { match: '/**', state: 'monolith' } as const;
  const plenty = { limit: 1_000_000_000, seconds: 1 };
  const quotaStore = { url: redis, prefix: `ashlar-bench-${process.pid}`, timeoutMs: 1000 };
  const cookie = { cookie: 'sid=1' };
  const tls = await startTlsUpstream(upstream);
  const file = (name: string, text = ''): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  return [
    {
      name: 'rate limit, counted in Redis',
      table: { quotaStore, routes: [{ ...route, rateLimits: [plenty] }] },
      headers: {},
    },
    {
      name: 'concurrency limit, counted in Redis',
      table: { quotaStore, routes: [{ ...route, concurrency: [{ limit: 1000 }] }] },
      headers: {},
    },
    { name: 'none, with a cookie', table: {}, headers: cookie },
    {
      name: 'session, believed for 30 s',
      table: {
        authenticators: {
          main: { session: { cookie: 'sid', introspect: await startIntrospection() } },
        },
        routes: [{ ...route, authentication: { by: 'main' } }],
      },
      headers: cookie,
      base: 'none, with a cookie',
    },
    ...(tls === undefined
      ? []
      : [
          {
            name: 'mutual TLS to the upstream, connections kept',
            table: {
              upstreams: {
                monolith: {
                  url: tls.url,
                  tls: {
                    ca: file('ca.pem', tls.ca),
                    cert: file('cert.pem', tls.cert),
                    key: file('key.pem', tls.key),
                  },
                },
              },
            },
            headers: {},
          },
        ]),
  ];
}

/** One table per duty. Keys go into files in `folder`. */
export async function candidates(
  folder: string,
  upstream: number,
  redis: string,
): Promise<Candidate[]> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwks = join(folder, 'jwks.json');
  writeFileSync(jwks, JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k' }] }));
  const api = join(folder, 'openapi.json');
  writeFileSync(api, JSON.stringify(DOCUMENT));
  const token = await new SignJWT({ tenant: 'acme', scope: 'read write' })
    .setProtectedHeader({ alg: 'ES256', kid: 'k' })
    .setIssuer('issuer')
    .setAudience('shop')
    .setSubject('ann')
    .setExpirationTime('1h')
    .sign(privateKey);
  const bearer = { authorization: `Bearer ${token}` };
  const authenticators = {
    main: { bearer: { issuer: 'issuer', audience: 'shop', jwks } },
    keys: {
      apiKey: { keys: [{ id: 'a', sha256: createHash('sha256').update('key').digest('hex') }] },
    },
  };
  const one = (route: Partial<WrittenRoute>): Partial<WrittenRouteTable> => ({
    authenticators,
    routes: [{ match: '/**', state: 'monolith', ...route }],
  });
  const plenty = { limit: 1_000_000_000, seconds: 1 };
  return [
    { name: 'none', table: {}, headers: {} },
    { name: 'none, with a token', table: {}, headers: bearer },
    {
      name: 'bearer token, remembered',
      table: one({
        authentication: { by: 'main', scopes: ['read'], headers: { 'X-User': 'sub' } },
      }),
      headers: bearer,
      base: 'none, with a token',
    },
    {
      name: 'the same, and a downstream token',
      table: {
        ...one({ authentication: { by: 'main', scopes: ['read'] } }),
        downstreamToken: { issuer: 'gateway', claims: ['tenant'] },
      },
      headers: bearer,
      base: 'none, with a token',
    },
    {
      name: 'bearer token, verified each time',
      table: {
        ...one({ authentication: { by: 'main' } }),
        authenticators: { main: { bearer: { ...authenticators.main.bearer, remembered: 0 } } },
      },
      headers: bearer,
      base: 'none, with a token',
    },
    {
      name: 'API key',
      table: one({ authentication: { by: 'keys' } }),
      headers: { 'x-api-key': 'key' },
    },
    { name: 'rate limit', table: one({ rateLimits: [plenty] }), headers: {} },
    {
      name: 'headers changed, both ways',
      table: one({
        transform: [
          {
            for: 'both',
            request: { headers: { set: { 'X-Version': '2' } } },
            response: { headers: { remove: ['Date'] } },
          },
        ],
      }),
      headers: {},
    },
    {
      name: 'JSON answer of 1 KB changed',
      table: one({ transform: [{ for: 'both', response: { body: { rename: { items: 'x' } } } }] }),
      headers: {},
    },
    {
      name: 'CORS',
      table: one({ cors: { origins: ['https://a.test'] } }),
      headers: { origin: 'https://a.test' },
    },
    { name: 'Location and cookies', table: one({ rewrite: {} }), headers: {} },
    { name: 'none, POST of 0.2 KB', table: {}, headers: json, post: BODY },
    {
      name: 'POST held to OpenAPI',
      table: one({ validation: { openapi: api } }),
      headers: json,
      post: BODY,
      base: 'none, POST of 0.2 KB',
    },
    {
      name: 'traces of 1 %, no collector there',
      table: {
        ...one({ observe: { traces: 0.01 } }),
        observability: { traces: { endpoint: 'http://127.0.0.1:1/v1/traces' } },
      },
      headers: {},
    },
    {
      name: 'access log of all',
      table: {
        ...one({ observe: { accessLog: 1 } }),
        observability: { accessLog: join(folder, 'access.jsonl') },
      },
      headers: {},
    },
    {
      name: 'concurrency limit',
      table: one({ concurrency: [{ limit: 1000 }] }),
      headers: {},
    },
    ...(await partnered(folder, upstream, redis)),
  ];
}

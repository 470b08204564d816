import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { WrittenRoute, WrittenRouteTable } from '../src/index.ts';
import { BODY, DOCUMENT, FORMS } from './duty-document.ts';
import {
  type ClientTls,
  issueClient,
  startIntrospection,
  startTlsUpstream,
} from './duty-partners.ts';

const json = { 'content-type': 'application/json' };

export interface Candidate {
  readonly name: string;
  readonly table: Partial<WrittenRouteTable>;
  readonly headers: Readonly<Record<string, string>>;
  /** Body to post; undefined: GET. */
  readonly post?: string;
  /** Certificates: it serves TLS to clients that show one. Its partner takes the load there. */
  readonly tls?: ClientTls;
  /** What it is held against: the same request without the duty. */
  readonly base?: string;
}

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
    ...certified(),
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

/** Who it is by the certificate, beside TLS that asks for one and does no more. */
function certified(): Candidate[] {
  const tls = issueClient();
  if (tls === undefined) return [];
  const identities = [{ id: 'a', match: 'CN:client' }];
  const asked = { headers: {}, tls };
  return [
    { name: 'none, TLS with a client certificate', table: {}, ...asked },
    {
      name: 'client certificate as identity',
      table: {
        authenticators: { main: { certificate: { identities } } },
        routes: [{ match: '/**', state: 'monolith', authentication: { by: 'main' } }],
      },
      ...asked,
      base: 'none, TLS with a client certificate',
    },
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
    ...FORMS.flatMap(([kind, type, post]) => {
      const asked = { headers: { 'content-type': type }, post };
      return [
        { name: `none, POST of ${kind}`, table: {}, ...asked },
        {
          name: `POST of ${kind} held to OpenAPI`,
          table: one({ validation: { openapi: api } }),
          ...asked,
          base: `none, POST of ${kind}`,
        },
      ];
    }),
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

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkRoutes, explainRoute, loadRoutes, type WrittenRouteTable } from '../../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'ashlar-authentication-'));
afterAll(() => rmSync(folder, { recursive: true }));

const bearer = { issuer: 'i', audience: 'a', jwks: 'https://i.test/jwks' };
const hash = 'a'.repeat(64);

function table(more: object, route: object = {}, defaults: object = {}): WrittenRouteTable {
  return {
    schemaVersion: 1,
    upstreams: { monolith: 'http://127.0.0.1:1' },
    defaults,
    routes: [{ match: '/**', state: 'monolith', ...route }],
    ...more,
  } as WrittenRouteTable;
}

function failure(written: WrittenRouteTable): { code: string; message: string; hint: string } {
  try {
    loadRoutes(written);
  } catch (error) {
    return error as { code: string; message: string; hint: string };
  }
  throw new Error('nothing was thrown');
}

describe('authentication in a route table', () => {
  it('is off where nobody asks for it, and taken back by false', () => {
    const authenticators = { main: { bearer } };
    expect(loadRoutes(table({})).routes[0]?.authentication).toBeUndefined();
    const asked = { authentication: { by: 'main' } };
    const open = table({ authenticators }, { authentication: false }, asked);
    expect(loadRoutes(open).routes[0]?.authentication).toBeUndefined();
    const closed = table({ authenticators }, { authentication: { scopes: ['x'] } }, asked);
    expect(loadRoutes(closed).routes[0]?.authentication).toMatchObject({
      by: ['main'],
      scopes: ['x'],
      optional: false,
    });
  });

  it.each<[string, object, object, RegExp]>([
    [
      'an unknown authenticator',
      { authenticators: { main: { bearer } } },
      { authentication: { by: 'mian' } },
      /routes\[0\]\.authentication\.by "mian" is not among/,
    ],
    ['nobody to ask', {}, { authentication: { scopes: ['x'] } }, /names no authenticator/],
    [
      'two kinds in one',
      { authenticators: { main: { bearer, apiKey: { keys: [] } } } },
      {},
      /authenticators\.main/,
    ],
    [
      'no audience',
      { authenticators: { main: { bearer: { issuer: 'i', jwks: 'x' } } } },
      {},
      /bearer lacks "audience"/,
    ],
    [
      'a shared secret',
      { authenticators: { main: { bearer: { ...bearer, algorithms: ['HS256'] } } } },
      {},
      /algorithms\[0\] must be one of RS256/,
    ],
    [
      'no algorithm at all',
      { authenticators: { main: { bearer: { ...bearer, algorithms: ['none'] } } } },
      {},
      /must be one of/,
    ],
    [
      'a key in the clear',
      { authenticators: { p: { apiKey: { keys: [{ id: 'x', sha256: 'secret' }] } } } },
      {},
      /keys\[0\]\.sha256/,
    ],
    [
      'a secret in an address',
      { authenticators: { s: { session: { cookie: 'sid', introspect: 'http://user:pw@h/' } } } },
      {},
      /introspect/,
    ],
    [
      'scopes that keep nobody out',
      { authenticators: { main: { bearer } } },
      { authentication: { by: 'main', optional: true, scopes: ['x'] } },
      /keep nobody out/,
    ],
    ['an unknown key', { downstreamToken: { issuer: 'g', colour: 1 } }, {}, /"colour"/],
  ])('with %s is refused, and the place named', (_, more, route, message) => {
    const error = failure(table(more, route));
    expect(error.code).toBe('PROXY_ROUTES_INVALID');
    expect(error.message).toMatch(message);
    expect(error.hint).not.toBe('');
  });

  it('reads keys from files beside the table', () => {
    writeFileSync(
      join(folder, 'keys.yaml'),
      `keys:\n  - { id: acme, sha256: ${hash.toUpperCase()} }\n`,
    );
    writeFileSync(join(folder, 'jwks.json'), '{"keys":[{"kty":"EC"}]}');
    const file = join(folder, 'routes.json');
    writeFileSync(
      file,
      JSON.stringify(
        table({
          authenticators: {
            partners: { apiKey: { keys: 'keys.yaml' } },
            main: { bearer: { ...bearer, jwks: './jwks.json' } },
          },
        }),
      ),
    );
    const { authenticators } = loadRoutes(file);
    expect(authenticators.partners).toMatchObject({
      header: 'x-api-key',
      keys: [{ id: 'acme', sha256: hash }],
    });
    expect(authenticators.main).toMatchObject({ jwks: { keys: [{ kty: 'EC' }] } });
  });

  it.each([
    ['absent.yaml', undefined, /cannot be read/],
    ['words.yaml', 'words', /no list/],
    ['broken.yaml', 'keys: [', /cannot be used/],
    ['clear.yaml', 'keys: [{id: a, sha256: secret}]', /keys\[0\]\.sha256/],
    [
      'twice.yaml',
      `keys: [{id: a, sha256: ${hash}}, {id: b, sha256: ${hash}}]`,
      /"b" stands there twice/,
    ],
    ['time.yaml', `keys: [{id: a, sha256: ${hash}, expires: "2026-99-99"}]`, /no real time/],
  ])('refuses %s as keys', (name, text, message) => {
    const file = join(folder, name);
    if (text !== undefined) writeFileSync(file, text);
    const error = failure(table({ authenticators: { p: { apiKey: { keys: file } } } }));
    expect(error.code).toBe('PROXY_KEYS_INVALID');
    expect(error.message).toMatch(message);
  });

  it('finds routes that let nobody in, and keys that come without TLS', () => {
    const findings = checkRoutes(
      loadRoutes(
        table(
          { authenticators: { main: { bearer: { ...bearer, jwks: 'http://idp.internal/jwks' } } } },
          {},
          { authentication: { by: 'main', otherwise: 'deny' } },
        ),
      ),
    );
    expect(findings.map(({ kind }) => kind)).toEqual(['nobody-let-in', 'keys-over-plain-http']);
    const local = { bearer: { ...bearer, jwks: 'http://127.0.0.1:9/jwks' } };
    const fine = table(
      { authenticators: { main: local } },
      { authentication: { anyone: true } },
      { authentication: { by: 'main', otherwise: 'deny' } },
    );
    expect(checkRoutes(loadRoutes(fine))).toEqual([]);
  });

  it('is mentioned when a request is explained', () => {
    const written = table(
      { authenticators: { main: { bearer } } },
      { authentication: { by: 'main' } },
    );
    const { because } = explainRoute(loadRoutes(written), { method: 'GET', url: '/' });
    expect(because.join('\n')).toContain('needs authentication by main');
  });
});

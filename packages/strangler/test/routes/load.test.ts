import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadRoutes, ProxyError, type WrittenRouteTable } from '../../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'ashlar-routes-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(content: string): string {
  const path = join(folder, `${Math.abs(content.length)}-routes.yaml`);
  writeFileSync(path, content);
  return path;
}

function failure(load: () => unknown): ProxyError {
  try {
    load();
  } catch (error) {
    if (error instanceof ProxyError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

const upstreams = { monolith: 'http://127.0.0.1:1', inventory: 'http://127.0.0.1:2' };

describe('loadRoutes', () => {
  it('lets the latency of a service not count', () => {
    const latencyOf = (latency: number | false): number | undefined =>
      loadRoutes({
        schemaVersion: 1,
        upstreams,
        routes: [{ match: '/**', state: 'monolith', budget: { latency } }],
      }).routes[0]?.budget.latency;
    expect(latencyOf(false)).toBe(Number.POSITIVE_INFINITY);
    expect(latencyOf(2)).toBe(2);
    expect(failure(() => latencyOf(0.5)).message).toContain('budget.latency must be >= 1');
  });

  it('takes the smallest table from a file and fills in the rest', () => {
    const table = loadRoutes(
      file(
        'schemaVersion: 1\nupstreams: {monolith: "http://127.0.0.1:1", inventory: "http://127.0.0.1:2"}\nroutes:\n  - {match: /inventory/**, service: inventory, state: canary, percent: 25}\n  - {match: /**, state: monolith}\n',
      ),
    );
    expect(table.routes.map(({ id, declared, service }) => ({ id, declared, service }))).toEqual([
      { id: 'inventory', declared: { state: 'canary', percent: 25 }, service: 'inventory' },
      { id: 'root', declared: { state: 'monolith' }, service: undefined },
    ]);
    expect(table.routes[0]?.shadow.methods).toEqual(['GET', 'HEAD']);
    expect(table.upstreams.inventory).toMatchObject({ host: '127.0.0.1', port: 2, tls: false });
  });

  it('keeps ids apart when patterns look alike', () => {
    const table = loadRoutes({
      schemaVersion: 1,
      upstreams,
      routes: [
        { match: '/a/*', state: 'monolith' },
        { match: '/a', state: 'monolith' },
        { match: '/a', methods: ['post'], state: 'monolith' },
      ],
    });
    expect(table.routes.map((route) => route.id)).toEqual(['a', 'a-2', 'post-a']);
  });

  it('lets a route override the defaults of the table', () => {
    const table = loadRoutes({
      schemaVersion: 1,
      upstreams,
      defaults: { compare: { ignore: ['$.at'], tolerance: 1 }, fallback: false },
      routes: [{ match: '/**', state: 'monolith', compare: { tolerance: 2 } }],
    });
    expect(table.routes[0]?.compare).toMatchObject({ ignore: ['$.at'], tolerance: 2 });
    expect(table.routes[0]?.fallback).toEqual([]);
  });

  it.each<[string, object, RegExp]>([
    ['an unknown key', { match: '/**', state: 'monolith', colour: 1 }, /routes\[0\].*"colour"/],
    ['an unknown state', { match: '/**', state: 'canry' }, /routes\[0\]\.state must be one of/],
    ['a relative match', { match: 'x', state: 'monolith' }, /routes\[0\]\.match/],
    ['** in the middle', { match: '/**/x', state: 'monolith' }, /before its end/],
    [
      'an escape in a path',
      { match: '/a/%20', state: 'monolith' },
      /has % in "%20": write \* for a segment/,
    ],
    ['a query in a path', { match: '/a?b=1', state: 'monolith' }, /has \? in "a\?b=1".*`query`/],
    ['a canary without percent', { match: '/', state: 'canary', service: 'inventory' }, /percent/],
    ['a shadow without service', { match: '/', state: 'shadow' }, /names no service/],
    [
      'an unknown service',
      { match: '/', state: 'shadow', service: 'x' },
      /not among the upstreams/,
    ],
    ['the monolith as service', { match: '/', state: 'shadow', service: 'monolith' }, /itself/],
    [
      'a percent over 100',
      { match: '/', state: 'canary', service: 'inventory', percent: 101 },
      /percent/,
    ],
  ])('refuses %s and says where', (_, route, message) => {
    const table = { schemaVersion: 1, upstreams, routes: [route] } as WrittenRouteTable;
    const error = failure(() => loadRoutes(table));
    expect(error.code).toBe('PROXY_ROUTES_INVALID');
    expect(error.message).toMatch(message);
    expect(error.hint).not.toBe('');
  });

  it.each([
    ['PROXY_ROUTES_NOT_FOUND', () => loadRoutes(join(folder, 'absent.yaml'))],
    ['PROXY_ROUTES_SYNTAX', () => loadRoutes(file('routes: [\n'))],
    ['PROXY_ROUTES_INVALID', () => loadRoutes(file('just text'))],
    ['PROXY_ROUTES_TOO_NEW', () => loadRoutes(file('schemaVersion: 2\n'))],
  ])('throws %s for a file it cannot use', (code, load) => {
    expect(failure(load)).toMatchObject({ code, exitCode: 2 });
  });

  it.each([
    ['without a sandbox', { methods: ['POST'] }, false],
    ['without a key', { methods: ['POST'], sandbox: true as const }, false],
    [
      'with both',
      { methods: ['POST'], sandbox: true as const, idempotencyKeyHeader: 'Idempotency-Key' },
      true,
    ],
  ])('mirrors writes %s: %j -> %s', (_, shadow, fine) => {
    const load = () =>
      loadRoutes({
        schemaVersion: 1,
        upstreams,
        routes: [{ match: '/**', state: 'shadow', service: 'inventory', shadow }],
      });
    if (fine) expect(load().routes[0]?.shadow.sandbox).toBe('inventory');
    else expect(failure(load).code).toBe('PROXY_UNSAFE_SHADOW');
  });
});

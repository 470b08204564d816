import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as send } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportTable } from '../../src/export/export-table.ts';
import {
  createProxy,
  loadRoutes,
  type Proxy as RunningProxy,
  type WrittenRoute,
} from '../../src/index.ts';
import { Authority } from '../support/authority.ts';
import { type HttpUpstream, startHttp } from '../support/http-upstream.ts';
import { binaryOf, type Router, startHaproxy, startNginx } from './routers.ts';
import { type Sketch, sketches } from './sketches.ts';

/** Every condition that a route can have, in an order in which the first that fits matters. */
const ROUTES: WrittenRoute[] = [
  {
    id: 'tenant',
    match: '/orders/**',
    headers: { 'X-Tenant': 'acme' },
    service: 'orders',
    state: 'service',
  },
  {
    id: 'any-tenant',
    match: '/stock/*',
    headers: { 'x-tenant': '*' },
    methods: ['GET'],
    service: 'stock',
    state: 'service',
  },
  {
    id: 'host',
    match: '/**',
    host: 'shop.example',
    methods: ['PUT'],
    service: 'stock',
    state: 'service',
  },
  { id: 'hosts', match: '/v1/**', host: '*.shop.example', service: 'orders', state: 'service' },
  { id: 'query', match: '/search', query: { beta: '1' }, service: 'orders', state: 'service' },
  { id: 'cookie', match: '/a/**', cookies: { trial: 'yes' }, service: 'stock', state: 'service' },
  {
    id: 'one',
    match: '/orders/:id',
    methods: ['GET', 'HEAD'],
    service: 'orders',
    state: 'service',
  },
  { id: 'two', match: '/orders/*/a.b', service: 'stock', state: 'service' },
  {
    id: 'dark',
    match: '/x-y/**',
    service: 'stock',
    state: 'dark',
    allow: ['user-1', 'user-2'],
    deny: ['user-2'],
    sticky: { header: 'x-user' },
  },
  {
    id: 'denied',
    match: '/7/**',
    service: 'orders',
    state: 'service',
    deny: ['user-3', "it's"],
    sticky: { header: 'x-user' },
  },
  { id: 'shadowed', match: '/search/**', service: 'stock', state: 'shadow' },
  { id: 'root', match: '/', service: 'stock', state: 'service' },
  { id: 'rest', match: '/**', methods: ['GET', 'HEAD', 'POST', 'PUT'], state: 'monolith' },
];
const CANARY: WrittenRoute[] = [
  {
    id: 'canary',
    match: '/canary/**',
    service: 'orders',
    state: 'canary',
    percent: 25,
    sticky: { header: 'x-user', cookie: 'visitor' },
    deny: ['user-7'],
    allow: ['user-8'],
  },
  {
    id: 'other',
    match: '/other/**',
    service: 'stock',
    state: 'canary',
    percent: 25,
    sticky: { header: 'x-user' },
  },
  { id: 'all', match: '/all/**', service: 'stock', state: 'canary', percent: 100 },
  { id: 'rest', match: '/**', state: 'monolith' },
];

/** Conditions on what can be spelt in several ways. */
const SPELT: WrittenRoute[] = [
  {
    id: 'marks',
    match: '/q',
    query: { 'a.b': '1+1', 'x[]': '*' },
    service: 'orders',
    state: 'service',
  },
  { id: 'empty', match: '/q', query: { n: '' }, service: 'stock', state: 'service' },
  { id: 'blank', match: '/q/**', query: { n: 'a é' }, service: 'orders', state: 'service' },
  {
    id: 'field',
    match: '/h',
    headers: { 'x-ver': '2.*' },
    service: 'orders',
    state: 'service',
  },
  {
    id: 'foreign',
    match: '/u',
    service: 'stock',
    state: 'dark',
    allow: ['jürgen'],
    sticky: { header: 'x-user', cookie: 'who' },
  },
  { id: 'word', match: '/w', headers: { 'x-word': 'é' }, service: 'orders', state: 'service' },
  { id: 'crumb', match: '/w', cookies: { word: 'é' }, service: 'stock', state: 'service' },
  { id: 'named', match: '/host', host: 'a.test', service: 'stock', state: 'service' },
  { id: 'below', match: '/host', host: '*.a.test', service: 'orders', state: 'service' },
  { id: 'rest', match: '/**', state: 'monolith' },
];
/** UTF-8, as Node's client takes it. */
const bytes = (text: string): string => Buffer.from(text).toString('latin1');
const SPELLINGS: [path: string, headers?: Record<string, string>][] = [
  ...['?n=', '?n', '?&n=', '?n&n=', '?n=1', '?n=&n=1', '?N=', '?m=1;n='].map((query): [string] => [
    `/q${query}`,
  ]),
  ...['a+%C3%A9', 'a%20%c3%a9', '%61+%C3%A9', 'a%2B%C3%A9', 'a%20e', 'a+%C3%A9&n=a%20%C3%A9'].map(
    (value): [string] => [`/q/z?n=${value}`],
  ),
  ...[
    'a.b=1%2B1&x[]=',
    'a.b=1%2b1&x%5B%5D=2',
    'x%5b%5d&a%2Eb=%31%2b1',
    'a.b=1+1&x[]=2',
    'axb=1%2B1&x[]=2',
    'a.b=1%2B1&x[]=2&x%5B%5D=3&a.b=2',
  ].map((query): [string] => [`/q?${query}`]),
  ['/h', { 'X-Ver': '2.*' }],
  ['/h', { 'X-Ver': '2.1' }],
  ['/h', { X_Ver: '2.*' }],
  ['/u', { 'x-user': bytes('jürgen') }],
  ['/u', { 'x-user': 'jurgen' }],
  ['/u', { cookie: bytes('who=jürgen') }],
  ['/w', { 'x-word': bytes('é') }],
  ['/w', { 'x-word': 'é' }],
  ['/w', { cookie: bytes('word=é') }],
  ...['a.test', 'A.test:', 'a.test:8080', 'a.test.', 'xa.test', 'b.a.test:'].map(
    (host): [string, Record<string, string>] => ['/host', { host }],
  ),
];

const upstreams: Record<string, HttpUpstream> = {};
const seen: string[] = [];
let proxy: RunningProxy;

function tableOf(routes: WrittenRoute[]) {
  const urls = Object.fromEntries(Object.entries(upstreams).map(([name, { url }]) => [name, url]));
  return loadRoutes({
    schemaVersion: 1,
    upstreams: {
      monolith: urls.monolith ?? '',
      orders: urls.orders ?? '',
      stock: urls.stock ?? '',
    },
    routes,
  });
}

/** Who answered: the name of an upstream, or the status of a router's own answer. */
function ask(url: string, { method, path, headers }: Sketch): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const request = send({ hostname, port, method, path, headers }, (response) => {
      response.resume();
      response.on('end', () => {
        resolve(String(response.headers['x-upstream'] ?? response.statusCode));
      });
    });
    request.on('error', reject);
    request.end();
  });
}

/**
 * Who answered each. A few at a time: a machine under load takes 600 connections at once late, and what
 * is found out then is how long a router waits for one, not where it sends users.
 */
async function askAll(url: string, all: readonly Sketch[]): Promise<string[]> {
  const answers: string[] = [];
  for (let from = 0; from < all.length; from += 50) {
    const some = all.slice(from, from + 50);
    answers.push(...(await Promise.all(some.map((sketch) => ask(url, sketch)))));
  }
  return answers;
}

beforeAll(async () => {
  for (const name of ['monolith', 'orders', 'stock']) {
    upstreams[name] = await startHttp((request, response) => {
      const from = request.headers['x-forwarded-for'];
      if (request.headers['ashlar-shadow'] !== undefined)
        seen.push(`${name} ${request.url} from ${from}`);
      response.setHeader('x-upstream', name);
      response.setHeader('x-target', request.url ?? '');
      response.setHeader('x-from', String(request.headers['x-forwarded-for']));
      response.end(name);
    });
  }
  proxy = await createProxy({ table: tableOf(ROUTES), port: 0 });
});
afterAll(async () => {
  await proxy?.close({ drainMs: 100 });
  for (const upstream of Object.values(upstreams)) await upstream.close();
});

const ROUTERS = [
  ['nginx', startNginx],
  ['haproxy', startHaproxy],
] as const;

describe.each(ROUTERS)('the exported table in %s', (name, start) => {
  const missing = binaryOf(name) === undefined;
  if (missing) process.stderr.write(`${name} is not installed: its differential test skips\n`);
  let router: Router | undefined;
  afterAll(() => router?.stop());

  it.skipIf(missing)(
    'sends 3,000 requests where this proxy sends them',
    { timeout: 120_000 },
    async () => {
      const exported = exportTable(tableOf(ROUTES), name);
      expect(exported.problems.filter(({ severity }) => severity === 'refused')).toEqual([]);
      router = await start(exported.files);
      const differences: string[] = [];
      const answers = new Map<string, number>();
      let refused = 0;
      for (const sketch of sketches(3000, 20_261_127)) {
        const ours = await ask(proxy.url, sketch);
        // A path that servers read differently is refused here; others normalise or do not.
        if (ours === '400') {
          refused++;
          continue;
        }
        answers.set(ours, (answers.get(ours) ?? 0) + 1);
        const theirs = await ask(router.url, sketch);
        if (theirs !== ours)
          differences.push(`${JSON.stringify(sketch)}: ${ours}, ${name} ${theirs}`);
      }
      expect(differences.slice(0, 5)).toEqual([]);
      // Every outcome is there, and not by the way.
      expect([...answers.keys()].sort()).toEqual(['404', 'monolith', 'orders', 'stock']);
      for (const count of answers.values()) expect(count).toBeGreaterThan(100);
      expect(refused).toBeLessThan(300);
    },
  );

  it.skipIf(missing)('reads what can be spelt in several ways as this proxy does', async () => {
    const table = tableOf(SPELT);
    const ours = await createProxy({ table, port: 0 });
    const theirs = await start(exportTable(table, name).files);
    try {
      const answers = async (url: string) =>
        Promise.all(
          SPELLINGS.map(async ([path, headers = {}]) => [
            path,
            headers,
            await ask(url, { method: 'GET', path, headers }),
          ]),
        );
      const expected = await answers(ours.url);
      expect(new Set(expected.map(([, , answer]) => answer)).size).toBe(3);
      expect(await answers(theirs.url)).toEqual(expected);
    } finally {
      await theirs.stop();
      await ours.close({ drainMs: 0 });
    }
  });

  it.skipIf(missing)('forwards the target as it came', async () => {
    if (router === undefined) throw new Error('it is not running');
    for (const path of ['/a/b?x=%2F&y=a%20b', '/v1/a%C3%A4', '/orders/7?']) {
      const response = await fetch(`${router.url}${path}`);
      expect(response.headers.get('x-target')).toBe(path === '/orders/7?' ? '/orders/7?' : path);
    }
  });

  it.skipIf(missing)('believes no client about where it is', async () => {
    if (router === undefined) throw new Error('it is not running');
    const headers = { 'x-forwarded-for': '203.0.113.9', forwarded: 'for=203.0.113.9' };
    const response = await fetch(`${router.url}/orders/7`, { headers });
    expect(response.headers.get('x-from')).toBe('127.0.0.1');
  });

  it.skipIf(missing)('splits users into shares that stay', { timeout: 60_000 }, async () => {
    const exported = exportTable(tableOf(CANARY), name);
    expect(exported.files).toHaveLength(1);
    const split = await start(exported.files);
    try {
      const users = Array.from({ length: 600 }, (_, i) => `user-${i}`);
      const by = (path: string, header: string, prefix = '') =>
        askAll(
          split.url,
          users.map((user) => ({ method: 'GET', path, headers: { [header]: `${prefix}${user}` } })),
        );
      const first = await by('/canary/1', 'x-user');
      const again = await by('/canary/2', 'x-user');
      expect(again).toEqual(first);
      const share = first.filter((answer) => answer === 'orders').length / users.length;
      // Three standard deviations of 600 draws at 25 %.
      expect(Math.abs(share - 0.25)).toBeLessThan(0.053);
      expect([first[7], first[8]]).toEqual(['monolith', 'orders']);
      // A visitor known by cookie is the same user; another route draws apart.
      expect(await by('/canary/1', 'cookie', 'a=b; visitor=')).toEqual(first);
      const other = (await by('/other/1', 'x-user')).map((answer) => answer === 'stock');
      const same = other.filter((on, i) => on === (first[i] === 'orders')).length;
      expect(same / users.length).toBeLessThan(0.75);
      expect(new Set(await by('/all/1', 'x-user'))).toEqual(new Set(['stock']));
    } finally {
      await split.stop();
    }
  });
});

describe.each(ROUTERS)('upstreams with TLS behind %s', (name, start) => {
  const missing = binaryOf(name) === undefined;
  const authority = missing ? undefined : Authority.create();
  const servers: Server[] = [];
  afterAll(() => {
    for (const server of servers) server.close();
    authority?.close();
  });

  async function startTls(certified: string): Promise<string> {
    const issued = authority?.issue(certified) ?? { cert: '', key: '' };
    const server = createServer(issued, (request, response) => {
      const { servername } = request.socket as TLSSocket;
      response.setHeader('x-upstream', `${certified} asked for ${servername}`);
      response.end();
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `https://localhost:${(server.address() as AddressInfo).port}`;
  }

  it.skipIf(authority === undefined)(
    'are asked for by their name, and not believed under another',
    async () => {
      const table = loadRoutes({
        schemaVersion: 1,
        upstreams: {
          monolith: await startTls('localhost'),
          impostor: await startTls('other.test'),
        },
        routes: [
          { id: 'false', match: '/false', service: 'impostor', state: 'service' },
          { id: 'rest', match: '/**', state: 'monolith' },
        ],
      });
      const ca = join(mkdtempSync(join(tmpdir(), 'ashlar-ca-')), 'ca.pem');
      writeFileSync(ca, authority?.ca ?? '');
      const files = exportTable(table, name).files.map((file) => ({
        ...file,
        content: file.content.replaceAll(/@system-ca|\/etc\/ssl\/certs\/ca-certificates.crt/g, ca),
      }));
      const router = await start(files);
      try {
        const answer = (path: string) => ask(router.url, { method: 'GET', path, headers: {} });
        expect(await answer('/true')).toBe('localhost asked for localhost');
        expect(await answer('/false')).toMatch(/^50[23]$/);
      } finally {
        await router.stop();
        rmSync(dirname(ca), { recursive: true });
      }
    },
  );
});

describe('mirrors in nginx', () => {
  it.skipIf(binaryOf('nginx') === undefined)(
    'send marked copies of reads, and of nothing else',
    async () => {
      const router = await startNginx(exportTable(tableOf(ROUTES), 'nginx').files);
      try {
        seen.length = 0;
        for (const method of ['GET', 'POST', 'DELETE']) {
          const headers = { 'x-forwarded-for': '203.0.113.9' };
          await ask(router.url, { method, path: `/search/${method}?a=1`, headers });
        }
        await ask(router.url, { method: 'GET', path: '/orders/7', headers: {} });
        await expect.poll(() => seen).toEqual(['stock /search/GET?a=1 from 127.0.0.1']);
      } finally {
        await router.stop();
      }
    },
  );
});

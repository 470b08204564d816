import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from './run-command.ts';

/** A monolith that is never twice the same, and a service that has one price wrong. */
const home = mkdtempSync(join(tmpdir(), 'ashlar-strangle-'));
const bin = join(import.meta.dirname, '../dist/bin.js');
const servers: Server[] = [];
let proxy: ChildProcess;
let url: string;
let admin: string;

function start(price: number): Promise<string> {
  let turn = 0;
  const server = createServer((request, response) => {
    const items = ['a', 'b', 'c'].map((sku) => ({ sku, price: sku === 'b' ? price : 1 }));
    turn++;
    const body = {
      at: new Date(Date.now() + turn).toISOString(),
      items: [...items.slice(turn % 3), ...items.slice(0, turn % 3)],
    };
    response.setHeader('content-type', 'application/json');
    response.end(request.url === '/health' ? '{"version":"1"}' : JSON.stringify(body));
  });
  servers.push(server);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });
}

beforeAll(async () => {
  const table = {
    schemaVersion: 1,
    upstreams: { monolith: await start(2), shop: { url: await start(9), health: '/health' } },
    routes: [
      { id: 'shop', match: '/items/**', service: 'shop', state: 'shadow' },
      { id: 'rest', match: '/**', state: 'monolith' },
    ],
  };
  writeFileSync(join(home, 'routes.yaml'), JSON.stringify(table));
  writeFileSync(
    join(home, 'analysis.json'),
    JSON.stringify({
      routes: [
        { method: 'GET', path: '/items', file: 'src/items.ts', line: 3 },
        { method: 'GET', path: '/about', file: 'src/about.ts', line: 1 },
      ],
    }),
  );
  const args = [
    bin,
    'proxy',
    'routes.yaml',
    '--port',
    '0',
    '--admin-port',
    '0',
    '--state',
    's.json',
  ];
  proxy = spawn(process.execPath, args, { cwd: home, stdio: ['ignore', 'pipe', 'ignore'] });
  const line = await new Promise<string>((resolve) => {
    proxy.stdout?.once('data', (text: Buffer) => resolve(text.toString()));
  });
  ({ listening: url, admin } = JSON.parse(line) as { listening: string; admin: string });
  for (let i = 0; i < 20; i++) await (await fetch(`${url}/items/${i}`)).text();
  for (let i = 0; i < 8; i++) await (await fetch(`${url}/orders/${i}`)).text();
}, 60_000);

afterAll(async () => {
  proxy.kill('SIGTERM');
  await new Promise((resolve) => proxy.once('exit', resolve));
  for (const server of servers) server.close();
  rmSync(home, { recursive: true });
});

const ask = (...args: string[]) => runCommand(['proxy', ...args, '--admin', admin], { cwd: home });

describe('a person strangles a route', { timeout: 60_000 }, () => {
  it('sees one cause, and what the monolith varies in by itself left out', async () => {
    let ran = await ask('diff', 'shop');
    for (let i = 0; i < 20 && !ran.stdout.includes('20 answers compared'); i++) {
      ran = await ask('diff', 'shop');
    }
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain('20 answers compared, 20 differed for 1 cause;');
    expect(ran.stdout).toContain('$.items[*].price value: in 20 answers, 100.0 %');
    expect(ran.stdout).toContain('of GET /items/* (20 of 20)');
    expect(ran.stdout).toMatch(/left out.*\n {2}\$\.at value .*\n {2}\$\.items order /);
  });

  it('is not let forward, and is told why', async () => {
    const ran = await ask('promote', 'shop', '--to', 'canary', '--percent', '5');
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain('no   parity: 0 of 20 compared answers are equal');
    expect(ran.stdout).toContain('ashlar proxy forget shop');
  });

  it('asks where a request goes now', async () => {
    const ran = await ask('explain', 'GET /items/7');
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stdout).toContain('GET /items/7 -> monolith (route shop, mirrored)');
  });

  it('sees how far it is, and what the table says nothing about', async () => {
    const ran = await ask('progress', '--analysis', 'analysis.json');
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stdout).toContain('0.0 % of routes with a service (0 of 1)');
    expect(ran.stdout).toContain("0.0 % of the monolith's endpoints (0 of 2)");
    expect(ran.stdout).toContain('shop: it is in shadow');
    expect(ran.stdout).toMatch(/GET \/orders\/\* \(about \d+, route rest, not in the source\)/);
  });

  it('starts comparing anew', async () => {
    const ran = await ask('forget', 'shop', '--by', 'ann', '--why', 'price repaired');
    expect(ran).toMatchObject({ code: 0, stdout: 'shop: comparing anew\n' });
    expect((await ask('diff', 'shop')).stdout).toBe('shop: nothing compared yet\n');
    expect((await ask('history', '--route', 'shop')).stdout).toContain('price repaired');
  });

  it('holds it, releases it and arms it, and reads that this was done', async () => {
    const said = async (...args: string[]) => (await ask(...args)).stdout.trim();
    expect(await said('hold', 'shop')).toBe('shop: held; stays at shadow');
    expect(await said('hold', 'shop')).toBe('shop: held, as before; stays at shadow');
    expect(await said('hold', 'shop', '--release')).toBe('shop: no longer held; stays at shadow');
    expect(await said('rearm', 'shop')).toBe('shop: armed, as before; stays at shadow');
  });

  it.each([
    [
      'a second proxy on the same state',
      ['routes.yaml', '--port', '0', '--admin-port', '0', '--state', 's.json'],
      'PROXY_STATE_IN_USE',
    ],
    ['an analysis that is none', ['progress', '--analysis', 's.json'], 'CLI_FILE_INVALID'],
    ['an analysis that is not there', ['progress', '--analysis', 'no.json'], 'CLI_FILE_UNREADABLE'],
  ])('is refused %s', async (_, args, code) => {
    const ran = await runCommand(['proxy', ...args], { cwd: home });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(code);
  });
});

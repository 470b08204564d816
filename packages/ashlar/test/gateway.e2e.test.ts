import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from './run-command.ts';

/** A monolith behind a proxy that asks for keys, counts, checks bodies and writes down who came. */
const home = mkdtempSync(join(tmpdir(), 'ashlar-gateway-'));
const bin = join(import.meta.dirname, '../dist/bin.js');
let monolith: Server;
let proxy: ChildProcess;
let url: string;
let admin: string;

const order = { type: 'object', required: ['sku'], properties: { sku: { type: 'string' } } };

beforeAll(async () => {
  monolith = createServer((request, response) => {
    response.end(JSON.stringify({ user: request.headers['x-user'] ?? null }));
  });
  await new Promise<void>((resolve) => monolith.listen(0, '127.0.0.1', resolve));
  const port = (monolith.address() as AddressInfo).port;
  const sha256 = createHash('sha256').update('k-ann').digest('hex');
  writeFileSync(join(home, 'keys.yaml'), `keys:\n  - { id: ann, sha256: ${sha256} }\n`);
  writeFileSync(
    join(home, 'openapi.json'),
    JSON.stringify({
      openapi: '3.1.0',
      paths: {
        '/orders': {
          get: {},
          post: { requestBody: { content: { 'application/json': { schema: order } } } },
        },
      },
    }),
  );
  writeFileSync(
    join(home, 'routes.yaml'),
    `schemaVersion: 1
upstreams: { monolith: "http://127.0.0.1:${port}" }
authenticators: { partners: { apiKey: { keys: keys.yaml } } }
observability: { accessLog: access.jsonl }
defaults: { observe: { accessLog: 1 } }
routes:
  - match: /orders
    state: monolith
    authentication: { by: partners, headers: { X-User: sub } }
    rateLimits: [{ limit: 4, seconds: 3600, by: subject }]
    validation: { openapi: openapi.json }
    slo: { availability: 0.99 }
  - { match: /**, state: monolith }
`,
  );
  const args = [bin, 'proxy', 'routes.yaml', '--port', '0', '--admin-port', '0'];
  proxy = spawn(process.execPath, args, { cwd: home, stdio: ['ignore', 'pipe', 'inherit'] });
  const addresses = await new Promise<{ listening: string; admin: string }>((resolve) => {
    let text = '';
    proxy.stdout?.on('data', (piece: Buffer) => {
      text += piece.toString();
      const line = text.split('\n').find((one) => one.includes('"listening"'));
      if (line !== undefined) resolve(JSON.parse(line));
    });
  });
  url = addresses.listening;
  admin = addresses.admin;
});
afterAll(() => {
  proxy.kill('SIGKILL');
  monolith.close();
  rmSync(home, { recursive: true, force: true });
});

const key = { 'x-api-key': 'k-ann' };

describe('a table with duties', () => {
  it('is obeyed: who, what and how much', async () => {
    const statuses: number[] = [];
    const ask = async (headers: Record<string, string>, body?: string): Promise<unknown> => {
      const answer = await fetch(`${url}/orders`, {
        headers: {
          ...headers,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { method: 'POST', body }),
      });
      statuses.push(answer.status);
      return answer.json();
    };
    expect(await ask({ ...key, 'x-user': 'root' })).toEqual({ user: 'ann' });
    await ask({});
    await ask(key, '{"sku":1}');
    await ask(key, '{"sku":"a"}');
    await ask(key);
    await ask(key);
    expect(statuses).toEqual([200, 401, 400, 200, 200, 429]);
  });

  it('is followed by tail, which ends with Ctrl-C', async () => {
    const tail = spawn(process.execPath, [bin, 'proxy', 'tail', '--admin', admin], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    tail.stdout.on('data', (piece: Buffer) => {
      text += piece.toString();
    });
    const code = new Promise((resolve) => tail.on('exit', resolve));
    await expect
      .poll(
        async () => {
          await fetch(`${url}/elsewhere?key=secret`);
          return text;
        },
        { timeout: 20_000, interval: 200 },
      )
      .toMatch(/200 .* ms {2}monolith {2}GET \/elsewhere\n/);
    expect(text).not.toContain('secret');
    tail.kill('SIGINT');
    expect([0, 130]).toContain(await code);
  });

  it('is written down', async () => {
    const lines = (): string => readFileSync(join(home, 'access.jsonl'), 'utf8');
    await expect.poll(lines).toContain('"subject":"ann"');
    expect(lines()).not.toContain('k-ann');
  });

  it('gets alerts for what it promises', async () => {
    const { code, stdout } = await runCommand(['proxy', 'slo', 'routes.yaml'], { cwd: home });
    expect(code).toBe(0);
    expect(stdout).toContain('alert: AshlarErrorBudgetBurn');
    const dashboard = await runCommand(['proxy', 'slo', 'routes.yaml', '--dashboard', 'd.json'], {
      cwd: home,
    });
    expect(dashboard.code).toBe(0);
    expect(JSON.parse(readFileSync(join(home, 'd.json'), 'utf8')).panels.length).toBeGreaterThan(5);
  });
});

describe('a table with duties that make no sense', () => {
  it.each([
    ['authentication: { by: nobody }', /routes\[0\]\.authentication\.by "nobody"/],
    ['rateLimits: [{ limit: 1, seconds: 1, by: subject }]', /authenticates nobody/],
    ['validation: { openapi: absent.yaml }', /absent\.yaml cannot be used/],
    ['transform: [{ request: { headers: { set: { Host: x } } } }]', /proxy's own business/],
    ['cors: { origins: "*", credentials: true }', /name the origins/],
    ['observe: { traces: 1 }', /no collector/],
    ['slo: { latency: { ms: 123, share: 0.9 } }', /one of 0\.5/],
  ])('is refused by check: %s', async (setting, message) => {
    writeFileSync(
      join(home, 'bad.yaml'),
      `schemaVersion: 1\nupstreams: { monolith: "http://127.0.0.1:1" }\nroutes:\n  - match: /**\n    state: monolith\n    ${setting}\n`,
    );
    const { code, stderr } = await runCommand(['proxy', 'check', 'bad.yaml'], { cwd: home });
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/PROXY_(?:ROUTES|API)_INVALID/);
  });
});

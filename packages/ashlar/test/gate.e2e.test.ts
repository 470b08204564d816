import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from './run-command.ts';

/** A monolith that needs stock of a service, a broker, and a proxy whose route asks every gate. */
const home = mkdtempSync(join(tmpdir(), 'ashlar-gate-'));
const bin = join(import.meta.dirname, '../dist/bin.js');
const servers: Server[] = [];
const children: ChildProcess[] = [];
let broker: string;
let url: string;
let admin: string;

/** What the service shows of itself. */
const service = { metrics: false, echo: false, requests: 0 };

function listen(server: Server): Promise<string> {
  servers.push(server);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });
}

function startMonolith(): Promise<string> {
  return listen(
    createServer((_, response) => {
      response.setHeader('content-type', 'application/json').end('{"available":4}');
    }),
  );
}

function startService(): Promise<string> {
  return listen(
    createServer((request, response) => {
      service.requests++;
      const { traceparent } = request.headers;
      if (service.echo && traceparent !== undefined) {
        response.setHeader('traceparent', traceparent);
      }
      if (request.url === '/metrics') {
        response.writeHead(service.metrics ? 200 : 404);
        response.end(`http_requests_total{route="stock"} ${service.requests}\n`);
        return;
      }
      response.setHeader('content-type', 'application/json');
      response.end(request.url === '/health' ? '{"version":"1.0.0"}' : '{"available":4}');
    }),
  );
}

function start(args: string[], env: Record<string, string> = {}): Promise<Record<string, string>> {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: home,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return new Promise((resolve, reject) => {
    child.stdout.once('data', (text: Buffer) => resolve(JSON.parse(text.toString())));
    child.once('exit', (code) => reject(new Error(`${args[0]} ended with ${code}`)));
  });
}

const ashlar = async (...args: string[]) => {
  const env = { PACT_BROKER_BASE_URL: broker, USER: 'ann', ASHLAR_ADMIN_TOKEN: 'secret' };
  return runCommand(args, { cwd: home, env });
};
const proxy = (...args: string[]) => ashlar('proxy', ...args, '--admin', admin);

async function must(...args: string[]): Promise<string> {
  const ran = await ashlar(...args);
  expect(ran, ran.stderr).toMatchObject({ code: 0 });
  return ran.stdout;
}

function writePact(consumerPath: string): void {
  const interaction = {
    description: 'stock of an article',
    request: { method: 'GET', path: consumerPath },
    response: { status: 200, body: { available: 4 } },
  };
  const pact = {
    consumer: { name: 'shop' },
    provider: { name: 'inventory' },
    interactions: [interaction],
    metadata: { pactSpecification: { version: '2.0.0' } },
  };
  writeFileSync(join(home, 'pacts/shop-inventory.json'), JSON.stringify(pact));
}

/** As a provider's pipeline would, for the pact that a version of the shop has published. */
async function verified(consumerVersion: string, success: boolean): Promise<void> {
  const pact = `${broker}/pacts/provider/inventory/consumer/shop/version/${consumerVersion}`;
  const read = (await (await fetch(pact)).json()) as {
    _links: Record<string, { href: string }>;
  };
  const to = read._links['pb:publish-verification-results']?.href ?? '';
  const response = await fetch(to, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ success, providerApplicationVersion: '1.0.0' }),
  });
  expect(response.status).toBe(201);
}

async function visit(users: number): Promise<void> {
  for (let i = 0; i < users; i++) {
    await (await fetch(`${url}/stock/A`, { headers: { 'x-user': `u${i}` } })).text();
  }
}

const API = `openapi: 3.0.3
info: { title: inventory, version: '1' }
paths:
  /stock/{sku}:
    get:
      parameters: [{ name: sku, in: path, required: true, schema: { type: string } }]
      responses:
        '200':
          description: stock
          content:
            application/json:
              schema:
                type: object
                required: [available]
                properties: { available: { type: integer } }
`;

const table = (monolith: string, inventory: string, owner: string) => `schemaVersion: 1
upstreams:
  monolith: ${monolith}
  inventory: { url: ${inventory}, health: /health }
routes:
  - id: stock
    match: /stock/**
    service: inventory
    state: shadow
    sticky: { header: x-user }
    steps: [20, 100]
    budget: { parity: 0.5, minimum: 1, latencySlackMs: 5000 }
    ${owner}
    gate:
      pacticipant: inventory
      environment: production
      openapi: api.yaml
      telemetry: { metrics: /metrics, traces: echo }
  - { match: /**, state: monolith }
`;

let addresses: [string, string];

beforeAll(async () => {
  mkdirSync(join(home, 'pacts'));
  writeFileSync(join(home, 'api.yaml'), API);
  const hooks = ['--webhook-private-hosts', '--webhook-scheme', 'http'];
  const started = await start(['broker', '--port', '0', '--database', ':memory:', ...hooks]);
  broker = started.listening ?? '';
  addresses = [await startMonolith(), await startService()];
  writeFileSync(join(home, 'routes.yaml'), table(...addresses, ''));
  ({ listening: url, admin } = (await start(
    ['proxy', 'routes.yaml', '--port', '0', '--admin-port', '0', '--state', 'state.json'],
    { PACT_BROKER_BASE_URL: broker, ASHLAR_ADMIN_TOKEN: 'secret' },
  )) as { listening: string; admin: string });
  await must('environments', 'create', 'production', '--production');
  writePact('/shelves/A');
  await must('publish', 'pacts', '--consumer-app-version', '1', '--branch', 'main');
  await must('record-deployment', ...named('shop', '1'));
  await visit(12);
}, 60_000);

const named = (name: string, version: string) => [
  ...['--pacticipant', name, '--version', version, '--environment', 'production'],
];

afterAll(async () => {
  for (const child of children) {
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
  }
  for (const server of servers) server.close();
  rmSync(home, { recursive: true, force: true });
});

const refusals = (stdout: string): string[] =>
  [...stdout.matchAll(/^ {2}no +([\w-]+): /gm)].map(([, gate]) => gate ?? '');

describe('a route on its way to the service', { timeout: 120_000 }, () => {
  it('is refused by every gate at first, each with what would mend it', async () => {
    const ran = await proxy('promote', 'stock', '--percent', '100');
    expect(ran.code).toBe(1);
    expect(refusals(ran.stdout)).toEqual([
      'can-i-deploy',
      'openapi',
      'telemetry',
      'owner',
      'rehearsal',
    ]);
    expect(ran.stdout).toContain('shop, "stock of an article"');
    expect(ran.stdout).toContain('/metrics answered 404');
    expect(ran.stdout).toContain('Add "owner: TEAM" to service');
    expect(ran.stdout).toContain('ashlar proxy promote stock --to canary --percent 20, then:');
  });

  it('advances once each of them is content', async () => {
    writePact('/stock/A');
    await must('publish', 'pacts', '--consumer-app-version', '2', '--branch', 'main');
    await must('record-deployment', ...named('shop', '2'));
    expect(refusals((await proxy('promote', 'stock')).stdout)).toEqual([
      'can-i-deploy',
      'telemetry',
      'owner',
    ]);
    await verified('2', true);
    service.metrics = true;
    service.echo = true;
    writeFileSync(join(home, 'routes.yaml'), table(...addresses, 'owner: team-warehouse'));
    await proxy('reload');
    const ran = await proxy('promote', 'stock');
    expect(refusals(ran.stdout)).toEqual([]);
    expect(ran.stdout).toContain('stock: shadow -> canary 20 %');
    expect(ran.stdout).toContain('takes up a trace and names it in traceparent');
  });

  it('goes on after the way back has been gone', async () => {
    await visit(20);
    expect(refusals((await proxy('promote', 'stock')).stdout)).toEqual(['rehearsal']);
    const rehearsal = proxy('rehearse', 'stock', '--seconds', '3');
    await expect
      .poll(async () => (await proxy('status')).stdout, { timeout: 20_000 })
      .toMatch(/stock .*monolith/);
    await visit(5);
    const ran = await rehearsal;
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stdout).toMatch(/the way back works: the monolith gave \d+ answers, 0 of them/);
    await visit(20);
    expect((await proxy('promote', 'stock')).stdout).toContain(
      'stock: canary 20 % -> canary 100 %',
    );
  });

  it('goes back when the contract breaks, as the webhook of the broker tells it', async () => {
    expect((await proxy('recheck')).stdout).toContain('stock stays');
    await must(
      ...['webhooks', 'create', '--event', 'provider_verification_failed'],
      ...['--url', `${admin}/gates/recheck`, '--body', '{}'],
      ...['--header', 'content-type: application/json', 'authorization: Bearer secret'],
    );
    await verified('2', false);
    await expect
      .poll(async () => (await proxy('status')).stdout, { timeout: 30_000 })
      .toMatch(/stock .*monolith/);
    const history = await proxy('history', '--route', 'stock');
    expect(history.stdout).toContain('can-i-deploy says: ');
  });

  it('can be forced with a name, a reason and an end, which the log keeps', async () => {
    const without = await proxy('promote', 'stock', '--percent', '20', '--force', '--why', 'sale');
    expect(without).toMatchObject({ code: 2, stderr: expect.stringContaining('until') });
    const force = ['--force', '--by', 'ben', '--why', 'sale', '--until', '2h'];
    const ran = await proxy('promote', 'stock', '--percent', '20', ...force);
    expect(ran.stdout).toContain('stock: monolith -> canary 20 %');
    expect((await proxy('recheck')).stdout).toContain('stock stays');
    const lines = readFileSync(join(home, 'state.json.log.jsonl'), 'utf8').trim().split('\n');
    const last = JSON.parse(lines.at(-1) ?? '') as Record<string, unknown>;
    expect(last).toMatchObject({
      action: 'promote',
      by: 'ben',
      why: 'sale',
      evidence: { override: { by: 'ben', gates: ['can-i-deploy'], until: expect.any(String) } },
    });
  });

  it('waits for a broker for so long as it is told', async () => {
    const stuck = await listen(createServer(() => undefined));
    const options = ['--port', '0', '--admin-port', '0', '--broker-timeout', '200'];
    const other = await start(['proxy', 'routes.yaml', ...options, '--broker-url', stuck]);
    const ran = await ashlar(
      ...['proxy', 'promote', 'stock', '--percent', '20', '--admin', other.admin ?? ''],
    );
    expect(ran.stdout).toContain('did not answer within 200 ms');
  });
});

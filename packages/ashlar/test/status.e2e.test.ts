import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Broker, createBroker, createEnvironment, recordDeployment } from '@ashlar/contracts';
import type { Picture } from '@ashlar/strangler';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StatusReport } from '../src/status/model.ts';
import { runCommand } from './run-command.ts';

const home = mkdtempSync(join(tmpdir(), 'ashlar-status-'));
const bin = join(import.meta.dirname, '../dist/bin.js');
const NOBODY = 'http://127.0.0.1:9';
const servers: Server[] = [];
let broker: Broker;
let proxy: ChildProcess;
let admin: string;
const validate = new Ajv2020({ strict: true }).compile(
  JSON.parse(readFileSync(new URL('../schemas/status.schema.json', import.meta.url), 'utf8')),
);

function listen(body: string): Promise<string> {
  const server = createServer((_, response) => response.end(body));
  servers.push(server);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });
}

const config = `schemaVersion: 1
domains:
  ordering: { owner: team-checkout }
services:
  inventory-service: { owner: team-warehouse, domain: inventory, pacticipant: inventory }
`;

beforeAll(async () => {
  broker = await createBroker({ port: 0, database: ':memory:' });
  const connection = { url: broker.url };
  await createEnvironment({ broker: connection, name: 'production', production: true });
  await createEnvironment({ broker: connection, name: 'test' });
  await fetch(`${broker.url}/pacticipants/inventory/versions/1.0.0`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  const live = { broker: connection, pacticipant: 'inventory', version: '1.0.0' };
  await recordDeployment({ ...live, environment: 'production' });
  const table = {
    schemaVersion: 1,
    upstreams: {
      monolith: await listen('{}'),
      'inventory-service': { url: await listen('{"version":"1.0.0"}'), health: '/health' },
    },
    routes: [
      { id: 'stock', match: '/stock/**', service: 'inventory-service', state: 'shadow' },
      { id: 'rest', match: '/**', state: 'monolith' },
    ],
  };
  writeFileSync(join(home, 'ashlar.yaml'), config);
  writeFileSync(join(home, 'routes.yaml'), JSON.stringify(table));
  const args = [bin, 'proxy', 'routes.yaml', '--port', '0', '--admin-port', '0'];
  proxy = spawn(process.execPath, args, { cwd: home, stdio: ['ignore', 'pipe', 'ignore'] });
  const line = await new Promise<string>((resolve) => {
    proxy.stdout?.once('data', (text: Buffer) => resolve(text.toString()));
  });
  ({ admin } = JSON.parse(line) as { admin: string });
}, 60_000);

afterAll(async () => {
  proxy.kill('SIGTERM');
  await new Promise((resolve) => proxy.once('exit', resolve));
  await broker.close();
  for (const server of servers) server.close();
  rmSync(home, { recursive: true, force: true });
});

async function report(...args: string[]): Promise<StatusReport> {
  const ran = await runCommand(['status', '--json', ...args], { cwd: home });
  expect(ran, ran.stderr).toMatchObject({ code: 0 });
  const value = JSON.parse(ran.stdout) as StatusReport;
  expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
  return value;
}

describe('ashlar status', { timeout: 60_000 }, () => {
  it('shows plan, contracts, routes and what runs where', async () => {
    const example = join(import.meta.dirname, '../../../examples/monolith');
    const analysis = join(home, 'shop.json');
    await runCommand(['analyze', example, '--json', analysis, '--no-history']);
    const { domains, environments, sources } = await report(
      ...['--admin', admin, '--broker-url', broker.url, '--from', analysis],
    );
    expect(Object.values(sources).every(({ known }) => known)).toBe(true);
    expect(environments?.map(({ name, production }) => [name, production])).toEqual([
      ['production', true],
      ['test', false],
    ]);
    const inventory = domains.find(({ domain }) => domain === 'inventory');
    expect(inventory).toMatchObject({
      owner: 'team-warehouse',
      plan: { rank: expect.any(Number), stepsLeft: expect.any(Number) },
      routes: [{ id: 'stock', state: 'shadow', live: true }],
      contracts: [
        { pacticipant: 'inventory', version: '1.0.0', environment: 'production', deployable: true },
      ],
      runs: [{ pacticipant: 'inventory', environment: 'production', version: '1.0.0' }],
      next: { command: 'ashlar proxy promote stock' },
    });
    expect(domains.map(({ domain }) => domain)).toEqual(
      [...domains.map(({ domain }) => domain)].sort(),
    );
    expect(domains.length).toBeGreaterThan(3);
  });

  it('says unknown where nobody can be asked, and what to do all the same', async () => {
    const { domains, environments, sources } = await report('--admin', NOBODY);
    expect(environments).toBeNull();
    expect(sources.proxy).toMatchObject({ known: false, text: expect.stringContaining(NOBODY) });
    expect(sources.broker).toMatchObject({ known: false });
    expect(sources.plan).toMatchObject({ known: false });
    expect(sources.table).toMatchObject({ known: true, text: 'routes.yaml' });
    expect(domains).toMatchObject([
      {
        domain: 'inventory',
        plan: null,
        contracts: [],
        runs: null,
        routes: [{ id: 'stock', state: 'shadow', live: false }],
        next: { command: 'ashlar proxy routes.yaml --state proxy-state.json' },
      },
      { domain: 'ordering', next: { command: 'ashlar analyze . --json analysis.json' } },
    ]);
    const { stdout } = await runCommand(['status', '--admin', NOBODY], { cwd: home });
    expect(stdout).toContain('inventory (team-warehouse)');
    expect(stdout).toContain('stock /stock/**: shadow, as the table says');
    expect(stdout).toMatch(/^broker: unknown: no Pact broker was named/m);
  });

  it('stands on the dashboard of the proxy in the same words', async () => {
    const picture = (await (await fetch(`${admin}/picture`)).json()) as Picture;
    const [inventory] = picture.domains;
    const { stdout } = await runCommand(['status', '--admin', admin], { cwd: home });
    const lines = inventory?.rows.flatMap((row) => row.lines.map(({ text }) => text)) ?? [];
    expect(lines).toContain('stock /stock/**: shadow');
    for (const line of [...lines, inventory?.next.command, ...picture.unknown]) {
      expect(stdout).toContain(line);
    }
  });

  it('works in an empty folder', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'ashlar-empty-'));
    const ran = await runCommand(['status', '--admin', NOBODY], { cwd: empty });
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('no domain is known yet');
    rmSync(empty, { recursive: true });
  });

  it('knows a broker that is away from one that is not named', async () => {
    const { sources } = await report('--admin', NOBODY, '--broker-url', NOBODY);
    expect(sources.broker.text).toContain(NOBODY);
  });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from './run-command.ts';

/**
 * A service that speaks another shape than the monolith did, behind an adapter of the proxy. The adapter has a
 * contract like any provider: the pact of those who know the old shape is verified against the proxy.
 */
const home = mkdtempSync(join(tmpdir(), 'ashlar-adapter-'));
const bin = join(import.meta.dirname, '../dist/bin.js');
let service: Server;
let proxy: ChildProcess;
let url: string;
const heard: unknown[] = [];

const pact = {
  consumer: { name: 'checkout' },
  provider: { name: 'orders' },
  interactions: [
    {
      description: 'an order is placed in the words of the monolith',
      request: {
        method: 'POST',
        path: '/orders',
        headers: { 'Content-Type': 'application/json' },
        body: { customer_id: 7, lines: [{ sku: 'TEE', qty: 2 }] },
      },
      response: {
        status: 201,
        headers: { 'Content-Type': 'application/json' },
        body: { id: 1, customer_id: 7, status: 'open' },
        matchingRules: { '$.body.id': { match: 'type' } },
      },
    },
  ],
  metadata: { pactSpecification: { version: '2.0.0' } },
};

beforeAll(async () => {
  service = createServer(async (request, response) => {
    const order = (await json(request)) as { customerId?: number; lines?: { quantity?: number }[] };
    heard.push(order);
    const isNew = order.customerId !== undefined && order.lines?.[0]?.quantity === 2;
    response.writeHead(isNew ? 201 : 422, { 'content-type': 'application/json' });
    response.end(
      `{"id":12345678901234567891,"customerId":${order.customerId ?? null},"status":"OPEN"}`,
    );
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  writeFileSync(join(home, 'checkout-orders.json'), JSON.stringify(pact));
  writeFileSync(
    join(home, 'routes.yaml'),
    `schemaVersion: 1
upstreams: { monolith: "${base(service)}", orders: "${base(service)}" }
routes:
  - match: /orders
    service: orders
    state: service
    transform:
      - request: { body: { rename: { customer_id: customerId, "lines[*].qty": quantity } } }
        response: { body: { rename: { customerId: customer_id }, map: { status: { OPEN: open } } } }
  - { match: /**, state: monolith }
`,
  );
  const args = [bin, 'proxy', 'routes.yaml', '--port', '0', '--admin-port', '0'];
  proxy = spawn(process.execPath, args, { cwd: home, stdio: ['ignore', 'pipe', 'inherit'] });
  url = await new Promise<string>((resolve) => {
    proxy.stdout?.once('data', (text: Buffer) => {
      resolve((JSON.parse(text.toString()) as { listening: string }).listening);
    });
  });
});
afterAll(async () => {
  proxy?.kill('SIGTERM');
  await new Promise((resolve) => proxy.once('exit', resolve));
  service.closeAllConnections();
  await new Promise((resolve) => service.close(resolve));
  rmSync(home, { recursive: true });
});

const base = (server: Server): string =>
  `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function json(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const text = Buffer.concat(pieces).toString('utf8');
  return text === '' ? {} : JSON.parse(text);
}

function verify(address: string): ReturnType<typeof runCommand> {
  const pacts = ['--pact', join(home, 'checkout-orders.json')];
  const args = ['verify', '--provider', 'orders', '--provider-base-url', address, ...pacts];
  return runCommand(args, { cwd: home });
}

describe('an adapter between two shapes', () => {
  it('keeps the contract of those who know the old one', async () => {
    const { code, stdout, stderr } = await verify(url);
    expect(code, stdout + stderr).toBe(0);
    expect(heard.at(-1)).toEqual({ customerId: 7, lines: [{ sku: 'TEE', quantity: 2 }] });
  });

  it('is what keeps it: the service alone does not', async () => {
    const { code, stdout } = await verify(base(service));
    expect(code).toBe(1);
    expect(stdout).toMatch(/422/);
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNarrator } from '../src/frame/narrator.ts';
import { createSupervisor } from '../src/frame/supervisor.ts';
import { backfill, type Inventory, startInventory } from '../src/inventory.ts';
import { type Monolith, startMonolith } from '../src/monolith.ts';
import type { Stage } from '../src/stage.ts';

/**
 * The monolith and the service serve one interface. Both get the same requests in the same order,
 * the service after a backfill, and must answer the same but for ids, times and messages.
 */
const folder = mkdtempSync(join(tmpdir(), 'seam-'));
const signal = new AbortController().signal;
const stage: Stage = {
  signal,
  narrator: createNarrator({ write: () => undefined }),
  supervisor: createSupervisor(folder, signal),
};
let monolith: Monolith;
let service: Inventory;

beforeAll(async () => {
  [monolith, service] = await Promise.all([
    startMonolith(stage),
    startInventory(stage, { name: 'service', version: '1.0.0' }),
  ]);
  await backfill(stage, service, monolith);
}, 60_000);
afterAll(async () => {
  await stage.supervisor.stopAll();
  rmSync(folder, { recursive: true, force: true });
});

interface Case {
  readonly method?: string;
  readonly path: string;
  readonly body?: unknown;
  /** Sent as it is, whatever it is. */
  readonly text?: string;
  readonly admin?: true;
}

const line = (sku: string, quantity: unknown) => ({ sku, quantity });
const reserve = (orderId: unknown, ...lines: unknown[]): Case => ({
  method: 'POST',
  path: '/inventory/reservations',
  body: { orderId, lines },
});
const move = (body: unknown, admin: { admin?: true } = { admin: true }): Case => ({
  method: 'POST',
  path: '/inventory/movements',
  body,
  ...admin,
});
const APRON = 'SKU-APRON';
const TEE = 'SKU-TEE-BLK-M';

const CASES: readonly Case[] = [
  { path: '/inventory/stock' },
  { path: `/inventory/stock/${TEE}` },
  { path: `/inventory/stock/${TEE.toLowerCase()}` },
  { path: '/inventory/stock/SKU-NOPE' },
  { path: '/inventory/stock/%00' },
  { path: `/inventory/stock/${'x'.repeat(200)}` },
  { path: '/inventory/stock/a%2Fb' },
  { path: '/inventory/stock/%zz' },
  { path: '/inventory/stock/' },
  { path: `/inventory/stock?sku=${TEE}&sku=SKU-NOPE&sku=${APRON}` },
  { path: `/inventory/stock?sku=${TEE}&sku=${TEE}` },
  { path: '/inventory/stock?sku=' },
  { path: '/inventory/stock?sku=%00' },
  { path: `/inventory/stock?other=1&sku=${APRON}` },
  { path: `/inventory/stock?${'sku=a&'.repeat(101)}` },
  reserve(9001, line(APRON, 2), line(TEE, 1), line(APRON, 1)),
  reserve(9001, line(APRON, 5)),
  reserve(9002, line(APRON, 100_000), line('SKU-NOPE', 1)),
  reserve(9003),
  reserve(9003, line(APRON, 0)),
  reserve(9003, line(APRON, '1')),
  reserve(9003, line(APRON, 1.5)),
  reserve(9003, line('', 1)),
  reserve('9003', line(APRON, 1)),
  reserve(0, line(APRON, 1)),
  reserve(2 ** 31, line(APRON, 1)),
  reserve(9003, { ...line(APRON, 1), note: 'fragile' }),
  reserve(9004, line(APRON, 1_000_001)),
  reserve(9004, ...Array.from({ length: 101 }, () => line(APRON, 1))),
  reserve(9004, line('a\u0000b', 1)),
  reserve(9004, line('x'.repeat(300), 1)),
  { method: 'POST', path: '/inventory/reservations', text: '{' },
  { method: 'POST', path: '/inventory/reservations', text: '[]' },
  { method: 'POST', path: '/inventory/reservations', text: '' },
  { method: 'DELETE', path: '/inventory/reservations/7d0c5b1e-0f6c-4d6a-9a51-0c6f5a7b7001' },
  { method: 'DELETE', path: '/inventory/reservations/not-a-uuid' },
  { path: `/inventory/stock/${APRON}` },
  move({ sku: APRON, warehouse: 'BER', quantity: 1, reason: 'count' }, {}),
  { path: '/inventory/export' },
  move({ sku: APRON, warehouse: 'BER', quantity: 3, reason: 'count' }),
  move({ sku: APRON, warehouse: 'BER', quantity: -100_000, reason: 'count' }),
  move({ sku: APRON, warehouse: 'BER', quantity: 0, reason: 'count' }),
  move({ sku: APRON, warehouse: 'NOWHERE', quantity: 1, reason: 'count' }),
  move({ sku: 'SKU-NOPE', warehouse: 'BER', quantity: 1, reason: 'count' }),
  move({ sku: APRON, warehouse: 'BER', quantity: 1, reason: '' }),
  move({ sku: APRON, warehouse: 'BER', quantity: 1, reason: '   ' }),
  move({ sku: APRON, warehouse: 'BER', quantity: 1, reason: 'x'.repeat(201) }),
  move({ sku: APRON, warehouse: 'BER', quantity: 1, reason: 'a\u0000b' }),
  move({ sku: APRON, warehouse: 'a\u0000b', quantity: 1, reason: 'count' }),
  move({}),
  { path: `/inventory/stock/${APRON}` },
  { path: '/inventory/export', admin: true },
];

describe('the inventory seam', () => {
  it.each(CASES.map((request) => [describeCase(request), request] as const))(
    'answers %s alike on both sides',
    async (_, request) => {
      const [inside, outside] = await Promise.all([
        answer(monolith.url, monolith.adminToken, request),
        answer(service.url, service.token, request),
      ]);
      expect(outside).toEqual(inside);
      expect(inside.status).toBeLessThan(500);
    },
  );
});

function describeCase({ method = 'GET', path, body, text, admin }: Case): string {
  const sent = text ?? (body === undefined ? '' : JSON.stringify(body));
  return `${admin ? 'admin ' : ''}${method} ${path} ${sent}`.trim().slice(0, 120);
}

async function answer(
  url: string,
  token: string,
  { method = 'GET', path, body, text, admin }: Case,
): Promise<{ status: number; body: unknown }> {
  const sent = text ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
      ...(admin ? { authorization: `Bearer ${token}` } : {}),
    },
    ...(sent === undefined ? {} : { body: sent }),
  });
  const received = await response.text();
  return {
    status: response.status,
    body: received === '' ? undefined : JSON.parse(received, withoutOwn),
  };
}

/** Ids, times and sentences are each side's own; that they are there is compared. */
const OWN = /^(reservationId|movementId|updatedAt|expiresAt|recordedAt|exportedAt|message|issues)$/;

function withoutOwn(key: string, value: unknown): unknown {
  return OWN.test(key) ? typeof value : value;
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../src/database/database.ts';
import { openDatabase } from '../src/database/open.ts';
import { heldReservations } from '../src/inventory/reservation-store.ts';
import { findStock } from '../src/inventory/stock.ts';
import { PROVIDER_STATES } from '../src/provider-states.ts';
import { deviations } from './openapi.ts';
import { call, start, stockUp } from './start.ts';

let database: Database;
beforeAll(async () => {
  database = await openDatabase({});
});
afterAll(() => database.close());

describe('the two ways to be broken', () => {
  it('STOCK_FORMAT=v2 renames a field, which its own document does not allow', async () => {
    await stockUp(database, { 'SKU-A': { BER: 3 } });
    const running = await start(database, { STOCK_FORMAT: 'v2' });
    const answer = await call(running.url, 'GET', '/inventory/stock/SKU-A');
    await running.close();
    expect(answer.body).toMatchObject({ availableQuantity: 3 });
    expect(deviations('/inventory/stock/{sku}', 'GET', answer)).toEqual([
      " must have required property 'available'",
      ' must NOT have additional properties',
    ]);
  });

  it('FAULT_RATE fails that share, the same requests in every run, and never /health', async () => {
    await stockUp(database, { 'SKU-A': { BER: 3 } });
    const statusesOf = async (): Promise<number[]> => {
      const running = await start(database, { FAULT_RATE: '0.3', FAULT_SEED: '7' });
      const statuses: number[] = [];
      for (let i = 0; i < 100; i++) {
        statuses.push((await call(running.url, 'GET', '/inventory/stock/SKU-A')).status);
        if (i % 20 === 0) expect((await call(running.url, 'GET', '/health')).status).toBe(200);
      }
      await running.close();
      return statuses;
    };
    const statuses = await statusesOf();
    const failures = statuses.filter((status) => status === 500).length;
    expect(failures).toBeGreaterThan(15);
    expect(failures).toBeLessThan(45);
    expect(await statusesOf()).toEqual(statuses);
  });
});

describe('the provider states', () => {
  it.each([
    ['stock of SKU-TEE-BLK-M is 12 in two warehouses', 'SKU-TEE-BLK-M', { available: 12 }],
    ['an open reservation for order 7001', 'SKU-TEE-BLK-M', { reserved: 2 }],
    ['only 1 of SKU-MUG-WHT is left', 'SKU-MUG-WHT', { available: 1 }],
    ['no reservations', 'SKU-TEE-BLK-M', { reserved: 0 }],
  ])('"%s" holds after it, and again', async (name, sku, expected) => {
    for (const _ of [1, 2]) {
      await PROVIDER_STATES[name]?.(database, {});
      expect(await findStock(database, [sku], new Date())).toMatchObject([expected]);
    }
  });

  it('take their values from the pact', async () => {
    const reservationId = '00000000-0000-4000-8000-000000000001';
    await PROVIDER_STATES['an open reservation for order 7001']?.(database, {
      reservationId,
      orderId: 8,
      lines: [{ sku: 'SKU-MUG-WHT', quantity: 4 }],
    });
    expect(await heldReservations(database, new Date())).toMatchObject([
      { reservationId, orderId: 8, allocations: [{ sku: 'SKU-MUG-WHT', quantity: 4 }] },
    ]);
  });

  it('"sku SKU-NOPE is unknown" forgets the SKU', async () => {
    await stockUp(database, { 'SKU-NOPE': { BER: 3 } });
    await PROVIDER_STATES['sku SKU-NOPE is unknown']?.(database, {});
    expect(await findStock(database, ['SKU-NOPE'], new Date())).toEqual([]);
  });
});

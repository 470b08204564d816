import { createPact, matchers } from '@ashlar/contracts/vitest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../src/database/database.ts';
import { openDatabase } from '../src/database/open.ts';
import { ORDER_CREATED } from '../src/events/cloud-event.ts';
import { consume } from '../src/events/consume.ts';
import { reserve } from '../src/inventory/reservations.ts';
import { findStock } from '../src/inventory/stock.ts';
import { stockUp } from './start.ts';

const { integer, string, uuid } = matchers;
const SKU = 'SKU-TEE-BLK-M';

/** What this service needs of the event that the shop publishes, and no more. */
const pact = createPact({ consumer: 'inventory-service', provider: 'shop-monolith' });

describe('OrderCreated', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase({});
  });
  afterAll(() => database.close());

  it('commits the hold of the order', async () => {
    const now = new Date();
    await stockUp(database, { [SKU]: { BER: 5 } });
    const request = { orderId: 7001, lines: [{ sku: SKU, quantity: 2 }] };
    await reserve(database, request, { now, seconds: 60 });
    await pact.event(
      {
        expectsToReceive: 'an OrderCreated event',
        event: {
          id: uuid('6f1b3a52-4d0c-4a39-9f0e-3f3c1f5b9a10'),
          source: string('/shop/ordering'),
          type: ORDER_CREATED,
          data: { orderId: integer(7001) },
        },
      },
      async (event) => {
        expect(await consume(database, event, now)).toMatchObject({ outcome: 'committed' });
      },
    );
    expect(await findStock(database, [SKU], now)).toMatchObject([{ onHand: 3, reserved: 0 }]);
  });
});

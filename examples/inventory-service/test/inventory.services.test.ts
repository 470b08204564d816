import { randomUUID } from 'node:crypto';
import { NO_SPANS } from '@ashlar-examples/spans';
import { connect } from '@nats-io/transport-node';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../src/database/database.ts';
import { openDatabase } from '../src/database/open.ts';
import { consumeFromNats } from '../src/events/nats.ts';
import { reserve } from '../src/inventory/reservations.ts';
import { findStock } from '../src/inventory/stock.ts';
import { describeInventory } from './behaviour.ts';
import { stockUp } from './start.ts';

const POSTGRES = process.env.ASHLAR_TEST_POSTGRES_URL;
const NATS = process.env.ASHLAR_TEST_NATS_URL;

/** A database of its own, dropped on close, so that runs do not see each other. */
async function openOwnDatabase(postgres: string): Promise<Database> {
  const name = `inventory_${randomUUID().replaceAll('-', '')}`;
  const admin = new pg.Client({ connectionString: postgres });
  await admin.connect();
  await admin.query(`create database ${name}`);
  const url = new URL(postgres);
  url.pathname = `/${name}`;
  const database = await openDatabase({ databaseUrl: url.href });
  return {
    ...database,
    close: async () => {
      await database.close();
      await admin.query(`drop database ${name}`);
      await admin.end();
    },
  };
}

if (POSTGRES === undefined) {
  describe.skip('the inventory service on PostgreSQL: ASHLAR_TEST_POSTGRES_URL is not set', () => {
    it('is not run', () => undefined);
  });
} else {
  describeInventory('PostgreSQL', () => openOwnDatabase(POSTGRES));
}

const runNats = POSTGRES !== undefined && NATS !== undefined;
const skipped = 'ASHLAR_TEST_POSTGRES_URL and ASHLAR_TEST_NATS_URL are not both set';

describe.skipIf(!runNats)(runNats ? 'events over NATS' : `events over NATS: ${skipped}`, () => {
  let database: Database;
  beforeAll(async () => {
    database = await openOwnDatabase(POSTGRES ?? '');
  });
  afterAll(() => database.close());

  it('commits the order once, survives nonsense, and finishes what it has begun', async () => {
    const now = new Date();
    await stockUp(database, { 'SKU-A': { BER: 5 } });
    await reserve(
      database,
      { orderId: 41, lines: [{ sku: 'SKU-A', quantity: 2 }] },
      { now, seconds: 60 },
    );
    const lines: Record<string, unknown>[] = [];
    const log = pino({}, { write: (line: string) => lines.push(JSON.parse(line)) });
    const consumer = await consumeFromNats(NATS ?? '', database, {
      log,
      now: () => now,
      spans: NO_SPANS,
    });
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const event = JSON.stringify({
      specversion: '1.0',
      id: randomUUID(),
      source: '/shop/ordering',
      type: 'shop.order.created.v1',
      traceparent: `00-${traceId}-00f067aa0ba902b7-01`,
      data: { orderId: 41, lines: [{ sku: 'SKU-A', quantity: 2 }] },
    });
    const publisher = await connect({ servers: NATS ?? '' });
    for (const body of ['not json', '{}', event, event]) {
      publisher.publish('shop.order.created.v1', body);
    }
    await publisher.drain();
    await expect.poll(() => lines.length).toBeGreaterThanOrEqual(4);
    await consumer.close();
    expect(lines.map((line) => line.outcome ?? line.msg)).toEqual([
      'event failed',
      'event refused',
      'committed',
      'duplicate',
    ]);
    expect(lines[2]).toMatchObject({ traceId });
    expect(await findStock(database, ['SKU-A'], now)).toMatchObject([{ onHand: 3, reserved: 0 }]);
  });
});

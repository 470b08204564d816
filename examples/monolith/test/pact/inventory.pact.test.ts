import { mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Matchers, Pact } from '@pact-foundation/pact';
import { beforeAll, describe, expect, it } from 'vitest';
import { inventoryClient } from '../../src/lib/inventory-client.ts';
import type { InventoryGateway } from '../../src/lib/inventory-gateway.ts';
import { continueTrace, runInTrace } from '../../src/lib/trace-context.ts';

const { eachLike, integer, like, string, timestamp, uuid } = Matchers;

const PACTS = fileURLToPath(new URL('../../pacts/', import.meta.url));
const TEE = 'SKU-TEE-BLK-M';
const MUG = 'SKU-MUG-WHT';
const RESERVATION = '7d0c5b1e-0f6c-4d6a-9a51-0c6f5a7b7001';
// The whole value has to match: the verifier takes a regular expression as anchored at both ends.
const JSON_TYPE = {
  'Content-Type': Matchers.regex(/^application\/json(;.*)?$/, 'application/json'),
};

/** Dates differ in every answer; their form does not. */
const moment = () => timestamp("yyyy-MM-dd'T'HH:mm:ss.SSSX", '2026-01-15T10:00:00.000Z');

const twoWarehouses = {
  sku: TEE,
  warehouses: [
    { code: 'BER', onHand: 8 },
    { code: 'HAM', onHand: 4 },
  ],
};

const teeStock = {
  sku: TEE,
  onHand: integer(12),
  reserved: integer(0),
  available: integer(12),
  warehouses: eachLike({ code: string('BER'), onHand: integer(8) }),
  updatedAt: moment(),
};

function contract(): Pact {
  return new Pact({
    consumer: 'shop-monolith',
    provider: 'inventory-service',
    dir: PACTS,
    logLevel: 'warn',
  });
}

function clientOf(server: { url: string }): InventoryGateway {
  return inventoryClient({ baseUrl: server.url, token: 'admin-token', timeoutMs: 5_000 });
}

// Pact merges into an existing file: what is no longer asked for would stay in it.
beforeAll(async () => {
  await rm(PACTS, { recursive: true, force: true });
  await mkdir(PACTS, { recursive: true });
});

describe('the inventory client reading stock', () => {
  it('gets one sku', async () => {
    await contract()
      .addInteraction()
      .given('stock of SKU-TEE-BLK-M is 12 in two warehouses', twoWarehouses)
      .uponReceiving('a request for the stock of a sku')
      .withRequest('GET', `/inventory/stock/${TEE}`)
      .willRespondWith(200, (response) => response.headers(JSON_TYPE).jsonBody(teeStock))
      .executeTest(async (server) => {
        expect(await clientOf(server).stockOf(TEE)).toMatchObject({ sku: TEE, available: 12 });
      });
  });

  it('takes 404 as no such sku', async () => {
    await contract()
      .addInteraction()
      .given('sku SKU-NOPE is unknown', { sku: 'SKU-NOPE' })
      .uponReceiving('a request for the stock of an unknown sku')
      .withRequest('GET', '/inventory/stock/SKU-NOPE')
      .willRespondWith(404, (response) =>
        response.headers(JSON_TYPE).jsonBody({ code: 'UNKNOWN_SKU', message: like('unknown') }),
      )
      .executeTest(async (server) => {
        expect(await clientOf(server).stockOf('SKU-NOPE')).toBeUndefined();
      });
  });

  it('gets several skus in the order asked, without the unknown ones', async () => {
    await contract()
      .addInteraction()
      .given('stock of SKU-TEE-BLK-M is 12 in two warehouses', twoWarehouses)
      .given('sku SKU-NOPE is unknown', { sku: 'SKU-NOPE' })
      .uponReceiving('a request for the stock of two skus, one of them unknown')
      .withRequest('GET', '/inventory/stock', (request) =>
        request.query({ sku: ['SKU-NOPE', TEE] }),
      )
      .willRespondWith(200, (response) =>
        response.headers(JSON_TYPE).jsonBody({ items: [teeStock] }),
      )
      .executeTest(async (server) => {
        const stock = await clientOf(server).stockOfMany(['SKU-NOPE', TEE]);
        expect(stock.map((view) => view.sku)).toEqual([TEE]);
      });
  });

  it('passes the trace of the request on', async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const trace = continueTrace(`00-${traceId}-00f067aa0ba902b7-01`);
    await contract()
      .addInteraction()
      .given('no reservations')
      .uponReceiving('a traced request for the first page of stock')
      .withRequest('GET', '/inventory/stock', (request) =>
        request.headers({
          traceparent: Matchers.regex(
            /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/,
            `00-${traceId}-${trace.spanId}-01`,
          ),
        }),
      )
      .willRespondWith(200, (response) =>
        response
          .headers(JSON_TYPE)
          .jsonBody({ items: eachLike({ ...teeStock, sku: string(TEE) }) }),
      )
      .executeTest(async (server) => {
        const stock = await runInTrace(trace, () => clientOf(server).stockOfMany([]));
        expect(stock).toHaveLength(1);
      });
  });
});

describe('the inventory client reserving', () => {
  const lines = [{ sku: TEE, quantity: 2 }];

  it('holds the lines of an order', async () => {
    await contract()
      .addInteraction()
      .given('stock of SKU-TEE-BLK-M is 12 in two warehouses', twoWarehouses)
      .given('no reservations')
      .uponReceiving('a reservation for an order')
      .withRequest('POST', '/inventory/reservations', (request) =>
        request.jsonBody({ orderId: 7001, lines }),
      )
      .willRespondWith(201, (response) =>
        response.headers(JSON_TYPE).jsonBody({
          reservationId: uuid(RESERVATION),
          orderId: 7001,
          status: 'held',
          lines,
          expiresAt: moment(),
        }),
      )
      .executeTest(async (server) => {
        const outcome = await clientOf(server).reserve({ orderId: 7001, lines });
        expect(outcome).toMatchObject({ outcome: 'reserved', reservation: { status: 'held' } });
      });
  });

  it('gets the existing reservation when it asks again', async () => {
    const parameters = { orderId: 7001, reservationId: RESERVATION, lines };
    await contract()
      .addInteraction()
      .given('an open reservation for order 7001', parameters)
      .uponReceiving('a second reservation for the same order')
      .withRequest('POST', '/inventory/reservations', (request) =>
        request.jsonBody({ orderId: 7001, lines }),
      )
      .willRespondWith(200, (response) =>
        response.headers(JSON_TYPE).jsonBody({
          reservationId: RESERVATION,
          orderId: 7001,
          status: 'held',
          lines,
          expiresAt: moment(),
        }),
      )
      .executeTest(async (server) => {
        const outcome = await clientOf(server).reserve({ orderId: 7001, lines });
        expect(outcome).toMatchObject({
          outcome: 'existing',
          reservation: { reservationId: RESERVATION },
        });
      });
  });

  it('learns what is short', async () => {
    await contract()
      .addInteraction()
      .given('only 1 of SKU-MUG-WHT is left', { sku: MUG, available: 1 })
      .uponReceiving('a reservation of more than there is')
      .withRequest('POST', '/inventory/reservations', (request) =>
        request.jsonBody({ orderId: 7002, lines: [{ sku: MUG, quantity: 3 }] }),
      )
      .willRespondWith(409, (response) =>
        response.headers(JSON_TYPE).jsonBody({
          code: 'INSUFFICIENT_STOCK',
          message: like('not everything is in stock'),
          shortages: [{ sku: MUG, requested: 3, available: 1 }],
        }),
      )
      .executeTest(async (server) => {
        const outcome = await clientOf(server).reserve({
          orderId: 7002,
          lines: [{ sku: MUG, quantity: 3 }],
        });
        const shortages = [{ sku: MUG, requested: 3, available: 1 }];
        expect(outcome).toEqual({ outcome: 'insufficient-stock', shortages });
      });
  });

  it('releases a reservation', async () => {
    const parameters = { orderId: 7001, reservationId: RESERVATION, lines };
    await contract()
      .addInteraction()
      .given('an open reservation for order 7001', parameters)
      .uponReceiving('the release of a reservation')
      .withRequest('DELETE', `/inventory/reservations/${RESERVATION}`)
      .willRespondWith(204)
      .executeTest(async (server) => {
        expect(await clientOf(server).release(RESERVATION)).toBe(true);
      });
  });

  it('takes 404 as released already', async () => {
    await contract()
      .addInteraction()
      .given('no reservations')
      .uponReceiving('the release of an unknown reservation')
      .withRequest('DELETE', `/inventory/reservations/${RESERVATION}`)
      .willRespondWith(404, (response) =>
        response
          .headers(JSON_TYPE)
          .jsonBody({ code: 'UNKNOWN_RESERVATION', message: like('unknown') }),
      )
      .executeTest(async (server) => {
        expect(await clientOf(server).release(RESERVATION)).toBe(false);
      });
  });
});

import { createPact, matchers, template } from '@ashlar/contracts/vitest';
import { inventoryStates } from '@ashlar-examples/inventory-service/states';
import { describe, expect, it } from 'vitest';
import type { components, paths } from '../../src/lib/inventory-api.generated.ts';
import { inventoryClient } from '../../src/lib/inventory-client.ts';
import type { InventoryGateway } from '../../src/lib/inventory-gateway.ts';
import { continueTrace, runInTrace } from '../../src/lib/trace-context.ts';

const { eachLike, integer, like, regex, string, timestamp, uuid } = matchers;
const { given } = inventoryStates;

const TEE = 'SKU-TEE-BLK-M';
const MUG = 'SKU-MUG-WHT';
const RESERVATION = '7d0c5b1e-0f6c-4d6a-9a51-0c6f5a7b7001';
// The whole value has to match: the verifier takes a regular expression as anchored at both ends.
const headers = { 'Content-Type': regex(/^application\/json(;.*)?$/, 'application/json') };

/** Checked against the types of the service's document: what is not in them does not compile. */
const pact = createPact<paths>({ consumer: 'shop-monolith', provider: 'inventory-service' });
const stock = template<components['schemas']['Stock']>();
const reservation = template<components['schemas']['Reservation']>();

/** Dates differ in every answer; their form does not. */
const moment = () => timestamp("yyyy-MM-dd'T'HH:mm:ss.SSSX", '2026-01-15T10:00:00.000Z');

const teeInTwoWarehouses = given('stock of SKU-TEE-BLK-M is 12 in two warehouses', {
  sku: TEE,
  warehouses: [
    { code: 'BER', onHand: 8 },
    { code: 'HAM', onHand: 4 },
  ],
});
const nopeIsUnknown = given('sku SKU-NOPE is unknown', { sku: 'SKU-NOPE' });
const noReservations = given('no reservations');

const figures = {
  onHand: integer(12),
  reserved: integer(0),
  available: integer(12),
  warehouses: eachLike({ code: string('BER'), onHand: integer(8) }),
  updatedAt: moment(),
};
const teeStock = stock({ sku: TEE, ...figures });

function clientOf(server: { url: string }): InventoryGateway {
  return inventoryClient({ baseUrl: server.url, token: 'admin-token', timeoutMs: 5_000 });
}

describe('the inventory client reading stock', () => {
  it('gets one sku', () =>
    pact.http(
      {
        given: teeInTwoWarehouses,
        uponReceiving: 'a request for the stock of a sku',
        withRequest: {
          method: 'GET',
          path: '/inventory/stock/{sku}',
          pathParameters: { sku: TEE },
        },
        willRespondWith: { status: 200, headers, body: teeStock },
      },
      async (server) => {
        expect(await clientOf(server).stockOf(TEE)).toMatchObject({ sku: TEE, available: 12 });
      },
    ));

  it('takes 404 as no such sku', () =>
    pact.http(
      {
        given: nopeIsUnknown,
        uponReceiving: 'a request for the stock of an unknown sku',
        withRequest: {
          method: 'GET',
          path: '/inventory/stock/{sku}',
          pathParameters: { sku: 'SKU-NOPE' },
        },
        willRespondWith: {
          status: 404,
          headers,
          body: { code: 'UNKNOWN_SKU', message: like('unknown') },
        },
      },
      async (server) => {
        expect(await clientOf(server).stockOf('SKU-NOPE')).toBeUndefined();
      },
    ));

  it('gets several skus in the order asked, without the unknown ones', () =>
    pact.http(
      {
        given: [teeInTwoWarehouses, nopeIsUnknown],
        uponReceiving: 'a request for the stock of two skus, one of them unknown',
        withRequest: {
          method: 'GET',
          path: '/inventory/stock',
          query: { sku: ['SKU-NOPE', TEE] },
        },
        willRespondWith: { status: 200, headers, body: { items: [teeStock] } },
      },
      async (server) => {
        const found = await clientOf(server).stockOfMany(['SKU-NOPE', TEE]);
        expect(found.map((view) => view.sku)).toEqual([TEE]);
      },
    ));

  it('passes the trace of the request on', () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    // The span is ours and would be a new one each time; the pact has to stay the same.
    const trace = {
      ...continueTrace(`00-${traceId}-00f067aa0ba902b7-01`),
      spanId: 'b7ad6b7169203331',
    };
    return pact.http(
      {
        given: noReservations,
        uponReceiving: 'a traced request for the first page of stock',
        withRequest: {
          method: 'GET',
          path: '/inventory/stock',
          headers: {
            traceparent: regex(
              /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/,
              `00-${traceId}-${trace.spanId}-01`,
            ),
          },
        },
        willRespondWith: {
          status: 200,
          headers,
          body: { items: eachLike({ sku: string(TEE), ...figures }) },
        },
      },
      async (server) => {
        const found = await runInTrace(trace, () => clientOf(server).stockOfMany([]));
        expect(found).toHaveLength(1);
      },
    );
  });
});

describe('the inventory client reserving', () => {
  const lines = [{ sku: TEE, quantity: 2 }];
  const openReservation = given('an open reservation for order 7001', {
    orderId: 7001,
    reservationId: RESERVATION,
    lines,
  });
  const asked = { orderId: 7001, lines } as const;

  it('holds the lines of an order', () =>
    pact.http(
      {
        given: [teeInTwoWarehouses, noReservations],
        uponReceiving: 'a reservation for an order',
        withRequest: { method: 'POST', path: '/inventory/reservations', body: asked },
        willRespondWith: {
          status: 201,
          headers,
          body: reservation({
            ...asked,
            reservationId: uuid(RESERVATION),
            status: 'held',
            expiresAt: moment(),
          }),
        },
      },
      async (server) => {
        const outcome = await clientOf(server).reserve({ orderId: 7001, lines });
        expect(outcome).toMatchObject({ outcome: 'reserved', reservation: { status: 'held' } });
      },
    ));

  it('gets the existing reservation when it asks again', () =>
    pact.http(
      {
        given: openReservation,
        uponReceiving: 'a second reservation for the same order',
        withRequest: { method: 'POST', path: '/inventory/reservations', body: asked },
        willRespondWith: {
          status: 200,
          headers,
          body: reservation({
            ...asked,
            reservationId: RESERVATION,
            status: 'held',
            expiresAt: moment(),
          }),
        },
      },
      async (server) => {
        const outcome = await clientOf(server).reserve({ orderId: 7001, lines });
        expect(outcome).toMatchObject({
          outcome: 'existing',
          reservation: { reservationId: RESERVATION },
        });
      },
    ));

  it('learns what is short', () => {
    const shortages = [{ sku: MUG, requested: 3, available: 1 }];
    return pact.http(
      {
        given: given('only 1 of SKU-MUG-WHT is left', { sku: MUG, available: 1 }),
        uponReceiving: 'a reservation of more than there is',
        withRequest: {
          method: 'POST',
          path: '/inventory/reservations',
          body: { orderId: 7002, lines: [{ sku: MUG, quantity: 3 }] },
        },
        willRespondWith: {
          status: 409,
          headers,
          body: {
            code: 'INSUFFICIENT_STOCK',
            message: like('not everything is in stock'),
            shortages,
          },
        },
      },
      async (server, { request }) => {
        const { orderId, lines: wanted } = request.body;
        const outcome = await clientOf(server).reserve({ orderId, lines: [...wanted] });
        expect(outcome).toEqual({ outcome: 'insufficient-stock', shortages });
      },
    );
  });

  const release = {
    method: 'DELETE',
    path: '/inventory/reservations/{reservationId}',
    pathParameters: { reservationId: RESERVATION },
  } as const;

  it('releases a reservation', () =>
    pact.http(
      {
        given: openReservation,
        uponReceiving: 'the release of a reservation',
        withRequest: release,
        willRespondWith: { status: 204 },
      },
      async (server) => {
        expect(await clientOf(server).release(RESERVATION)).toBe(true);
      },
    ));

  it('takes 404 as released already', () =>
    pact.http(
      {
        given: noReservations,
        uponReceiving: 'the release of an unknown reservation',
        withRequest: release,
        willRespondWith: {
          status: 404,
          headers,
          body: { code: 'UNKNOWN_RESERVATION', message: like('unknown') },
        },
      },
      async (server) => {
        expect(await clientOf(server).release(RESERVATION)).toBe(false);
      },
    ));
});

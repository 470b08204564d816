import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../src/database/database.ts';
import { migrate } from '../src/database/migrate.ts';
import { deviations, documentedOperations } from './openapi.ts';
import { ADMIN, type Answer, call, type Running, start, stockUp } from './start.ts';

const TEE = 'SKU-TEE-BLK-M';
const MUG = 'SKU-MUG-WHT';

/** The suite that PGlite and PostgreSQL both pass. */
export function describeInventory(name: string, open: () => Promise<Database>): void {
  describe(`the inventory service on ${name}`, () => {
    let database: Database;
    let running: Running;
    let clock: Date;
    const seen = new Set<string>();

    /** Calls, and holds every answer to the OpenAPI document. */
    const ask = async (
      operation: `${string} ${string}`,
      options: { path?: string; body?: unknown; headers?: Record<string, string> } = {},
    ): Promise<Answer> => {
      const [method = '', template = ''] = operation.split(' ');
      const path = options.path ?? template;
      const answer = await call(running.url, method, path, options.body, options.headers);
      expect(deviations(template, method, answer), `${operation} -> ${answer.status}`).toEqual([]);
      seen.add(operation);
      return answer;
    };
    const stockOf = async (sku: string) =>
      (await ask('GET /inventory/stock/{sku}', { path: `/inventory/stock/${sku}` })).body;
    const reserve = (orderId: number, lines: Record<string, number>) =>
      ask('POST /inventory/reservations', {
        body: {
          orderId,
          lines: Object.entries(lines).map(([sku, quantity]) => ({ sku, quantity })),
        },
      });
    const releaseOf = (id: string) =>
      ask('DELETE /inventory/reservations/{reservationId}', {
        path: `/inventory/reservations/${id}`,
      });
    const event = (id: string, data: unknown, extra: object = {}) =>
      ask('POST /events', {
        headers: { 'content-type': 'application/cloudevents+json' },
        body: {
          specversion: '1.0',
          id,
          source: '/shop/ordering',
          type: 'shop.order.created.v1',
          data,
          ...extra,
        },
      });

    beforeAll(async () => {
      database = await open();
    });
    afterAll(() => database.close());
    beforeEach(async () => {
      clock = new Date();
      running = await start(database, {}, () => clock);
      await stockUp(database, { [TEE]: { HAM: 4, BER: 8 }, [MUG]: { BER: 1 } });
    });
    afterEach(() => running.close());

    it('applies its migrations once', async () => {
      expect(await migrate(database)).toEqual([]);
    });

    it('adds up the warehouses, sorted by code', async () => {
      expect(await stockOf(TEE)).toMatchObject({
        sku: TEE,
        onHand: 12,
        reserved: 0,
        available: 12,
        warehouses: [
          { code: 'BER', onHand: 8 },
          { code: 'HAM', onHand: 4 },
        ],
      });
    });

    it.each(['SKU-NOPE', 'a%2Fb', "x'--", 'é'.repeat(900)])('knows no SKU %j', async (sku) => {
      expect(await stockOf(sku)).toMatchObject({ code: 'UNKNOWN_SKU' });
    });

    it.each([
      ['', [MUG, TEE]],
      [`?sku=${TEE}&sku=SKU-NOPE&sku=${MUG}`, [TEE, MUG]],
      [`?sku=${MUG}`, [MUG]],
    ])('lists stock for "%s"', async (query, skus) => {
      const { body } = await ask('GET /inventory/stock', { path: `/inventory/stock${query}` });
      expect(body.items.map((item: { sku: string }) => item.sku)).toEqual(skus);
    });

    it.each([
      ['/inventory/stock/%00', 'GET /inventory/stock/{sku}'],
      ['/inventory/stock?sku=%00', 'GET /inventory/stock'],
      ['/inventory/stock?sku=', 'GET /inventory/stock'],
    ] as const)('refuses %s', async (path, operation) => {
      expect((await ask(operation, { path })).status).toBe(400);
    });

    it('refuses to list more than 100 SKUs', async () => {
      const query = Array.from({ length: 101 }, (_, n) => `sku=S${n}`).join('&');
      const answer = await ask('GET /inventory/stock', { path: `/inventory/stock?${query}` });
      expect(answer.status).toBe(400);
    });

    it('holds stock once per order, and lets it go again', async () => {
      const first = await reserve(1, { [TEE]: 9 });
      expect(first.status).toBe(201);
      expect(first.body).toMatchObject({ orderId: 1, status: 'held' });
      const again = await reserve(1, { [TEE]: 9 });
      expect([again.status, again.body]).toEqual([200, first.body]);
      expect(await stockOf(TEE)).toMatchObject({ onHand: 12, reserved: 9, available: 3 });
      expect((await releaseOf(first.body.reservationId)).status).toBe(204);
      expect((await releaseOf(first.body.reservationId)).status).toBe(404);
      expect(await stockOf(TEE)).toMatchObject({ reserved: 0, available: 12 });
      expect((await reserve(1, { [TEE]: 1 })).status).toBe(201);
    });

    it('takes from the fullest warehouse first and splits when it must', async () => {
      await reserve(1, { [TEE]: 9 });
      const held = await ask('GET /inventory/export', { headers: ADMIN });
      expect(held.body.reservations[0].lines).toEqual([
        { sku: TEE, warehouse: 'BER', quantity: 8 },
        { sku: TEE, warehouse: 'HAM', quantity: 1 },
      ]);
    });

    it('adds up a SKU that is named twice', async () => {
      const lines = [
        { sku: TEE, quantity: 2 },
        { sku: MUG, quantity: 1 },
        { sku: TEE, quantity: 3 },
      ];
      const { body } = await ask('POST /inventory/reservations', { body: { orderId: 2, lines } });
      expect(body.lines).toEqual([
        { sku: MUG, quantity: 1 },
        { sku: TEE, quantity: 5 },
      ]);
    });

    it('holds all lines or none, and lists what is short', async () => {
      const { status, body } = await reserve(3, { [TEE]: 1, [MUG]: 2, 'SKU-NOPE': 1 });
      expect(status).toBe(409);
      expect(body.shortages).toEqual([
        { sku: MUG, requested: 2, available: 1 },
        { sku: 'SKU-NOPE', requested: 1, available: 0 },
      ]);
      expect(await stockOf(TEE)).toMatchObject({ reserved: 0 });
    });

    it('frees the units of a hold whose time is over', async () => {
      const { body } = await reserve(4, { [MUG]: 1 });
      clock = new Date(clock.getTime() + 901_000);
      expect(await stockOf(MUG)).toMatchObject({ reserved: 0, available: 1 });
      expect((await releaseOf(body.reservationId)).status).toBe(404);
      expect((await reserve(4, { [MUG]: 1 })).status).toBe(201);
    });

    it('sells the last unit once when many ask at the same time', async () => {
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, n) => reserve(100 + n, { [MUG]: 1 })),
      );
      const statuses = answers.map((answer) => answer.status).sort();
      expect(statuses).toEqual([201, ...Array.from({ length: 11 }, () => 409)]);
    });

    it('makes one reservation when one order asks many times at once', async () => {
      const answers = await Promise.all(Array.from({ length: 8 }, () => reserve(5, { [TEE]: 2 })));
      expect(new Set(answers.map((answer) => answer.body.reservationId)).size).toBe(1);
      expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
      expect(await stockOf(TEE)).toMatchObject({ reserved: 2 });
    });

    it.each([
      ['no JSON', '{'],
      ['an empty object', {}],
      ['no lines', { orderId: 1, lines: [] }],
      ['a quantity of zero', { orderId: 1, lines: [{ sku: TEE, quantity: 0 }] }],
      ['a quantity as text', { orderId: 1, lines: [{ sku: TEE, quantity: '1' }] }],
      ['a fractional order', { orderId: 1.5, lines: [{ sku: TEE, quantity: 1 }] }],
      ['a SKU that no database stores', { orderId: 1, lines: [{ sku: 'a\u0000', quantity: 1 }] }],
      ['an order beyond 32 bits', { orderId: 2 ** 31, lines: [{ sku: TEE, quantity: 1 }] }],
    ])('refuses %s', async (_, body) => {
      const answer = await ask('POST /inventory/reservations', { body });
      expect([answer.status, answer.body.code]).toEqual([400, 'INVALID_REQUEST']);
    });

    it.each(['7d0c5b1e-0f6c-4d6a-9a51-0c6f5a7b7001', 'not-a-uuid', '%00'])(
      'has no reservation %s to release',
      async (id) => {
        expect((await releaseOf(id)).body).toMatchObject({ code: 'UNKNOWN_RESERVATION' });
      },
    );

    it.each([
      [{ warehouse: 'BER', quantity: 5 }, 201, 13],
      [{ warehouse: 'HAM', quantity: -4 }, 201, 0],
      [{ warehouse: 'HAM', quantity: -5 }, 409, 'NEGATIVE_STOCK'],
      [{ warehouse: 'BER', quantity: 0 }, 400, 'INVALID_REQUEST'],
      [{ warehouse: 'BER', quantity: 1, reason: '  ' }, 400, 'INVALID_REQUEST'],
      [{ warehouse: 'BER', quantity: 1, reason: 'x'.repeat(201) }, 400, 'INVALID_REQUEST'],
      [{ warehouse: 'XXX', quantity: 1 }, 404, 'UNKNOWN_WAREHOUSE'],
      [{ sku: 'SKU-NOPE', warehouse: 'BER', quantity: 1 }, 404, 'UNKNOWN_SKU'],
    ])('answers the movement %j', async (movement, status, outcome) => {
      const body = { sku: TEE, reason: 'count', ...movement };
      const answer = await ask('POST /inventory/movements', { body, headers: ADMIN });
      expect([answer.status, answer.body.onHand ?? answer.body.code]).toEqual([status, outcome]);
    });

    it('moves a SKU into a warehouse that had none of it', async () => {
      const body = { sku: MUG, warehouse: 'HAM', quantity: 3, reason: 'delivery' };
      const answer = await ask('POST /inventory/movements', { body, headers: ADMIN });
      expect(answer.body).toMatchObject({ onHand: 3, warehouse: 'HAM' });
      expect(await stockOf(MUG)).toMatchObject({ onHand: 4 });
    });

    it('does not move out what is held', async () => {
      await reserve(6, { [MUG]: 1 });
      const body = { sku: MUG, warehouse: 'BER', quantity: -1, reason: 'broken' };
      expect((await ask('POST /inventory/movements', { body, headers: ADMIN })).status).toBe(409);
    });

    it.each([undefined, 'Bearer wrong', 'Basic admin-secret'])(
      'keeps administration from the authorization %j',
      async (authorization) => {
        const headers: Record<string, string> =
          authorization === undefined ? {} : { authorization };
        expect((await ask('GET /inventory/export', { headers })).status).toBe(401);
        expect((await ask('POST /inventory/movements', { headers, body: {} })).status).toBe(401);
        expect((await ask('POST /admin/backfill', { headers, body: {} })).status).toBe(401);
      },
    );

    it('commits the order of an event once', async () => {
      await reserve(7001, { [TEE]: 9 });
      const outcomes = [];
      for (const id of ['e1', 'e1', 'e2'])
        outcomes.push((await event(id, { orderId: 7001 })).body.outcome);
      expect(outcomes).toEqual(['committed', 'duplicate', 'already-committed']);
      expect(await stockOf(TEE)).toMatchObject({ onHand: 3, reserved: 0, available: 3 });
      const moved = await database.query(
        'select warehouse, quantity from movements where reason = $1 order by warehouse',
        ['order 7001'],
      );
      expect(moved).toEqual([
        { warehouse: 'BER', quantity: -8 },
        { warehouse: 'HAM', quantity: -1 },
      ]);
      expect((await reserve(7001, { [TEE]: 1 })).body).toMatchObject({ status: 'committed' });
      await database.script('delete from movements; delete from consumed_events');
    });

    it.each([
      ['of an order without a hold', { orderId: 8 }, {}, 'no-reservation'],
      ['of another type', {}, { type: 'shop.order.paid.v1' }, 'ignored'],
    ])('takes an event %s', async (name, data, extra, outcome) => {
      expect((await event(name, data, extra)).body).toMatchObject({ outcome });
    });

    it.each([
      ['another specversion', { orderId: 1 }, { specversion: '0.3' }],
      ['no id', { orderId: 1 }, { id: '' }],
      ['an order that is no number', { orderId: '1' }, {}],
      ['no data', undefined, {}],
    ])('refuses an event with %s', async (_, data, extra) => {
      expect((await event('e9', data, extra)).status).toBe(400);
    });

    it('refuses an event of another media type', async () => {
      expect((await ask('POST /events', { body: {} })).status).toBe(415);
    });

    it('continues the trace of its caller in the answer and in its log', async () => {
      const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
      const answer = await ask('GET /health', {
        headers: { traceparent: `00-${traceId}-00f067aa0ba902b7-01` },
      });
      expect(answer.headers.get('traceparent')).toMatch(
        new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`),
      );
      expect(running.logs.find((line) => line.msg === 'request')).toMatchObject({
        traceId,
        parentId: '00f067aa0ba902b7',
        url: '/health',
        status: 200,
      });
    });

    it('tells its version, and that it drains', async () => {
      expect((await ask('GET /health')).body).toEqual({
        status: 'ok',
        version: '1.2.3',
        database: database.kind,
      });
      running.app.startDraining();
      const draining = await ask('GET /health');
      expect([draining.status, draining.body.status]).toEqual([503, 'draining']);
      expect(draining.headers.get('connection')).toBe('close');
    });

    it('copies another instance, again and again', async () => {
      await reserve(9, { [TEE]: 2 });
      const source = await ask('GET /inventory/export', { headers: ADMIN });
      // A source that has moved on since: one level changed, one gone, the hold closed.
      const later = {
        ...source.body,
        reservations: [],
        stock: [{ sku: TEE, warehouse: 'BER', onHand: 5, reserved: 1 }],
      };
      const { createServer } = await import('node:http');
      const requests: unknown[] = [];
      const server = createServer((request, response) => {
        requests.push(request.headers.traceparent);
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(later));
      }).listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      const address = server.address();
      const from = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
      const run = () => ask('POST /admin/backfill', { body: { from }, headers: ADMIN });
      expect((await run()).body).toEqual({
        stock: 1,
        reservations: 0,
        changed: 1,
        removed: 3,
        unexplained: 1,
      });
      expect((await run()).body).toMatchObject({ changed: 0, removed: 0 });
      expect(await stockOf(TEE)).toMatchObject({ onHand: 5, reserved: 0 });
      expect(requests[0]).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
      await new Promise((resolve) => server.close(resolve));
      expect((await run()).status).toBe(502);
      expect(await stockOf(TEE)).toMatchObject({ onHand: 5 });
    });

    it('copies itself without a change, holds included', async () => {
      await reserve(10, { [TEE]: 9, [MUG]: 1 });
      const body = { from: running.url, token: 'admin-secret' };
      expect((await ask('POST /admin/backfill', { body, headers: ADMIN })).body).toEqual({
        stock: 3,
        reservations: 1,
        changed: 0,
        removed: 0,
        unexplained: 0,
      });
    });

    it('has been asked for every operation its document names', () => {
      expect([...seen].sort()).toEqual([...documentedOperations].sort());
    });
  });
}

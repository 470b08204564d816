/** The HTTP interface of inventory, as README.md states it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expireOverdue } from '../../src/services/reservations.ts';
import { startTestShop, type TestShop, type Visitor } from './running-shop.ts';

export function describeInventory(title: string, server: string | undefined): void {
  describe(title, () => {
    let shop: TestShop;
    let client: Visitor;
    let admin: Visitor;

    beforeAll(async () => {
      shop = await startTestShop(server);
      client = shop.visitor();
      admin = shop.visitor();
      await admin.logInAsAdmin();
    });
    afterAll(() => shop.stop());

    const reserve = (orderId: number, ...lines: [string, number][]) =>
      client.post('/inventory/reservations', {
        orderId,
        lines: lines.map(([sku, quantity]) => ({ sku, quantity })),
      });
    const stockOf = async (sku: string) => (await client.get(`/inventory/stock/${sku}`)).body;

    it('reads one sku over its warehouses', async () => {
      expect(await stockOf('SKU-TEE-BLK-M')).toEqual({
        sku: 'SKU-TEE-BLK-M',
        onHand: 12,
        reserved: 0,
        available: 12,
        warehouses: [
          { code: 'BER', onHand: 8 },
          { code: 'HAM', onHand: 4 },
        ],
        updatedAt: '2026-03-15T06:00:00.000Z',
      });
      const unknown = await client.get('/inventory/stock/SKU-NOPE');
      expect(unknown).toMatchObject({ status: 404, body: { code: 'UNKNOWN_SKU' } });
    });

    it.each([
      ['?sku=SKU-PAN-28&sku=SKU-NOPE&sku=SKU-APRON', ['SKU-PAN-28', 'SKU-APRON']],
      ['?sku=SKU-NOPE', []],
    ])('reads several in the order asked: %s', async (query, skus) => {
      const { items } = (await client.get(`/inventory/stock${query}`)).body;
      expect(items.map((item: { sku: string }) => item.sku)).toEqual(skus);
    });

    it('reads the first skus without a query, sorted', async () => {
      const { items } = (await client.get('/inventory/stock')).body;
      const skus = items.map((item: { sku: string }) => item.sku);
      expect(skus).toEqual([...skus].sort());
      expect(skus.length).toBeLessThanOrEqual(50);
    });

    it('reserves all lines or none, once per order', async () => {
      const first = await reserve(
        9001,
        ['SKU-TEE-BLK-M', 9],
        ['SKU-MUG-WHT', 1],
        ['SKU-MUG-WHT', 1],
      );
      expect(first.status).toBe(201);
      expect(first.body).toMatchObject({
        orderId: 9001,
        status: 'held',
        lines: [
          { sku: 'SKU-MUG-WHT', quantity: 2 },
          { sku: 'SKU-TEE-BLK-M', quantity: 9 },
        ],
      });
      const again = await reserve(9001, ['SKU-TEE-BLK-M', 1]);
      expect(again).toMatchObject({ status: 200, body: first.body });
      const short = await reserve(9002, ['SKU-TEE-BLK-M', 4], ['SKU-NOPE', 1], ['SKU-MUG-WHT', 1]);
      expect(short).toMatchObject({ status: 409, body: { code: 'INSUFFICIENT_STOCK' } });
      expect(short.body.shortages).toEqual([
        { sku: 'SKU-NOPE', requested: 1, available: 0 },
        { sku: 'SKU-TEE-BLK-M', requested: 4, available: 3 },
      ]);
      expect(await stockOf('SKU-MUG-WHT')).toMatchObject({ reserved: 2 });

      const path = `/inventory/reservations/${first.body.reservationId}`;
      expect((await client.send('DELETE', path)).status).toBe(204);
      expect((await client.send('DELETE', path)).status).toBe(404);
      expect(await stockOf('SKU-TEE-BLK-M')).toMatchObject({ onHand: 12, reserved: 0 });
      expect((await reserve(9001, ['SKU-TEE-BLK-M', 1])).status).toBe(201);
    });

    it('holds stock for one of many that ask for the last units at once', async () => {
      const answers = await Promise.all(
        [9101, 9102, 9103, 9104].map((order) => reserve(order, ['SKU-MUG-TRV', 2])),
      );
      expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409, 409, 409]);
    });

    it('answers one order asking many times at once with one reservation', async () => {
      const answers = await Promise.all([1, 2, 3, 4].map(() => reserve(9201, ['SKU-CARDS-10', 1])));
      expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, 200, 201]);
      expect(new Set(answers.map((answer) => answer.body.reservationId)).size).toBe(1);
    });

    it('gives expired holds back', async () => {
      await reserve(9301, ['SKU-BLANKET', 1]);
      const { onHand } = await stockOf('SKU-BLANKET');
      const later = new Date(Date.now() + 16 * 60_000);
      expect(await expireOverdue(shop.shop.context.db, later)).toBeGreaterThan(0);
      expect(await stockOf('SKU-BLANKET')).toMatchObject({ onHand, reserved: 0 });
    });

    it.each([
      [{ orderId: 9401, lines: [] }, 'lines'],
      [{ orderId: 0, lines: [{ sku: 'A', quantity: 1 }] }, 'orderId'],
      [{ orderId: 9401, lines: [{ sku: 'A', quantity: 0 }] }, 'lines.0.quantity'],
      [{ orderId: 9401, lines: [{ sku: 'A', quantity: 1.5 }] }, 'lines.0.quantity'],
    ])('refuses %j', async (body, path) => {
      const answer = await client.post('/inventory/reservations', body);
      expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
      expect(answer.body.issues[0].path).toBe(path);
    });

    it.each([
      ['SKU-BOTTLE-1L', 'BER', 5, 201, undefined],
      ['SKU-BOTTLE-1L', 'BER', -100_000, 409, 'NEGATIVE_STOCK'],
      ['SKU-BOTTLE-1L', 'XXX', 5, 404, 'UNKNOWN_WAREHOUSE'],
      ['SKU-NOPE', 'BER', 5, 404, 'UNKNOWN_SKU'],
      ['SKU-BOTTLE-1L', 'BER', 0, 400, 'INVALID_REQUEST'],
    ])('moves %s in %s by %i: %i', async (sku, warehouse, quantity, status, code) => {
      const before = await client.get(`/inventory/stock/${sku}`);
      const movement = { sku, warehouse, quantity, reason: 'counted' };
      const answer = await admin.post('/inventory/movements', movement);
      expect([answer.status, answer.body.code]).toEqual([status, code]);
      if (status !== 201) return;
      const level = before.body.warehouses.find((row: { code: string }) => row.code === warehouse);
      expect(answer.body).toMatchObject({ ...movement, onHand: level.onHand + quantity });
    });

    it('exports levels and holds that add up', async () => {
      await reserve(9501, ['SKU-KNIFE-W', 2]);
      const { stock, reservations } = (await admin.get('/inventory/export')).body;
      const units = (rows: { sku: string }[], count: (row: never) => number) =>
        rows
          .filter((row) => row.sku === 'SKU-KNIFE-W')
          .reduce((sum, row) => sum + count(row as never), 0);
      const lines = reservations.flatMap((reservation: { lines: [] }) => reservation.lines);
      expect(units(lines, (line: { quantity: number }) => line.quantity)).toBe(2);
      expect(units(stock, (level: { reserved: number }) => level.reserved)).toBe(2);
    });
  });
}

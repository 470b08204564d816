/** What the shop does, whichever database it stands on. */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { remindOfCarts } from '../../src/jobs/abandoned-carts.ts';
import { recomputeDay } from '../../src/jobs/daily-sales.ts';
import { rowsOf } from '../../src/lib/database.ts';
import { migrate } from '../../src/lib/migrate.ts';
import { resetSettings } from '../../src/lib/settings.ts';
import { isoDay } from '../../src/lib/utils.ts';
import { sendQueued } from '../../src/services/mailer.ts';
import { startTestShop, type TestShop, type Visitor } from './running-shop.ts';

const CARD = { method: 'card', token: 'tok_visa' };

export function describeShop(title: string, server: string | undefined): void {
  describe(title, () => {
    let shop: TestShop;
    let anna: Visitor;
    let admin: Visitor;

    beforeAll(async () => {
      shop = await startTestShop(server);
      anna = shop.visitor();
      admin = shop.visitor();
      await anna.logInAsAnna();
      await admin.logInAsAdmin();
    });
    afterAll(() => shop.stop());

    const stockOf = async (sku: string) => (await anna.get(`/inventory/stock/${sku}`)).body;

    async function buy(sku: string, quantity = 1) {
      await anna.post('/basket/items', { sku, quantity });
      const order = await anna.post('/checkout', { payment: CARD });
      await shop.settled();
      return order;
    }

    async function dispatch(orderId: number): Promise<string> {
      const { items } = (await admin.get('/shipments/pending')).body;
      const shipment = items.find((item: { orderId: number }) => item.orderId === orderId);
      const trackingCode = `TRACK${orderId}`;
      await admin.post(`/shipments/${shipment.id}/dispatch`, { trackingCode });
      await shop.settled();
      return trackingCode;
    }

    it('migrates and seeds once, however often it is asked', async () => {
      const count = () =>
        rowsOf<{ n: number }>(shop.shop.context.db, sql`select count(*)::int as n from products`);
      const before = await count();
      await migrate(shop.shop.database, { seed: true });
      expect(await count()).toEqual(before);
      expect(before).toEqual([{ n: 30 }]);
    });

    it('shows pages that escape what people write', async () => {
      await anna.post('/products/mug-blue/reviews', {
        rating: 4,
        body: '<script>alert(1)</script>',
      });
      const page = (await anna.get('/shop/mug-blue')).body;
      expect(page).toContain('Blue mug');
      expect(page).toContain('&lt;script&gt;');
      expect(page).not.toContain('<script>alert');
      expect((await anna.get('/')).body).toContain('Recently viewed');
    });

    it.each([
      ['/products?category=clothing&limit=50', 8],
      ['/products?category=mugs', 4],
      ['/products?q=cotton', 2],
      ['/products?q=100%25', 0],
    ])('lists %s', async (path, expected) => {
      expect((await anna.get(path)).body.items).toHaveLength(expected);
    });

    it('sells: order, stock, payment, mail and figures belong together', async () => {
      const before = await stockOf('SKU-NOTE-A5');
      await anna.post('/basket/items', { sku: 'SKU-NOTE-A5', quantity: 3 });
      await anna.post('/basket/promotion', { code: ' welcome10 ' });
      const preview = (await anna.post('/checkout/preview', {})).body;
      expect(preview).toMatchObject({
        subtotalCents: 4_470,
        discountCents: 447,
        shippingCents: 490,
      });
      const order = await anna.post('/checkout', { payment: CARD });
      await shop.settled();
      expect(order.status).toBe(201);
      expect(order.body.totalCents).toBe(preview.totalCents);
      expect(order.headers.get('location')).toBe(`/orders/${order.body.id}`);
      const after = await stockOf('SKU-NOTE-A5');
      expect(after).toMatchObject({ onHand: before.onHand - 3, reserved: before.reserved });
      expect((await anna.get('/basket')).body.lines).toEqual([]);
      const mails = await rowsOf(
        shop.shop.context.db,
        sql`select subject from email_messages where template = 'order-confirmation' and subject like ${`%${order.body.id}`}`,
      );
      expect(mails).toHaveLength(1);
      const today = isoDay(new Date());
      const report = (await admin.get(`/reports/sales?from=${today}&to=${today}`)).body;
      expect(report.days).toEqual([
        { day: today, orders: 1, units: 3, grossCents: preview.totalCents, refundedCents: 0 },
      ]);
    });

    it('leaves nothing behind when the card is declined', async () => {
      const before = await stockOf('SKU-PAN-28');
      await anna.post('/basket/items', { sku: 'SKU-PAN-28' });
      const payment = { method: 'card', token: 'tok_declined' };
      const refused = await anna.post('/checkout', { payment });
      expect(refused).toMatchObject({ status: 402, body: { code: 'PAYMENT_DECLINED' } });
      expect(await stockOf('SKU-PAN-28')).toEqual(before);
      expect((await anna.get('/basket')).body.lines).toHaveLength(1);
      await anna.send('PUT', '/basket/items/SKU-PAN-28', { quantity: 0 });
    });

    it('refuses to sell more than there is', async () => {
      const answer = await anna.post('/basket/items', { sku: 'SKU-MUG-TRV', quantity: 3 });
      expect(answer).toMatchObject({
        status: 409,
        body: { shortages: [{ sku: 'SKU-MUG-TRV', requested: 3, available: 2 }] },
      });
    });

    it('sells the last unit to one of two who check out at once', async () => {
      const other = shop.visitor();
      await other.logIn('chiara@granite.example', 'granite-demo-customer');
      await Promise.all(
        [anna, other].map((visitor) =>
          visitor.post('/basket/items', { sku: 'SKU-MUG-TRV', quantity: 2 }),
        ),
      );
      const answers = await Promise.all(
        [anna, other].map((visitor) => visitor.post('/checkout', { payment: CARD })),
      );
      await shop.settled();
      expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409]);
      expect(await stockOf('SKU-MUG-TRV')).toMatchObject({ onHand: 0, reserved: 0 });
      await anna.send('PUT', '/basket/items/SKU-MUG-TRV', { quantity: 0 });
    });

    it('captures and invoices with the parcel, tracks it, and takes a return', async () => {
      const { body: order } = await buy('SKU-BOARD-S', 2);
      const path = `/orders/${order.id}`;
      expect((await anna.get(`${path}/invoice`)).status).toBe(404);
      const trackingCode = await dispatch(order.id);
      expect((await anna.get(`${path}/invoice`)).body).toMatchObject({
        grossCents: order.totalCents,
        taxCents: order.taxCents,
      });
      const happenedAt = new Date().toISOString();
      const report = { trackingCode, status: 'delivered', location: 'Berlin', happenedAt };
      expect((await admin.post('/carrier-reports', report)).status).toBe(201);
      expect((await admin.post('/carrier-reports', report)).status).toBe(200);
      expect((await anna.get(`/tracking/${trackingCode}`)).body.events).toHaveLength(1);
      expect((await anna.get(path)).body.status).toBe('delivered');

      const wish = { sku: 'SKU-BOARD-S', quantity: 1, reason: 'too small after all' };
      const request = await anna.post(`${path}/returns`, wish);
      const again = await anna.post(`${path}/returns`, { ...wish, quantity: 2 });
      expect([request.status, again.status]).toEqual([201, 409]);
      const before = await stockOf('SKU-BOARD-S');
      await admin.post(`/returns/${request.body.id}/decision`, { decision: 'accepted' });
      expect((await stockOf('SKU-BOARD-S')).onHand).toBe(before.onHand + 1);
      const left = { amountCents: order.totalCents, reason: 'more than is left' };
      expect((await admin.post(`${path}/refunds`, left)).body.code).toBe('REFUND_TOO_HIGH');
      const rest = { amountCents: order.totalCents - 3_900, reason: 'late parcel' };
      expect((await admin.post(`${path}/refunds`, rest)).status).toBe(204);
      expect((await anna.get(path)).body.status).toBe('refunded');
    });

    it('cancels: the goods are back on the shelf, once', async () => {
      const before = await stockOf('SKU-APRON');
      const { body: order } = await buy('SKU-APRON');
      expect((await stockOf('SKU-APRON')).onHand).toBe(before.onHand - 1);
      const cancel = () => anna.post(`/orders/${order.id}/cancel`, { reason: 'changed my mind' });
      expect((await cancel()).body.status).toBe('cancelled');
      expect(await cancel()).toMatchObject({ status: 409, body: { code: 'WRONG_STATE' } });
      expect((await stockOf('SKU-APRON')).onHand).toBe(before.onHand);
    });

    it("does not show other people's orders", async () => {
      expect((await anna.get('/orders/6002')).status).toBe(404);
      expect((await anna.get('/orders/6001')).status).toBe(200);
      expect((await shop.visitor().get('/orders/6001')).status).toBe(401);
    });

    it.each([
      ['GET', '/reports/sales'],
      ['GET', '/reports/stock'],
      ['GET', '/inventory/export'],
      ['GET', '/settings'],
      ['POST', '/inventory/movements'],
      ['POST', '/promotions'],
    ])('keeps %s %s for the back office', async (method, path) => {
      const body = method === 'POST' ? {} : undefined;
      expect((await shop.visitor().send(method, path, body)).status).toBe(401);
      expect((await anna.send(method, path, body)).status).toBe(403);
    });

    it('reports over several domains', async () => {
      const sales = (await admin.get('/reports/sales?from=2026-01-01&to=2026-03-31')).body;
      expect(sales.categories[0]).toMatchObject({ category: 'Outdoor', orders: 3, units: 5 });
      const deliveries = (await admin.get('/reports/deliveries')).body.items;
      expect(deliveries).toContainEqual(
        expect.objectContaining({ carrier: 'Heron Post', country: 'AT', late: 1 }),
      );
      expect((await admin.get('/reports/customers')).body.items[0].customer_id).toBe(2);
      expect((await admin.get('/reports/stock')).body.items.length).toBeGreaterThan(40);
      const csv = await admin.get('/reports/sales?from=2026-01-01&to=2026-01-31', {
        accept: 'text/csv',
      });
      expect(csv.body.split('\r\n').slice(0, 2)).toEqual([
        'day,orders,units,grossCents,refundedCents',
        '2026-01-08,1,3,6778,0',
      ]);
    });

    it('recomputes a day from orders and refunds', async () => {
      const { context } = shop.shop;
      await context.db.execute(sql`update daily_sales set units = 99 where day = '2026-01-08'`);
      await recomputeDay(context, '2026-01-08');
      const [day] = (await admin.get('/reports/sales?from=2026-01-08&to=2026-01-08')).body.days;
      expect(day).toMatchObject({ orders: 1, units: 3, grossCents: 6_778 });
    });

    it('reminds of a basket once, and sends the queue', async () => {
      const { context } = shop.shop;
      await anna.post('/basket/items', { sku: 'SKU-CARD-M' });
      const later = { ...context, now: () => new Date(Date.now() + 25 * 60 * 60_000) };
      expect(await remindOfCarts(later)).toBe(1);
      expect(await remindOfCarts(later)).toBe(0);
      const recipients: string[] = [];
      const transport = async (message: { recipient: string; template: string }) => {
        if (message.template === 'basket-reminder') recipients.push(message.recipient);
      };
      expect(await sendQueued(context.db, transport, context.now())).toBeGreaterThan(1);
      expect(recipients).toEqual(['anna@granite.example']);
      expect(await sendQueued(context.db, transport, context.now())).toBe(0);
    });

    it('locks an account after five wrong passwords', async () => {
      const thief = shop.visitor();
      const attempt = async () => (await thief.logIn('greta@granite.example', 'guess')).status;
      const statuses: number[] = [];
      for (let i = 0; i < 6; i += 1) statuses.push(await attempt());
      expect(statuses).toEqual([401, 401, 401, 401, 401, 423]);
      expect((await thief.logIn('greta@granite.example', 'granite-demo-customer')).status).toBe(
        423,
      );
    });

    it('pauses the checkout for the whole process', async () => {
      await admin.send('PATCH', '/settings', { checkoutPaused: true });
      try {
        const answer = await anna.post('/checkout', { payment: CARD });
        expect(answer).toMatchObject({ status: 503, body: { code: 'CHECKOUT_PAUSED' } });
      } finally {
        resetSettings();
      }
    });

    it.each([
      ['POST', '/auth/register', { email: 'x' }, 400],
      ['POST', '/basket/items', { sku: 'SKU-NOPE' }, 409],
      ['POST', '/basket/promotion', { code: 'SUMMER25' }, 422],
      ['GET', '/products/nothing', undefined, 404],
      ['GET', '/products?category=nothing', undefined, 404],
      ['GET', '/delivery-quote?country=US&grams=500', undefined, 422],
      ['GET', '/nowhere', undefined, 404],
    ])('answers %s %s with %j by %i', async (method, path, body, status) => {
      const answer = await anna.send(method, path, body);
      expect(answer.status).toBe(status);
      expect(answer.body).toMatchObject({ code: expect.any(String), message: expect.any(String) });
    });
  });
}

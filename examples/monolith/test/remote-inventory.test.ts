/** The shop with its inventory in another process; another instance of the shop plays that part. */
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestShop, type TestShop, type Visitor } from './support/running-shop.ts';

interface Received {
  headers: IncomingHttpHeaders;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever came
  body: any;
}

async function startReceiver(received: Received[]): Promise<{ server: Server; url: string }> {
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    received.push({ headers: req.headers, body });
    res.writeHead(202).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events` };
}

describe('the shop with INVENTORY_MODE=service', () => {
  const received: Received[] = [];
  let inventory: TestShop;
  let receiver: Server;
  let shop: TestShop;
  let anna: Visitor;

  beforeAll(async () => {
    inventory = await startTestShop(undefined);
    const events = await startReceiver(received);
    receiver = events.server;
    shop = await startTestShop(undefined, {
      INVENTORY_MODE: 'service',
      INVENTORY_URL: inventory.url,
      EVENTS_URL: events.url,
    });
    anna = shop.visitor();
    await anna.logInAsAnna();
  });
  afterAll(async () => {
    await shop.stop();
    receiver.close();
    await inventory.stop();
  });

  const remoteStock = async (sku: string) =>
    (await inventory.visitor().get(`/inventory/stock/${sku}`)).body;

  it('reserves there and sends the event, both in the trace of the request', async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;
    await anna.post('/basket/items', { sku: 'SKU-PEN-M', quantity: 2 });
    const payment = { method: 'invoice' };
    const order = await anna.post('/checkout', { payment }, { traceparent });
    await shop.settled();
    expect(order.status).toBe(201);
    expect(await remoteStock('SKU-PEN-M')).toMatchObject({ reserved: 2 });
    const [event] = received;
    expect(event?.headers['content-type']).toBe('application/cloudevents+json');
    expect(event?.headers.traceparent).toContain(traceId);
    expect(event?.body).toMatchObject({
      specversion: '1.0',
      type: 'shop.order.created.v1',
      source: '/shop/ordering',
      subject: String(order.body.id),
      traceparent: expect.stringContaining(traceId),
      data: {
        orderId: order.body.id,
        customerId: 2,
        lines: [{ sku: 'SKU-PEN-M', quantity: 2 }],
        total: { amount: order.body.totalCents, currency: 'EUR' },
        placedAt: order.body.placedAt,
      },
    });
  });

  it('gives the stock back when the payment fails, since no rollback reaches it', async () => {
    await anna.post('/basket/items', { sku: 'SKU-BLANKET' });
    const payment = { method: 'card', token: 'tok_declined' };
    expect((await anna.post('/checkout', { payment })).status).toBe(402);
    expect(await remoteStock('SKU-BLANKET')).toMatchObject({ reserved: 0 });
    await anna.send('PUT', '/basket/items/SKU-BLANKET', { quantity: 0 });
  });

  it('passes on what is short', async () => {
    await anna.post('/basket/items', { sku: 'SKU-LAMP-HEAD' });
    const { available } = await remoteStock('SKU-LAMP-HEAD');
    const lines = [{ sku: 'SKU-LAMP-HEAD', quantity: available }];
    await inventory.visitor().post('/inventory/reservations', { orderId: 9_999, lines });
    const answer = await anna.post('/checkout', { payment: { method: 'invoice' } });
    expect(answer).toMatchObject({ status: 409, body: { code: 'INSUFFICIENT_STOCK' } });
    await anna.send('PUT', '/basket/items/SKU-LAMP-HEAD', { quantity: 0 });
  });

  it('answers 503 when inventory is away, and stays up', async () => {
    const lonely = await startTestShop(undefined, {
      INVENTORY_MODE: 'service',
      INVENTORY_URL: 'http://127.0.0.1:1',
    });
    try {
      const visitor = lonely.visitor();
      const answer = await visitor.get('/inventory/stock/SKU-PEN-M');
      expect(answer).toMatchObject({ status: 503, body: { code: 'INVENTORY_UNAVAILABLE' } });
      expect((await visitor.get('/health')).status).toBe(200);
    } finally {
      await lonely.stop();
    }
  });
});

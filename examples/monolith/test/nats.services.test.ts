import { connect } from '@nats-io/transport-node';
import { describe, expect, it } from 'vitest';
import { startTestShop } from './support/running-shop.ts';

const server = process.env.ASHLAR_TEST_NATS_URL ?? process.env.NATS_URL;

describe('OrderCreated on NATS', () => {
  it('is published once per order on the subject of its type', async (context) => {
    if (server === undefined) context.skip('NATS_URL is not set');
    const listener = await connect({ servers: server ?? '' });
    const subscription = listener.subscribe('shop.order.created.v1');
    await listener.flush();
    const shop = await startTestShop(undefined, { NATS_URL: server ?? '' });
    try {
      const anna = shop.visitor();
      await anna.logInAsAnna();
      await anna.post('/basket/items', { sku: 'SKU-PENCIL-12', quantity: 2 });
      const order = await anna.post('/checkout', { payment: { method: 'invoice' } });
      await shop.settled();
      for await (const message of subscription) {
        const event = message.json<{ subject: string }>();
        // Other suites may be publishing on the same server.
        if (event.subject !== String(order.body.id)) continue;
        expect(event).toMatchObject({ specversion: '1.0', data: { orderId: order.body.id } });
        break;
      }
    } finally {
      await shop.stop();
      await listener.close();
    }
  });
});

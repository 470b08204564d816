import { orderCreated } from '../../monolith/src/lib/events.ts';

interface ShopMessage {
  readonly content: unknown;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * The messages that the shop publishes, for `ashlar verify --state-handlers`: made by the very
 * function that makes them in production.
 */
export const messageProviders: Readonly<Record<string, () => ShopMessage>> = {
  'an OrderCreated event': () => ({
    content: orderCreated({
      orderId: 7001,
      customerId: 12,
      lines: [{ sku: 'SKU-TEE-BLK-M', quantity: 2 }],
      total: { amount: 4_998, currency: 'EUR' },
      placedAt: '2026-01-15T10:00:00.000Z',
    }),
    metadata: { contentType: 'application/cloudevents+json' },
  }),
};

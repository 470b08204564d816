import type { MessageCarrier } from '@ashlar/contracts';
import { type ConsumerPact, matchers, template } from '@ashlar/contracts/vitest';
import { expect } from 'vitest';
import { analytics, type Counted } from '../src/analytics.ts';
import type { Consumer } from '../src/consumer.ts';
import { type Notified, notifications } from '../src/notifications.ts';
import { ORDER_CREATED } from '../src/order-created.ts';

const { eachLike, integer, iso8601DateTimeWithMillis, regex, string, uuid } = matchers;

const lines = eachLike({ sku: string('SKU-TEE-BLK-M'), quantity: integer(2) });
const total = { amount: integer(4_998), currency: regex(/^[A-Z]{3}$/, 'EUR') };

/** What each consumer needs of the event, in the types of its own code. */
const NEEDS = {
  notifications: template<Notified>()({
    orderId: integer(7001),
    customerId: integer(12),
    lines,
    total,
    placedAt: iso8601DateTimeWithMillis('2026-01-15T10:00:00.000Z'),
  }),
  analytics: template<Counted>()({
    lines,
    total,
    placedAt: iso8601DateTimeWithMillis('2026-01-15T10:00:00.000Z'),
  }),
} as const;

const RESULTS: Readonly<Record<keyof typeof NEEDS, unknown>> = {
  notifications: ['Order 7001: 2 items, 49.98 EUR'],
  analytics: {
    days: [{ day: '2026-01-15', orders: 1, units: 2, gross: 4_998 }],
    skus: [{ sku: 'SKU-TEE-BLK-M', units: 2, last_sold_at: '2026-01-15T10:00:00.000Z' }],
  },
};

const CREATE: Readonly<Record<keyof typeof NEEDS, () => Consumer>> = { notifications, analytics };

export const CONSUMERS = Object.keys(NEEDS) as (keyof typeof NEEDS)[];

/** The consumer test: the same whatever carries the event. */
export function orderCreatedTest(
  name: keyof typeof NEEDS,
  pact: Pick<ConsumerPact, 'event'>,
  over?: MessageCarrier,
): Promise<void> {
  return pact.event(
    {
      expectsToReceive: 'an OrderCreated event',
      event: {
        type: ORDER_CREATED,
        source: string('/shop/ordering'),
        id: uuid('6f1b3a52-4d0c-4a39-9f0e-3f3c1f5b9a10'),
        data: NEEDS[name],
      },
      ...(over && { over }),
    },
    async (event) => {
      const consumer = CREATE[name]();
      expect(consumer.take(event)).toBe('taken');
      expect(consumer.report()).toEqual(RESULTS[name]);
      consumer.close();
    },
  );
}

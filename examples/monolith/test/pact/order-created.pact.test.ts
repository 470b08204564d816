import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { renderVerificationText, verifyProvider } from '@ashlar/contracts';
import { describe, expect, it } from 'vitest';
import { orderCreated } from '../../src/lib/events.ts';

/** Each written by the consumer's own test; run those first. */
const CONTRACTS = {
  'inventory-service': '../../../inventory-service/pacts/inventory-service-shop-monolith.json',
  notifications: '../../../order-consumers/pacts/notifications-shop-monolith.json',
  analytics: '../../../order-consumers/pacts/analytics-shop-monolith.json',
} as const;

describe('OrderCreated as the shop publishes it', () => {
  it.for(Object.entries(CONTRACTS))('is what %s needs', async ([consumer, path], context) => {
    const contract = fileURLToPath(new URL(path, import.meta.url));
    if (!existsSync(contract)) {
      context.skip(`no contract of ${consumer} yet: npm run test:pact in the repository writes it`);
    }
    const result = await verifyProvider({
      provider: 'shop-monolith',
      pacts: { kind: 'files', paths: [contract] },
      messages: {
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
      },
    });
    expect(result.success, renderVerificationText(result)).toBe(true);
  });
});

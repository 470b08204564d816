import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MessageProviderPact } from '@pact-foundation/pact';
import { describe, it } from 'vitest';
import { orderCreated } from '../../src/lib/events.ts';

/** Written by the consumer's own test; run that first. */
const CONTRACT = fileURLToPath(
  new URL('../../../inventory-service/pacts/inventory-service-shop-monolith.json', import.meta.url),
);

describe('OrderCreated as the shop publishes it', () => {
  it('is what the inventory service needs', async (context) => {
    if (!existsSync(CONTRACT)) {
      context.skip('no contract yet: npm run test:pact -w examples/inventory-service writes it');
    }
    const verification = new MessageProviderPact({
      provider: 'shop-monolith',
      pactUrls: [CONTRACT],
      logLevel: 'warn',
      messageProviders: {
        'an OrderCreated event': async () =>
          orderCreated({
            orderId: 7001,
            customerId: 12,
            lines: [{ sku: 'SKU-TEE-BLK-M', quantity: 2 }],
            total: { amount: 4_998, currency: 'EUR' },
            placedAt: '2026-01-15T10:00:00.000Z',
          }),
      },
    });
    await verification.verify();
  });
});

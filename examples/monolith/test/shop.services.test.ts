import { describe, it } from 'vitest';
import { describeInventory } from './support/inventory-behaviour.ts';
import { describeShop } from './support/shop-behaviour.ts';

const server = process.env.ASHLAR_TEST_POSTGRES_URL ?? process.env.DATABASE_URL;

if (server === undefined) {
  describe('the shop on PostgreSQL', () => {
    it('needs DATABASE_URL to name a server', (context) => context.skip('DATABASE_URL is not set'));
  });
} else {
  describeShop('the shop on PostgreSQL', server);
  describeInventory('inventory on PostgreSQL', server);
}

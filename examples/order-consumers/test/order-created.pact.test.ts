import { createPact } from '@ashlar/contracts/vitest';
import { describe, it } from 'vitest';
import { CONSUMERS, orderCreatedTest } from './contracts.ts';

describe.each(CONSUMERS)('%s', (consumer) => {
  const pact = createPact({ consumer, provider: 'shop-monolith' });

  it('takes OrderCreated', () => orderCreatedTest(consumer, pact));
});

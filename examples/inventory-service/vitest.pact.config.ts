import { defineConfig } from 'vitest/config';
import { sourceConditions } from '../../vitest.conditions.ts';

/** Consumer tests; they write pacts/ as a by-product of passing. */
export default defineConfig({
  ...sourceConditions,
  test: {
    name: 'example-inventory-service-pact',
    include: ['test/**/*.pact.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});

import { defineConfig } from 'vitest/config';
import { sourceConditions } from '../../vitest.conditions.ts';

export default defineConfig({
  ...sourceConditions,
  test: {
    name: 'example-order-consumers-pact',
    include: ['test/**/*.pact.test.ts'],
    testTimeout: 30_000,
  },
});

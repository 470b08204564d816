import { defineConfig } from 'vitest/config';
import { sourceConditions, testTimeout } from '../../vitest.conditions.ts';

export default defineConfig({
  ...sourceConditions,
  test: {
    name: 'example-inventory-service',
    testTimeout,
    hookTimeout: 60_000,
    include: ['test/**/*.test.ts'],
    exclude: ['**/*.services.test.ts', '**/*.pact.test.ts'],
  },
});

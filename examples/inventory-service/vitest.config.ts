import { defineConfig } from 'vitest/config';
import { sourceConditions } from '../../vitest.conditions.ts';

export default defineConfig({
  ...sourceConditions,
  test: {
    name: 'example-inventory-service',
    // An embedded PostgreSQL takes its time on a busy machine.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    include: ['test/**/*.test.ts'],
    exclude: ['**/*.services.test.ts', '**/*.pact.test.ts'],
  },
});

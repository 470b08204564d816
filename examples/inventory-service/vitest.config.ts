import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'example-inventory-service',
    // An embedded PostgreSQL takes its time on a busy machine.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    include: ['test/**/*.test.ts'],
    exclude: ['**/*.services.test.ts', '**/*.pact.test.ts'],
  },
});

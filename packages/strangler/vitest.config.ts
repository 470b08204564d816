import { defineConfig } from 'vitest/config';
import { sourceConditions } from '../../vitest.conditions.ts';

export default defineConfig({
  ...sourceConditions,
  test: {
    name: 'strangler',
    // Real sockets on a machine that may have other things to do.
    testTimeout: 20_000,
    include: ['test/**/*.test.ts'],
    exclude: ['**/fixtures/**', '**/*.services.test.ts', '**/*.e2e.test.ts'],
  },
});

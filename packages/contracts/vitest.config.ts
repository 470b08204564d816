import { defineConfig } from 'vitest/config';
import { sourceConditions, testTimeout } from '../../vitest.conditions.ts';

export default defineConfig({
  ...sourceConditions,
  test: {
    name: 'contracts',
    testTimeout,
    include: ['test/**/*.test.ts'],
    exclude: ['**/fixtures/**', '**/*.services.test.ts', '**/*.e2e.test.ts'],
  },
});

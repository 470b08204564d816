import { defineConfig } from 'vitest/config';
import { sourceConditions, testTimeout } from '../../vitest.conditions.ts';

export default defineConfig({
  ...sourceConditions,
  test: {
    name: 'example-spans',
    testTimeout,
    include: ['test/**/*.test.ts'],
    exclude: ['**/*.services.test.ts', '**/*.pact.test.ts', '**/*.e2e.test.ts'],
  },
});

import { defineConfig } from 'vitest/config';
import { testTimeout } from '../../vitest.conditions.ts';

export default defineConfig({
  test: {
    name: 'example-journey',
    testTimeout,
    include: ['test/**/*.test.ts'],
    exclude: ['**/*.services.test.ts', '**/*.pact.test.ts', '**/*.e2e.test.ts'],
  },
});

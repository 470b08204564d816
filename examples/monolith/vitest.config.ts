import { defineConfig } from 'vitest/config';
import { testTimeout } from '../../vitest.conditions.ts';

export default defineConfig({
  test: {
    name: 'example-monolith',
    testTimeout,
    include: ['test/**/*.test.ts'],
    exclude: ['**/*.services.test.ts', '**/*.pact.test.ts'],
    env: { LOG_LEVEL: 'silent' },
    hookTimeout: 60_000,
  },
});

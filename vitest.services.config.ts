import { defineConfig } from 'vitest/config';
import { sourceConditions } from './vitest.conditions.ts';

export default defineConfig({
  ...sourceConditions,
  test: {
    name: 'services',
    include: ['packages/*/test/**/*.services.test.ts', 'examples/*/test/**/*.services.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});

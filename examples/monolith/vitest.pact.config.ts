import { defineConfig } from 'vitest/config';
import { sourceConditions } from '../../vitest.conditions.ts';

/** Consumer tests; one file after the other, because they write into one pact file. */
export default defineConfig({
  ...sourceConditions,
  test: {
    name: 'example-monolith-pact',
    include: ['test/pact/**/*.pact.test.ts'],
    env: { LOG_LEVEL: 'silent', PACT_DO_NOT_TRACK: 'true' },
    fileParallelism: false,
    maxWorkers: 1,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});

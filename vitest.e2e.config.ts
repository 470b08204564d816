import { defineConfig } from 'vitest/config';

/** End to end: the built command and real processes, nothing from source. */
export default defineConfig({
  test: {
    name: 'e2e',
    include: ['packages/*/test/**/*.e2e.test.ts', 'examples/*/test/**/*.e2e.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 120_000,
    // A browser and a proxy answer within milliseconds, on a busy machine not always within one second.
    expect: { poll: { timeout: 10_000 } },
    fileParallelism: false,
  },
});

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'example-monolith-services',
    include: ['test/**/*.services.test.ts'],
    env: { LOG_LEVEL: 'silent' },
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'example-journey',
    testTimeout: 30_000,
    include: ['test/**/*.test.ts'],
    exclude: ['**/*.services.test.ts', '**/*.pact.test.ts', '**/*.e2e.test.ts'],
  },
});

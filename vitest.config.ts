import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Many tests wait for sockets and processes, so one file per core leaves no core idle.
    maxWorkers: '100%',
    projects: [
      'packages/*/vitest.config.ts',
      'examples/*/vitest.config.ts',
      'test/vitest.config.ts',
    ],
  },
});

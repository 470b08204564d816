import { defineConfig } from 'vitest/config';
import { sourceConditions } from '../vitest.conditions.ts';

export default defineConfig({
  ...sourceConditions,
  test: {
    name: 'repository',
    root: import.meta.dirname,
    include: ['*.test.ts'],
    testTimeout: 60_000,
  },
});

import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['@ashlar/source', 'node', 'import', 'module', 'default'] },
  ssr: { resolve: { conditions: ['@ashlar/source', 'node', 'import', 'module', 'default'] } },
  test: { name: 'ashlar', include: ['test/**/*.test.ts'], exclude: ['**/fixtures/**', '**/*.services.test.ts'] },
});

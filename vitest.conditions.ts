// Vitest hands these to Node as well; `import` here would give `require()` ES modules.
const conditions = ['@ashlar/source', 'node'];

/** Makes tests load workspace packages from their TypeScript source instead of dist. */
export const sourceConditions = {
  resolve: { conditions },
  ssr: { resolve: { conditions } },
};

/** Milliseconds. A limit for tests that hang, no measure of speed: the machine may be busy. */
export const testTimeout = 30_000;

// Vitest hands these to Node as well; `import` here would give `require()` ES modules.
const conditions = ['@ashlar/source', 'node'];

/** Makes tests load workspace packages from their TypeScript source instead of dist. */
export const sourceConditions = {
  resolve: { conditions },
  ssr: { resolve: { conditions } },
};

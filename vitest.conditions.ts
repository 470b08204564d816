const conditions = ['@ashlar/source', 'node', 'import', 'module', 'default'];

/** Makes tests load workspace packages from their TypeScript source instead of dist. */
export const sourceConditions = {
  resolve: { conditions },
  ssr: { resolve: { conditions } },
};

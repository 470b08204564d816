import type { Rule } from '../context.ts';

/** A table of the schema that no code was seen to write: dead, filled elsewhere, or not understood. */
export const tableWithoutWriter: Rule = {
  name: 'table-without-writer',
  judge: (context) => {
    const written = new Set(
      context.facts.accesses
        .filter(({ operation }) => operation === 'write' || operation === 'unknown')
        .map((access) => access.table),
    );
    return context.tables
      .filter((table) => table.kind !== 'view' && !written.has(table.name))
      .map((table) => ({
        kind: 'table-without-writer' as const,
        id: `table-without-writer:${table.name}`,
        severity: 'low' as const,
        domains: table.domain === null ? [] : [table.domain],
        sites: table.definedAt ? [table.definedAt] : [],
        table: table.name,
      }));
  },
};

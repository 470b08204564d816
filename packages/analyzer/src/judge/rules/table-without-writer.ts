import { sortSites } from '../../model/sites.ts';
import type { Rule } from '../context.ts';

const MOST_SITES = 10;
/** Kept by the database itself. */
const OF_THE_DATABASE = /^(?:system|information_schema|pg_catalog|sys|mysql)\./i;
/** Made for tests: no program is meant to fill it. */
const TEST_FOLDER = /(?:^|\/)(?:tests?|__tests__|fixtures?|e2e|spec)\//i;

/** A table that no code was seen to write: dead, filled elsewhere, or not understood. */
export const tableWithoutWriter: Rule = {
  name: 'table-without-writer',
  judge: (context) => {
    const written = new Set(
      context.facts.accesses
        .filter(({ operation }) => operation === 'write' || operation === 'unknown')
        .map((access) => access.table),
    );
    return context.tables.flatMap((table) => {
      if (table.kind === 'view' || written.has(table.name)) return [];
      const { name, definedAt } = table;
      if (OF_THE_DATABASE.test(name) || TEST_FOLDER.test(definedAt?.file ?? '')) return [];
      // Without a definition, what reads it today is all there is to show.
      const sites = definedAt
        ? [definedAt]
        : context.running
            .filter((access) => access.table === name)
            .map(({ file, line }) => ({ file, line }));
      if (sites.length === 0) return [];
      return [
        {
          kind: 'table-without-writer' as const,
          id: `table-without-writer:${name}`,
          severity: 'low' as const,
          domains: table.domain === null ? [] : [table.domain],
          sites: sortSites(sites).slice(0, MOST_SITES),
          table: name,
        },
      ];
    });
  },
};

import { sortSites } from '../../model/sites.ts';
import { distinct, groupAccesses, type Rule } from '../context.ts';

/** Two domains write one table: neither can take it along. */
export const sharedTable: Rule = {
  name: 'shared-table',
  judge: (context) => {
    const writes = context.running.filter((access) => access.operation === 'write');
    return [...groupAccesses(writes, (access) => access.table)].flatMap(([table, accesses]) => {
      const domains = distinct(accesses.map((access) => context.domainOf(access.file)));
      if (domains.length < 2) return [];
      const writers = domains.map((domain) => ({
        domain,
        sites: sortSites(
          accesses
            .filter((access) => context.domainOf(access.file) === domain)
            .map(({ file, line }) => ({ file, line })),
        ),
      }));
      const sites = writers.flatMap((writer) => writer.sites);
      return [
        {
          kind: 'shared-table',
          id: `shared-table:${table}`,
          severity: 'high',
          domains,
          sites,
          table,
          writers,
        },
      ];
    });
  },
};

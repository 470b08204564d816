import { sortSites } from '../../model/sites.ts';
import { distinct, groupAccesses, type Rule } from '../context.ts';

/** Only one domain writes a table, and it belongs to another one. Several writers are a shared table. */
export const crossDomainWrite: Rule = {
  name: 'cross-domain-write',
  judge: (context) => {
    const writes = context.running.filter(({ operation }) => operation === 'write');
    return [...groupAccesses(writes, ({ table }) => table)].flatMap(([table, accesses]) => {
      const [writer, ...others] = distinct(accesses.map(({ file }) => context.domainOf(file)));
      const owner = context.ownerOf(table);
      if (writer === undefined || others.length > 0 || owner === null || owner === writer)
        return [];
      const sites = accesses
        .filter(({ file }) => context.domainOf(file) === writer)
        .map(({ file, line }) => ({ file, line }));
      return [
        {
          kind: 'cross-domain-write',
          id: `cross-domain-write:${table}`,
          severity: 'high',
          domains: [owner, writer].sort(),
          sites: sortSites(sites),
          table,
          writer,
          owner,
        },
      ];
    });
  },
};

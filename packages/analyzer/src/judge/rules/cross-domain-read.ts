import { sortSites } from '../../model/sites.ts';
import { groupAccesses, type Rule } from '../context.ts';

/** A domain reads a table that another one owns. */
export const crossDomainRead: Rule = {
  name: 'cross-domain-read',
  judge: (context) => {
    const reads = context.running.filter((access) => access.operation === 'read');
    const groups = groupAccesses(reads, (access) => {
      const reader = context.domainOf(access.file);
      const owner = context.ownerOf(access.table);
      return reader === null || owner === null || reader === owner
        ? undefined
        : `${access.table}\n${reader}\n${owner}`;
    });
    return [...groups].map(([key, accesses]) => {
      const [table = '', reader = '', owner = ''] = key.split('\n');
      return {
        kind: 'cross-domain-read',
        id: `cross-domain-read:${table}:${reader}`,
        severity: 'medium',
        domains: [owner, reader].sort(),
        sites: sortSites(accesses.map(({ file, line }) => ({ file, line }))),
        table,
        reader,
        owner,
      };
    });
  },
};

import { sortSites } from '../../model/sites.ts';
import { distinct, groupAccesses, ownersOf, parseSite, type Rule } from '../context.ts';

/** One transaction writes tables of several domains; after a split it would need a saga or outbox. */
export const crossDomainTransaction: Rule = {
  name: 'cross-domain-transaction',
  judge: (context) => {
    const groups = groupAccesses(context.running, (access) => access.transaction);
    return [...groups].flatMap(([transaction, accesses]) => {
      const written = accesses.filter((access) => access.operation === 'write');
      const domains = ownersOf(
        context,
        written.map((access) => access.table),
      );
      if (domains.length < 2) return [];
      const sites = sortSites([
        parseSite(transaction),
        ...written.map(({ file, line }) => ({ file, line })),
      ]);
      const tables = distinct(written.map((access) => access.table));
      const id = `cross-domain-transaction:${parseSite(transaction).file}:${tables.join('+')}`;
      return [
        {
          kind: 'cross-domain-transaction',
          id,
          severity: 'high',
          domains,
          sites,
          tables,
          transaction,
        },
      ];
    });
  },
};

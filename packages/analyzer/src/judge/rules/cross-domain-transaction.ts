import type { TableAccess } from '../../model/analysis.ts';
import { sortSites } from '../../model/sites.ts';
import {
  distinct,
  groupAccesses,
  type JudgeContext,
  ownersOf,
  parseSite,
  type Rule,
} from '../context.ts';

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
      const steps = domains.filter((domain) => isStep(context, domain, written));
      return [
        {
          kind: 'cross-domain-transaction',
          id,
          severity: 'high',
          domains,
          sites,
          tables,
          transaction,
          ...(steps.length === 0 ? {} : { steps }),
        },
      ];
    });
  },
};

/** Whether all that it writes of a domain is in a transaction that the domain's own code begins inside it. */
function isStep(
  { ownerOf, domainOf }: JudgeContext,
  domain: string,
  written: readonly TableAccess[],
): boolean {
  return written
    .filter(({ table }) => ownerOf(table) === domain)
    .every(({ inner }) => inner !== undefined && domainOf(parseSite(inner).file) === domain);
}

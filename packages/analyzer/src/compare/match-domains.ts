import type { Analysis } from '../model/analysis.ts';
import { matchSets } from '../model/match-sets.ts';

/**
 * Which domain before is which one after: pairs by the share of members (files and tables) they
 * have in common. Names change when vocabulary does; that alone is no change of the architecture.
 */
export const matchDomains = (before: Analysis, after: Analysis): Map<string, string> =>
  matchSets(membersByDomain(before), membersByDomain(after));

function membersByDomain({ domains }: Analysis): Map<string, Set<string>> {
  return new Map(
    domains.map(({ name, files, tables }) => [
      name,
      new Set([...files, ...tables.map((table) => `table:${table}`)]),
    ]),
  );
}

import type { Analysis } from '../model/analysis.ts';

/**
 * Which domain before is which one after: pairs by the share of members (files and tables) they
 * have in common, best first, each used once (greedy matching by Jaccard index). Names change when
 * vocabulary does; that alone is no change of the architecture.
 */
export function matchDomains(before: Analysis, after: Analysis): Map<string, string> {
  const was = membersByDomain(before);
  const is = membersByDomain(after);
  const pairs = [...was].flatMap(([from, own]) =>
    [...is].map(([to, others]) => ({ from, to, share: jaccard(own, others) })),
  );
  pairs.sort(
    (a, b) =>
      b.share - a.share ||
      Number(b.from === b.to) - Number(a.from === a.to) ||
      (`${a.from}\n${a.to}` < `${b.from}\n${b.to}` ? -1 : 1),
  );
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const { from, to, share } of pairs) {
    if (share === 0 || names.has(from) || taken.has(to)) continue;
    names.set(from, to);
    taken.add(to);
  }
  return names;
}

function membersByDomain({ domains }: Analysis): Map<string, Set<string>> {
  return new Map(
    domains.map(({ name, files, tables }) => [
      name,
      new Set([...files, ...tables.map((table) => `table:${table}`)]),
    ]),
  );
}

function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const both = [...a].filter((one) => b.has(one)).length;
  return both === 0 ? 0 : both / (a.size + b.size - both);
}

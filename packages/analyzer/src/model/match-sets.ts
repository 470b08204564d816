/**
 * Which set before is which one after: pairs by the share of members they have in common, best first, each
 * used once (greedy matching by Jaccard index). Of equal shares the pair with one name wins.
 */
export function matchSets(
  before: ReadonlyMap<string, ReadonlySet<string>>,
  after: ReadonlyMap<string, ReadonlySet<string>>,
): Map<string, string> {
  const pairs = [...before].flatMap(([from, own]) =>
    [...after].map(([to, others]) => ({ from, to, share: jaccard(own, others) })),
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

function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const both = [...a].filter((one) => b.has(one)).length;
  return both === 0 ? 0 : both / (a.size + b.size - both);
}

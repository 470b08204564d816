import type { Rule } from '../context.ts';

/** Share of the quieter domain's commits that also touch the other one. */
const LOCKSTEP = 0.4;
const FEWEST_TOGETHER = 8;
/** The same share when a commit over k domains counts 1/(k-1) for each pair of them. */
const LOCKSTEP_OF_TWO = 0.2;
const MOST_SITES = 10;

/**
 * Two domains that keep changing in the same commits; what is written apart is not changed apart. A commit
 * that goes through many domains binds no two of them, so it is weighed by how many others it touches
 * (Newman, "Scientific collaboration networks II", 2001). The places are the files that were changed most
 * often in such commits.
 */
export const lockstep: Rule = {
  name: 'lockstep',
  judge: ({ facts: { history }, domainOf }) => {
    if (history === undefined) return [];
    const home = history.files.map(({ path }) => domainOf(path));
    const alone = new Map<string, number>();
    const pairs = new Map<
      string,
      { together: number; weighed: number; files: Map<number, number> }
    >();
    for (const change of history.changes) {
      const domains = [...new Set(change.map((file) => home[file] ?? null))]
        .filter((domain) => domain !== null)
        .sort();
      for (const [i, a] of domains.entries()) {
        alone.set(a, (alone.get(a) ?? 0) + 1);
        for (const b of domains.slice(i + 1)) {
          const pair = pairs.get(`${a}\n${b}`) ?? { together: 0, weighed: 0, files: new Map() };
          pairs.set(`${a}\n${b}`, pair);
          pair.together += 1;
          pair.weighed += 1 / (domains.length - 1);
          for (const file of change) {
            if (home[file] === a || home[file] === b)
              pair.files.set(file, (pair.files.get(file) ?? 0) + 1);
          }
        }
      }
    }
    return [...pairs].flatMap(([key, { together, weighed, files }]) => {
      const domains = key.split('\n');
      const [quieter = ''] = [...domains].sort((a, b) => (alone.get(a) ?? 0) - (alone.get(b) ?? 0));
      const commits = alone.get(quieter) ?? 0;
      if (together < FEWEST_TOGETHER || together / commits < LOCKSTEP) return [];
      if (weighed / commits < LOCKSTEP_OF_TWO) return [];
      const often = [...files].sort((x, y) => y[1] - x[1] || x[0] - y[0]).slice(0, MOST_SITES);
      return [
        {
          kind: 'lockstep' as const,
          id: `lockstep:${domains.join('+')}`,
          severity: 'medium' as const,
          domains,
          sites: often.map(([file]) => ({ file: history.files[file]?.path ?? '', line: 1 })),
          together,
          quieter,
          commits,
        },
      ];
    });
  },
};

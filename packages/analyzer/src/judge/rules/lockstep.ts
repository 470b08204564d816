import type { Site } from '../../model/site.ts';
import type { Rule } from '../context.ts';

/** Share of the quieter domain's commits that also touch the other one. */
const LOCKSTEP = 0.4;
const FEWEST_TOGETHER = 8;

/** Two domains that keep changing in the same commits; what is written apart is not changed apart. */
export const lockstep: Rule = {
  name: 'lockstep',
  judge: ({ facts: { history }, domainOf }) => {
    if (history === undefined) return [];
    const home = history.files.map(({ path }) => domainOf(path));
    const alone = new Map<string, number>();
    const pairs = new Map<string, { together: number; sites: Map<string, Site> }>();
    for (const change of history.changes) {
      const domains = [...new Set(change.map((file) => home[file] ?? null))]
        .filter((domain) => domain !== null)
        .sort();
      for (const [i, a] of domains.entries()) {
        alone.set(a, (alone.get(a) ?? 0) + 1);
        for (const b of domains.slice(i + 1)) {
          const pair = pairs.get(`${a}\n${b}`) ?? { together: 0, sites: new Map() };
          pairs.set(`${a}\n${b}`, pair);
          pair.together += 1;
          for (const file of change) {
            const path = history.files[file]?.path ?? '';
            if (home[file] === a || home[file] === b) pair.sites.set(path, { file: path, line: 1 });
          }
        }
      }
    }
    return [...pairs].flatMap(([key, { together, sites }]) => {
      const [a = '', b = ''] = key.split('\n');
      const commits = Math.min(alone.get(a) ?? 0, alone.get(b) ?? 0);
      if (together < FEWEST_TOGETHER || together / commits < LOCKSTEP) return [];
      return [
        {
          kind: 'lockstep' as const,
          id: `lockstep:${a}+${b}`,
          severity: 'medium' as const,
          domains: [a, b],
          sites: [...sites.values()].sort((x, y) => (x.file < y.file ? -1 : 1)).slice(0, 10),
          together,
          commits,
        },
      ];
    });
  },
};

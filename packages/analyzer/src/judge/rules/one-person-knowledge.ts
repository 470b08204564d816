import type { Rule } from '../context.ts';

const NEARLY_ALL = 0.85;
const FEWEST_COMMITS = 20;
/** In a repository of two people this says nothing. */
const FEWEST_AUTHORS = 3;

/** A domain nearly all of whose changes were made by one person. */
export const onePersonKnowledge: Rule = {
  name: 'one-person-knowledge',
  judge: ({ facts: { history }, domains, domainOf }) => {
    if (history === undefined || history.authors.length < FEWEST_AUTHORS) return [];
    return domains.flatMap((domain) => {
      const own = history.files.filter(({ path }) => domainOf(path) === domain);
      const counts = new Map<number, number>();
      for (const [author, commits] of own.flatMap(({ authors }) => authors)) {
        counts.set(author, (counts.get(author) ?? 0) + commits);
      }
      const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
      const [top] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
      if (top === undefined || all < FEWEST_COMMITS || top[1] < all * NEARLY_ALL) return [];
      const busiest = [...own].sort((a, b) => b.commits - a.commits || (a.path < b.path ? -1 : 1));
      return [
        {
          kind: 'one-person-knowledge' as const,
          id: `one-person-knowledge:${domain}`,
          severity: 'low' as const,
          domains: [domain],
          sites: busiest.slice(0, 5).map(({ path }) => ({ file: path, line: 1 })),
          domain,
          person: history.authors[top[0]]?.name ?? '',
          share: Math.round((top[1] / all) * 1000) / 1000,
        },
      ];
    });
  },
};

import type { History } from '../../model/history.ts';
import { isMachine } from '../../model/machine-authors.ts';
import type { Rule } from '../context.ts';

const NEARLY_ALL = 0.85;
const FEWEST_COMMITS = 20;
/** In a repository of two people this says nothing. */
const FEWEST_AUTHORS = 3;
const MOST_SITES = 5;

/**
 * Domains nearly all of whose changes were made by one person: one finding for each person, *medium* when
 * that person made no commit in the last year, since then nobody may be left who knows.
 */
export const onePersonKnowledge: Rule = {
  name: 'one-person-knowledge',
  judge: ({ facts: { history }, domains, domainOf }) => {
    if (history === undefined || people(history).length < FEWEST_AUTHORS) return [];
    const byPerson = new Map<number, { domain: string; share: number; files: Changed[] }[]>();
    for (const domain of domains) {
      const files = history.files.filter(({ path }) => domainOf(path) === domain);
      const top = mostChanges(history, files);
      if (top === undefined || top.all < FEWEST_COMMITS || top.share < NEARLY_ALL) continue;
      const known = byPerson.get(top.author) ?? [];
      byPerson.set(top.author, [...known, { domain, share: top.share, files }]);
    }
    return [...byPerson].flatMap(([author, known]) => {
      const person = history.authors[author];
      if (person === undefined) return [];
      const files = known.flatMap((one) => one.files);
      const busiest = files.sort((a, b) => b.commits - a.commits || (a.path < b.path ? -1 : 1));
      return [
        {
          kind: 'one-person-knowledge' as const,
          id: `one-person-knowledge:${person.name}`,
          severity: person.recent === 0 ? ('medium' as const) : ('low' as const),
          domains: known.map(({ domain }) => domain).sort(),
          sites: busiest.slice(0, MOST_SITES).map(({ path }) => ({ file: path, line: 1 })),
          person: person.name,
          share: Math.round(Math.min(...known.map(({ share }) => share)) * 1000) / 1000,
          ...(person.recent === 0 ? { gone: person.until } : {}),
        },
      ];
    });
  },
};

type Changed = History['files'][number];

const people = ({ authors }: History): History['authors'] =>
  authors.filter(({ name }) => !isMachine(name));

/** Who made most of the changes to these files; what programs changed, nobody has to know. */
function mostChanges(
  { authors }: History,
  files: readonly Changed[],
): { author: number; all: number; share: number } | undefined {
  const counts = new Map<number, number>();
  for (const [author, commits] of files.flatMap((file) => file.authors)) {
    if (isMachine(authors[author]?.name ?? '')) continue;
    counts.set(author, (counts.get(author) ?? 0) + commits);
  }
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const [top] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return top === undefined ? undefined : { author: top[0], all, share: top[1] / all };
}

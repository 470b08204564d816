import type { Analysis } from '../model/analysis.ts';
import { count } from '../model/count.ts';
import type { FileHistory, History } from '../model/history.ts';
import { isMachine } from '../model/machine-authors.ts';
import { percent } from './words.ts';

const MOST_OWNERS = 4;

const NOT_ASKED =
  'git and CODEOWNERS were left out: who changes and owns what, and which files change together, is unknown';

/** What the history could not tell, in sentences; that nobody asked it included. */
export const historyLacks = ({ history }: Pick<Analysis, 'history'>): string[] =>
  history === undefined ? [NOT_ASKED] : history.lacks;

/**
 * What git and CODEOWNERS know about these files, in sentences: how often and when they changed, who
 * changed them, who owns them. Nothing where nothing is known.
 */
export function historyWords({ history }: Analysis, paths: readonly string[]): string[] {
  if (history === undefined) return [];
  const wanted = new Set(paths);
  const files = history.files.filter(({ path }) => wanted.has(path));
  return [...changes(files), ...people(history, files), ...owners(files)];
}

function changes(files: readonly FileHistory[]): string[] {
  const days = files.flatMap(({ from, until }) => (from === '' ? [] : [from, until])).sort();
  const [first] = days;
  if (first === undefined) return [];
  const sum = (value: (file: FileHistory) => number): number =>
    files.reduce((total, file) => total + value(file), 0);
  const all = sum(({ commits }) => commits);
  const recent = sum(({ recent }) => recent);
  const lately =
    recent === all
      ? `${all === 1 ? '' : 'all '}in the last year`
      : `${recent} of them in the last year`;
  // Commits of very many files count as no change of each, but a file that one of them brought is there since then.
  const said = all === 0 ? 'no change on its own' : `${count(all, 'change')}, ${lately}`;
  const last = days.at(-1);
  return [`${said}; there since ${first}${last === first ? '' : `, touched last on ${last}`}`];
}

function people({ authors }: History, files: readonly FileHistory[]): string[] {
  const counts = new Map<string, number>();
  for (const [author, commits] of files.flatMap((file) => file.authors)) {
    const name = authors[author]?.name ?? '';
    if (!isMachine(name)) counts.set(name, (counts.get(name) ?? 0) + commits);
  }
  const [top] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  if (top === undefined) return [];
  const all = [...counts.values()].reduce((total, one) => total + one, 0);
  if (counts.size === 1) return [`changed by ${top[0]} alone`];
  return [`changed by ${counts.size} people, ${percent(top[1] / all)} of the changes by ${top[0]}`];
}

function owners(files: readonly FileHistory[]): string[] {
  const counts = new Map<string, number>();
  for (const owner of files.flatMap((file) => file.owners))
    counts.set(owner, (counts.get(owner) ?? 0) + 1);
  if (counts.size === 0) return [];
  const ranked = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const named = ranked
    .slice(0, MOST_OWNERS)
    .map(([owner, number]) =>
      number === files.length ? owner : `${owner} (${count(number, 'file')})`,
    );
  const more = ranked.length - named.length;
  return [`owned by ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}, says CODEOWNERS`];
}

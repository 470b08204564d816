import type { FileHistory, History } from '../model/history.ts';
import { findCodeOwners } from './code-owners.ts';
import { type Commit, type LogPlace, readGitLog } from './git-log.ts';

/** A commit of more files than this is a rename, a format or an import: it binds nothing. */
const MASS_COMMIT = 30;
/** Commits whose files are listed one by one; older ones only count. */
const LISTED_CHANGES = 3000;

/**
 * History of these files, read from git and CODEOWNERS. Says in `lacks` what it could not know.
 *
 * @param place where to ask instead of where the files are; CODEOWNERS is read there as it is now
 */
export async function readHistory(
  root: string,
  files: readonly { path: string }[],
  signal?: AbortSignal,
  place: Partial<LogPlace> = {},
): Promise<History> {
  const folder = place.folder ?? root;
  const { commits, lacks } = await readGitLog(folder, signal, place.revision);
  const ownersOf = findCodeOwners(folder);
  if (ownersOf === undefined) lacks.push('no CODEOWNERS file: owners are unknown');
  else if (files.every(({ path }) => ownersOf(path).length === 0))
    lacks.push('CODEOWNERS names no owner of any file here');
  return summarize(commits, files, ownersOf ?? (() => []), lacks);
}

/** Counts per file and author; files that no longer exist are left out. */
export function summarize(
  commits: readonly Commit[],
  files: readonly { path: string }[],
  ownersOf: (path: string) => string[],
  lacks: readonly string[],
): History {
  const days = commits.map(({ day }) => day).sort();
  const until = days.at(-1) ?? '';
  const authors = countAuthors(commits, until);
  const authorIndex = new Map(authors.map(({ name }, i) => [name, i]));
  const paths = files.map(({ path }) => path).sort();
  const index = new Map(paths.map((path, i) => [path, i]));
  const touched = paths.map((): Touched => ({ days: [], recent: 0, by: new Map() }));
  const yearAgo = yearBefore(until);
  const changes: number[][] = [];
  for (const { author, day, files: changed } of commits) {
    const known = changed.flatMap((path) => index.get(path) ?? []);
    const who = authorIndex.get(author) ?? 0;
    const mass = changed.length > MASS_COMMIT;
    for (const file of known.flatMap((one) => touched[one] ?? [])) {
      file.days.push(day);
      if (mass) continue;
      file.by.set(who, (file.by.get(who) ?? 0) + 1);
      if (day > yearAgo) file.recent += 1;
    }
    if (!mass && known.length > 0 && changes.length < LISTED_CHANGES)
      changes.push(known.sort((a, b) => a - b));
  }
  return {
    commits: commits.length,
    massCommits: commits.filter(({ files: changed }) => changed.length > MASS_COMMIT).length,
    from: days[0] ?? '',
    until,
    authors,
    files: paths.map((path, i): FileHistory => {
      const own = [...(touched[i]?.days ?? [])].sort();
      const by = [...(touched[i]?.by ?? [])].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
      return {
        path,
        commits: by.reduce((sum, [, count]) => sum + count, 0),
        recent: touched[i]?.recent ?? 0,
        from: own[0] ?? '',
        until: own.at(-1) ?? '',
        authors: by,
        owners: ownersOf(path),
      };
    }),
    changes,
    lacks: [...lacks].sort(),
  };
}

interface Touched {
  days: string[];
  recent: number;
  by: Map<number, number>;
}

const yearBefore = (day: string): string => `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`;

function countAuthors(commits: readonly Commit[], until: string): History['authors'] {
  const yearAgo = yearBefore(until);
  const counts = new Map<string, { commits: number; recent: number; until: string }>();
  for (const { author, day } of commits) {
    const known = counts.get(author) ?? { commits: 0, recent: 0, until: day };
    if (day > known.until) known.until = day;
    counts.set(author, known);
    known.commits += 1;
    if (day > yearAgo) known.recent += 1;
  }
  return [...counts]
    .map(([name, numbers]) => ({ name, ...numbers }))
    .sort((a, b) => b.commits - a.commits || (a.name < b.name ? -1 : 1));
}

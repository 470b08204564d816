import type { FileHistory, History } from '../model/history.ts';
import { findCodeOwners } from './code-owners.ts';
import { type Commit, readGitLog } from './git-log.ts';

/** A commit of more files than this is a rename, a format or an import: it binds nothing. */
const MASS_COMMIT = 30;
/** Commits whose files are listed one by one; older ones only count. */
const LISTED_CHANGES = 3000;

/** History of these files, read from git and CODEOWNERS. Says in `lacks` what it could not know. */
export async function readHistory(
  root: string,
  files: readonly { path: string }[],
  signal?: AbortSignal,
): Promise<History> {
  const { commits, lacks } = await readGitLog(root, signal);
  const ownersOf = findCodeOwners(root);
  if (ownersOf === undefined) lacks.push('no CODEOWNERS file: owners are unknown');
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
  const touched = paths.map((): { days: string[]; by: Map<number, number> } => ({
    days: [],
    by: new Map(),
  }));
  const changes: number[][] = [];
  for (const { author, day, files: changed } of commits) {
    const known = changed.flatMap((path) => index.get(path) ?? []);
    const who = authorIndex.get(author) ?? 0;
    for (const file of known) {
      touched[file]?.days.push(day);
      touched[file]?.by.set(who, (touched[file].by.get(who) ?? 0) + 1);
    }
    if (changed.length <= MASS_COMMIT && known.length > 0 && changes.length < LISTED_CHANGES)
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
      return {
        path,
        commits: own.length,
        from: own[0] ?? '',
        until: own.at(-1) ?? '',
        authors: [...(touched[i]?.by ?? [])].sort((a, b) => b[1] - a[1] || a[0] - b[0]),
        owners: ownersOf(path),
      };
    }),
    changes,
    lacks: [...lacks].sort(),
  };
}

function countAuthors(commits: readonly Commit[], until: string): History['authors'] {
  const yearAgo = `${Number(until.slice(0, 4)) - 1}${until.slice(4)}`;
  const counts = new Map<string, { commits: number; recent: number }>();
  for (const { author, day } of commits) {
    const known = counts.get(author) ?? { commits: 0, recent: 0 };
    counts.set(author, known);
    known.commits += 1;
    if (day > yearAgo) known.recent += 1;
  }
  return [...counts]
    .map(([name, numbers]) => ({ name, ...numbers }))
    .sort((a, b) => b.commits - a.commits || (a.name < b.name ? -1 : 1));
}

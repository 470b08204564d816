import { execFile } from 'node:child_process';
import { nameOnce } from './people.ts';

export interface Commit {
  /** One name for each person. */
  author: string;
  /** `YYYY-MM-DD` */
  day: string;
  /** Paths relative to the analysed folder. */
  files: string[];
}

export interface GitLog {
  commits: Commit[];
  lacks: string[];
}

/** Older commits say little about the code of today. */
const MOST_COMMITS = 20_000;
const MOST_OUTPUT = 512 * 1024 * 1024;

/** Where git is asked, for files that lie elsewhere, such as a copy of an older revision. */
export interface LogPlace {
  /** Folder of a repository. */
  folder: string;
  /** The newest commit that counts. */
  revision: string;
}

/**
 * Commits of the folder, newest first. Never throws: without git, without a repository or with a
 * shallow clone it says what is missing.
 */
export async function readGitLog(
  root: string,
  signal?: AbortSignal,
  revision = 'HEAD',
): Promise<GitLog> {
  const inside = await git(root, ['rev-parse', '--is-inside-work-tree'], signal);
  if (inside.missing) return { commits: [], lacks: ['git is not installed: no history'] };
  if (inside.output?.trim() !== 'true')
    return { commits: [], lacks: ['not in a git repository: no history'] };
  const shallow = await git(root, ['rev-parse', '--is-shallow-repository'], signal);
  // Records start with 0x1e, so that no subject or file name is taken for a commit.
  const log = await git(
    root,
    [
      ...['-c', 'core.quotepath=off', 'log', '--no-merges', '--name-only', '--no-renames'],
      ...['--relative', `--max-count=${MOST_COMMITS}`, '--format=%x1e%aN%x1f%aE%x1f%as'],
      ...['--end-of-options', revision, '--', '.'],
    ],
    signal,
  );
  if (log.output === undefined) return { commits: [], lacks: ['git log failed: no history'] };
  const commits = nameOnce(parseGitLog(log.output));
  const lacks = [];
  if (shallow.output?.trim() === 'true')
    lacks.push('a shallow clone: only the commits that were fetched count');
  if (commits.length === 0) lacks.push('no commit touches this folder');
  if (commits.length === MOST_COMMITS) lacks.push(`only the last ${MOST_COMMITS} commits count`);
  return { commits, lacks };
}

function parseGitLog(output: string): (Commit & { email: string })[] {
  return output
    .split('\u001e')
    .slice(1)
    .map((record) => {
      const [head = '', ...files] = record.split('\n');
      const [author = '', email = '', day = ''] = head.split('\u001f');
      return { author, email, day, files: files.filter((file) => file !== '') };
    })
    .filter(({ files }) => files.length > 0);
}

function git(
  cwd: string,
  args: string[],
  signal?: AbortSignal,
): Promise<{ output?: string; missing?: boolean }> {
  return new Promise((resolve) => {
    execFile(
      'git',
      args,
      { cwd, maxBuffer: MOST_OUTPUT, ...(signal === undefined ? {} : { signal }) },
      (error, stdout) => {
        if (error === null) resolve({ output: stdout });
        else resolve({ missing: 'code' in error && error.code === 'ENOENT' });
      },
    );
  });
}

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { CliError } from '../model/error.ts';

/** Files above and beside a folder that say where its imports lead. */
const SIGNPOSTS = /(?:^|\/)(?:package|[jt]sconfig[^/]*)\.json$/;

/**
 * Runs a task on a copy of the folder as it was at a revision. The repository is only read; the copy
 * is gone afterwards. Around a folder of a larger repository the copy has what resolves its imports
 * (`package.json`, `tsconfig*.json`) as well.
 *
 * @throws {CliError} CLI_REVISION_UNREADABLE
 */
export async function withRevision<T>(
  folder: string,
  revision: string,
  signal: AbortSignal,
  task: (copy: string) => Promise<T>,
): Promise<T> {
  const copy = mkdtempSync(join(tmpdir(), 'ashlar-revision-'));
  try {
    const prefix = await ask(folder, ['rev-parse', '--show-prefix'], revision, signal);
    const paths = prefix === '' ? [] : await pathsAround(folder, prefix, revision, signal);
    await unpack(join(folder, relative(prefix, '')), revision, { copy, paths, signal });
    return await task(join(copy, prefix));
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

async function pathsAround(
  folder: string,
  prefix: string,
  revision: string,
  signal: AbortSignal,
): Promise<string[]> {
  const list = ['ls-tree', '-r', '-z', '--name-only', '--full-tree', '--end-of-options', revision];
  const listed = await ask(folder, list, revision, signal);
  const signposts = listed
    .split('\0')
    .filter((path) => SIGNPOSTS.test(path) && !path.startsWith(prefix));
  return [prefix, ...signposts];
}

/** What git answers on standard output, without the last line break. */
async function ask(
  folder: string,
  args: string[],
  revision: string,
  signal: AbortSignal,
): Promise<string> {
  const options = { cwd: folder, signal, maxBuffer: 1 << 28 };
  try {
    const { stdout } = await promisify(execFile)('git', args, options);
    return stdout.replace(/\n$/, '');
  } catch (cause) {
    signal.throwIfAborted();
    const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr) : String(cause);
    throw unreadable(revision, said);
  }
}

interface Unpacking {
  copy: string;
  /** Paths from the top of the repository; none for all of it. */
  paths: string[];
  signal: AbortSignal;
}

async function unpack(
  top: string,
  revision: string,
  { copy, paths, signal }: Unpacking,
): Promise<void> {
  // The end of the options comes before the revision, which a caller may have made of a branch name.
  const args = ['--literal-pathspecs', 'archive', '--format=tar', '--end-of-options', revision];
  const archive = spawn('git', [...args, ...paths], {
    cwd: top,
    signal,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const tar = spawn('tar', ['-x', '-f', '-', '-C', copy], {
    signal,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  let complaint = '';
  archive.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  // A pipe that closes early says less than the exit code of its reader.
  tar.stdin.on('error', () => undefined);
  archive.stdout.pipe(tar.stdin);
  try {
    const [[gitCode], [tarCode]] = await Promise.all([once(archive, 'close'), once(tar, 'close')]);
    if (gitCode === 0 && tarCode === 0) return;
  } catch (cause) {
    signal.throwIfAborted();
    complaint = cause instanceof Error ? cause.message : String(cause);
  }
  throw unreadable(revision, complaint);
}

function unreadable(revision: string, complaint: string): CliError {
  return new CliError(
    'CLI_REVISION_UNREADABLE',
    `cannot read revision ${revision}: ${complaint.trim().split('\n')[0] || 'unpacking failed'}`,
    'Name revisions that git knows here, as in `ashlar diff main..HEAD`; git and tar must be installed.',
  );
}

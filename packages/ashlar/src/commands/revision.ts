import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CliError } from '../model/error.ts';

/**
 * Runs a task on a copy of the folder as it was at a revision. The repository is only read; the copy
 * is gone afterwards.
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
    await unpack(folder, revision, copy, signal);
    return await task(copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

async function unpack(
  folder: string,
  revision: string,
  copy: string,
  signal: AbortSignal,
): Promise<void> {
  // The end of the options comes before the revision, which a caller may have made of a branch name.
  const archive = spawn('git', ['archive', '--format=tar', '--end-of-options', revision], {
    cwd: folder,
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
  throw new CliError(
    'CLI_REVISION_UNREADABLE',
    `cannot read revision ${revision}: ${complaint.trim().split('\n')[0] || 'unpacking failed'}`,
    'Name revisions that git knows here, as in `ashlar diff main..HEAD`; git and tar must be installed.',
  );
}

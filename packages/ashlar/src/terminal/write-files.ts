import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CliError } from '../model/error.ts';
import type { Terminal } from './context.ts';
import { writeResult } from './write-file.ts';

export interface FileToWrite {
  /** From `folder`. */
  readonly path: string;
  readonly content: string;
  readonly executable?: boolean;
  /** Left alone when it is there, whatever it says. */
  readonly shared?: boolean;
}

export interface WrittenFiles {
  readonly written: readonly string[];
  /** There already, with the same content. */
  readonly unchanged: readonly string[];
  /** Shared, there, and not ours to change. */
  readonly left: readonly string[];
}

/**
 * Writes all of them or none: a file that is there and says something else stops it before the first is
 * written, unless `force` says to replace them.
 *
 * @throws {CliError} CLI_FILE_EXISTS, CLI_WRITE_FAILED
 */
export function writeFiles(
  terminal: Terminal,
  folder: string,
  files: readonly FileToWrite[],
  force: boolean,
): WrittenFiles {
  const at = (path: string): string => resolve(terminal.cwd, folder, path);
  const there = files.filter(({ path }) => existsSync(at(path)));
  const same = there.filter(({ path, content }) => readFileSync(at(path), 'utf8') === content);
  const left = there.filter((file) => file.shared === true && !same.includes(file));
  const other = there.filter((file) => !same.includes(file) && !left.includes(file));
  if (other.length > 0 && !force) {
    throw new CliError(
      'CLI_FILE_EXISTS',
      `these files are there already and say something else: ${other.map(({ path }) => path).join(', ')}`,
      'Nothing was written. Move them away, or replace them with --force.',
    );
  }
  const written = files.filter((file) => !same.includes(file) && !left.includes(file));
  for (const { path, content, executable } of written) {
    writeResult(terminal, at(path), content);
    if (executable) chmodSync(at(path), 0o755);
  }
  const paths = (list: readonly FileToWrite[]): string[] => list.map(({ path }) => path);
  return { written: paths(written), unchanged: paths(same), left: paths(left) };
}

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CliError } from '../model/error.ts';
import type { Terminal } from './context.ts';

/**
 * The text of a file that a person has named.
 *
 * @throws {CliError} CLI_FILE_UNREADABLE
 */
export function readText(file: string, { cwd }: Terminal): string {
  try {
    return readFileSync(resolve(cwd, file), 'utf8');
  } catch (cause) {
    throw new CliError(
      'CLI_FILE_UNREADABLE',
      `cannot read ${file}`,
      'Check the path and its permissions. A file over 500 MB does not fit: take a part of it.',
      { cause },
    );
  }
}

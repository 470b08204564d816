import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { LoadSource } from '@ashlar/analyzer';
import { CliError } from '../model/error.ts';
import type { Terminal } from '../terminal/context.ts';

/**
 * The measurements in files, read whole.
 *
 * @throws {CliError} CLI_FILE_UNREADABLE, CLI_FILE_INVALID
 */
export async function loadOf(files: readonly string[], terminal: Terminal): Promise<LoadSource[]> {
  const { readLoad } = await import('@ashlar/analyzer');
  return files.flatMap((file) => {
    const sources = readLoad(basename(file), textOf(resolve(terminal.cwd, file), file));
    if (sources !== undefined) return sources;
    throw new CliError(
      'CLI_FILE_INVALID',
      `${file} is no measurement of a known form`,
      'Give OTLP spans as JSON, pg_stat_statements as CSV with a head line, or an access log: docs/plan-formula.md.',
    );
  });
}

function textOf(path: string, shown: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new CliError(
      'CLI_FILE_UNREADABLE',
      `cannot read ${shown}`,
      'Check the path and its permissions. A file over 500 MB does not fit: take a part of it (tail -n 1000000).',
      { cause },
    );
  }
}

import { basename } from 'node:path';
import type { LoadSource } from '@ashlar/analyzer';
import { CliError } from '../model/error.ts';
import type { Terminal } from '../terminal/context.ts';
import { readText } from '../terminal/read-text.ts';

/**
 * The measurements in files, read whole.
 *
 * @throws {CliError} CLI_FILE_UNREADABLE, CLI_FILE_INVALID
 */
export async function loadOf(files: readonly string[], terminal: Terminal): Promise<LoadSource[]> {
  const { readLoad } = await import('@ashlar/analyzer');
  return files.flatMap((file) => {
    const sources = readLoad(basename(file), readText(file, terminal));
    if (sources !== undefined) return sources;
    throw new CliError(
      'CLI_FILE_INVALID',
      `${file} is no measurement of a known form`,
      'Give OTLP spans as JSON, pg_stat_statements as CSV with a head line, or an access log: docs/plan-formula.md.',
    );
  });
}

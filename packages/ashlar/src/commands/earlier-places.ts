import { resolve } from 'node:path';
import type { AnalyzeOptions } from '@ashlar/analyzer';
import { CliError } from '../model/error.ts';
import type { Terminal } from '../terminal/context.ts';
import { readJson } from '../terminal/read-json.ts';
import { readAnalysis } from './analysis-source.ts';
import { readBaseline } from './baseline-file.ts';

/**
 * Where everything was, from an `analysis.json` or a baseline of `ashlar check`.
 *
 * @throws {CliError} CLI_FILE_UNREADABLE, CLI_FILE_INVALID
 * @throws AnalyzerError ANALYZER_ANALYSIS_INVALID and others of an analysis
 */
export async function readPlaces(
  file: string,
  terminal: Terminal,
): Promise<NonNullable<AnalyzeOptions['previous']>> {
  const path = resolve(terminal.cwd, file);
  const value = readJson(path, 'analyze');
  if (typeof value === 'object' && value !== null && 'violations' in value) {
    const { boundaries } = readBaseline(path);
    if (boundaries !== undefined) return boundaries;
    throw new CliError(
      'CLI_FILE_INVALID',
      `${file} does not say where the domains are`,
      'Write it anew with `ashlar check --update-baseline`, or give an analysis.json.',
    );
  }
  const { boundariesOf } = await import('@ashlar/analyzer');
  return boundariesOf(await readAnalysis(path, file));
}

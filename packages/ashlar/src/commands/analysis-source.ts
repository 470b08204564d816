import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Analysis } from '@ashlar/analyzer';
import { loadConfig } from '../config/load.ts';
import { CliError } from '../model/error.ts';
import type { Terminal } from '../terminal/context.ts';
import { analysisRun } from './analysis-options.ts';
import { warnOfSteering } from './steering-warnings.ts';

/**
 * The analysis a command works on: read from an `analysis.json`, or made now from a folder, with
 * warnings about an ashlar.yaml that does not fit it.
 *
 * @throws {CliError} CLI_FILE_UNREADABLE, CLI_FILE_INVALID
 */
export async function obtainAnalysis(
  source: string,
  config: string | undefined,
  terminal: Terminal,
): Promise<Analysis> {
  const path = resolve(terminal.cwd, source);
  if (isFile(path)) return readAnalysis(path, source);
  const { analyze } = await import('@ashlar/analyzer');
  const read = loadConfig(terminal.cwd, source, config);
  const run = analysisRun(path, read, terminal);
  const analysis = await analyze(path, run.options);
  run.progress.end();
  await warnOfSteering(analysis, read, source, terminal);
  return analysis;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

export async function readAnalysis(path: string, shown: string): Promise<Analysis> {
  const { parseAnalysis } = await import('@ashlar/analyzer');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new CliError(
      'CLI_FILE_UNREADABLE',
      `cannot read ${shown}`,
      'Check the path and its permissions.',
      {
        cause,
      },
    );
  }
  return parseAnalysis(text, shown);
}

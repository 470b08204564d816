import { readFileSync } from 'node:fs';
import { CliError } from '../model/error.ts';

/**
 * A JSON file that another command has written.
 *
 * @throws CliError CLI_FILE_UNREADABLE, CLI_FILE_INVALID
 */
export function readJson(file: string, command: 'plan' | 'analyze'): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    const hint = `Give the path of a file that \`ashlar ${command}\` has written.`;
    throw new CliError('CLI_FILE_UNREADABLE', `Cannot read ${file}.`, hint, { cause });
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const hint = `Write it anew with \`ashlar ${command}\`.`;
    throw new CliError('CLI_FILE_INVALID', `${file} is not JSON.`, hint, { cause });
  }
}

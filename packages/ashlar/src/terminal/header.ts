import { CliError } from '../model/error.ts';

/** Splits `name:value` as it is given on the command line. @throws {CliError} CLI_USAGE */
export function headerField(text: string): [name: string, value: string] {
  const colon = text.indexOf(':');
  if (colon < 1) throw new CliError('CLI_USAGE', `"${text}" is no header`, 'Write name:value.');
  return [text.slice(0, colon).trim(), text.slice(colon + 1).trim()];
}

/** Every code the command itself can fail with, and what it means. Compared with docs/errors by a test. */
export const CLI_ERROR_CODES = {
  CLI_NODE_TOO_OLD: 'The command was started with a Node that is older than it needs.',
  CLI_USAGE: 'The command line could not be understood.',
  CLI_CONFIG_NOT_FOUND: 'The configuration file that was named does not exist or cannot be read.',
  CLI_CONFIG_INVALID: 'The configuration file is not valid YAML or does not fit its schema.',
  CLI_CONFIG_TOO_NEW: 'The configuration file was written for a newer version of ashlar.',
  CLI_BROKER_MISSING: 'The command needs a Pact broker and was not told which.',
  CLI_CLIENT_FAILED: 'The types of a client could not be generated.',
  CLI_FILE_UNREADABLE: 'A file that was named could not be read.',
  CLI_FILE_INVALID: 'A file that was named is not what the command needs.',
  CLI_REVISION_UNREADABLE: 'A revision that was named could not be read with git.',
  CLI_FILE_EXISTS: 'A file that would be written is there already and says something else.',
  CLI_WRITE_FAILED: 'A result could not be written.',
} as const;

export type CliErrorCode = keyof typeof CLI_ERROR_CODES;

/** Something the person at the keyboard can put right. Anything else is a bug and keeps its stack. */
export class CliError extends Error {
  readonly code: CliErrorCode;
  readonly hint: string;
  readonly exitCode = 2;

  constructor(code: CliErrorCode, message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CliError';
    this.code = code;
    this.hint = hint;
  }
}

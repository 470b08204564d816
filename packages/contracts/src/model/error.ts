/**
 * Every failure a user can put right, with one sentence each. The documentation lists the same
 * codes; a test compares both.
 */
export const CONTRACTS_ERROR_CODES = {
  CONTRACTS_BROKER_OPTIONS_INVALID: 'An option of the broker has a value it cannot work with.',
  CONTRACTS_BROKER_PORT_UNAVAILABLE: 'The broker cannot listen on the requested host and port.',
  CONTRACTS_BROKER_STORE_TOO_NEW:
    'The store was written by a newer version of the broker than this one.',
  CONTRACTS_BROKER_STORE_UNREADABLE:
    'The store cannot be opened, or holds something other than a broker.',
} as const;

export type ContractsErrorCode = keyof typeof CONTRACTS_ERROR_CODES;

/** A failure with a way out: what was wrong and where (message), and what to do (hint). */
export class ContractsError extends Error {
  readonly code: ContractsErrorCode;
  readonly hint: string;
  /** Exit code of a command that ends with this error: it could not run. */
  readonly exitCode = 2 as const;

  constructor(code: ContractsErrorCode, message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ContractsError';
    this.code = code;
    this.hint = hint;
  }
}

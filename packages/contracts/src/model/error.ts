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
  CONTRACTS_BROKER_STORE_NOT_EMPTY: 'An import was asked for into a store that holds something.',
  CONTRACTS_BROKER_ARCHIVE_UNUSABLE:
    'The folder of an export cannot be written, or is none that can be imported.',
  CONTRACTS_BROKER_URL_INVALID: 'The address or the credentials of the broker cannot be used.',
  CONTRACTS_BROKER_UNREACHABLE: 'No broker answered at the address, or it broke off.',
  CONTRACTS_BROKER_TIMEOUT: 'The broker did not answer in time.',
  CONTRACTS_BROKER_UNAUTHORIZED: 'The broker refused the credentials, or wants some.',
  CONTRACTS_BROKER_REFUSED: 'The broker understood the request and refused it.',
  CONTRACTS_BROKER_FAILED: 'The broker itself failed, also after several attempts.',
  CONTRACTS_NOT_A_BROKER: 'What answers at the address does not speak the API of a Pact broker.',
  CONTRACTS_NOT_FOUND_IN_BROKER: 'The broker does not know the thing that was named.',
  CONTRACTS_PACT_CONFLICT: 'Two different expectations have the same description and state.',
  CONTRACTS_PACT_VERSIONS_MIXED:
    'Pacts of one consumer and provider are of different versions of the specification.',
  CONTRACTS_PACT_FILE_INVALID: 'A file is not a pact.',
  CONTRACTS_NO_PACTS: 'No pact was found where pacts were looked for.',
  CONTRACTS_OPTION_MISSING: 'Something that could not be detected has to be given.',
  CONTRACTS_OPTION_INVALID:
    'An option has a value, or a combination of values, that makes no sense.',
  CONTRACTS_STATES_INVALID: 'The module with the provider states cannot be loaded or used.',
  CONTRACTS_STATE_PARAMETERS_INVALID:
    'A provider state has other parameters than those declared for it.',
  CONTRACTS_PROVIDER_UNREACHABLE: 'Nobody listens where the provider should be.',
  CONTRACTS_VERIFIER_FAILED: 'The verifier ended without a result.',
  CONTRACTS_DOCUMENT_UNREADABLE: 'A description of an API cannot be read.',
  CONTRACTS_DOCUMENT_INVALID: 'A file is no OpenAPI, Swagger or AsyncAPI description.',
  CONTRACTS_RECORDING_UNREADABLE: 'There is no recording to read where one was named.',
  CONTRACTS_RECORDING_INVALID: 'A file is neither a HAR nor a recording of the proxy.',
  CONTRACTS_NO_TRAFFIC: 'A recording holds no exchange that a contract could be drawn from.',
  CONTRACTS_NO_DRAFTS: 'No draft was found, or none that begins with what was named.',
  CONTRACTS_SEAM_INVALID: 'A file is no seam.json that this version knows.',
  CONTRACTS_ONLY_DRAFTS: 'All there is to publish is drafts that nobody has accepted.',
  CONTRACTS_EVENT_INVALID: 'An event, or the name of its channel, is not what brokers can carry.',
  CONTRACTS_MESSAGE_LOST: 'A message that a test sent over a broker did not arrive in time.',
  CONTRACTS_REQUEST_NOT_AS_DECLARED:
    'A consumer test sent another request message than the declared one, or none.',
  CONTRACTS_VARIANTS_MISPLACED:
    'optional(…) or nullable(…) stands where only one interaction is written.',
  CONTRACTS_PACT_TEST_MISPLACED: 'A pact was created where nothing can collect what it writes.',
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

/** Every code this package can put on a ProxyError, with what it means in one sentence. */
export const PROXY_ERROR_CODES = {
  PROXY_ROUTES_NOT_FOUND: 'The route table file does not exist or cannot be read.',
  PROXY_ROUTES_SYNTAX:
    'The route table file is not valid YAML, or is a module that exports no table.',
  PROXY_ROUTES_INVALID:
    'The route table does not fit its schema, or names something it does not define.',
  PROXY_ROUTES_TOO_NEW:
    'The route table has a schemaVersion that this version of Ashlar does not know.',
  PROXY_PLAN_INVALID: 'The plan cannot be made into a route table.',
  PROXY_UNSAFE_SHADOW:
    'A route would mirror writes without a sandbox and an idempotency key, so one order could be placed twice.',
  PROXY_KEYS_INVALID:
    'A file of API keys, of an issuer’s keys, of signing keys or of a certificate cannot be used.',
  PROXY_API_INVALID: 'An OpenAPI document that requests are held to cannot be used.',
  PROXY_RECORDER_MISSING:
    'A route is to be recorded, and the program that runs the proxy has given it no recorder.',
  PROXY_PORT_IN_USE: 'The address to listen on is taken, or may not be used by this user.',
  PROXY_STATE_INVALID: 'The state file is damaged or was written by a newer version.',
  PROXY_STATE_IN_USE: 'Another proxy uses the same state file.',
  PROXY_STATE_UNWRITABLE: 'The state file or the decision log cannot be written.',
  PROXY_STATE_CONFLICT: 'Another proxy has moved the route in the meantime.',
  PROXY_REDIS_INVALID: 'The address of a Redis server cannot be read.',
  PROXY_REDIS_UNREACHABLE: 'The Redis server does not answer.',
  PROXY_ROUTE_UNKNOWN: 'The route asked for is not in the table.',
  PROXY_CHANGE_INVALID: 'The requested change of state makes no sense for this route.',
  PROXY_EXPORT_UNKNOWN: 'The table is to be exported to a router that nothing is known of.',
  PROXY_ADMIN_UNREACHABLE: 'The admin address of the proxy does not answer.',
  PROXY_ADMIN_REFUSED: 'The admin address of the proxy refused the request.',
} as const;

export type ProxyErrorCode = keyof typeof PROXY_ERROR_CODES;

/** A failure that the person at the keyboard can fix; anything else thrown here is a bug. */
export class ProxyError extends Error {
  readonly code: ProxyErrorCode;
  /** What to do about it, in one sentence. */
  readonly hint: string;
  readonly exitCode = 2;

  constructor(code: ProxyErrorCode, message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ProxyError';
    this.code = code;
    this.hint = hint;
  }
}

/** A request that cannot be served, and what the client is told about it. */
export class HttpError extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: Record<string, unknown>;

  constructor(
    status: number,
    code: string,
    message: string,
    details: Record<string, unknown> = {},
  ) {
    super(message);
    this.name = 'HttpError';
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

export function notFound(code: string, message: string): HttpError {
  return new HttpError(404, code, message);
}

export function conflict(
  code: string,
  message: string,
  details?: Record<string, unknown>,
): HttpError {
  return new HttpError(409, code, message, details);
}

/** The process cannot start, and the operator can do something about it. Exit code 2. */
export class StartupError extends Error {
  readonly code: string;
  readonly hint: string;
  readonly exitCode = 2;

  constructor(code: string, message: string, hint: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.name = 'StartupError';
    this.code = code;
    this.hint = hint;
  }
}

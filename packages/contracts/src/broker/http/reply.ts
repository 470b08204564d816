/** What a resource answers. A body that is not text is sent as JSON. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  /** Overrides the negotiated media type, without parameters. */
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** JSON that is already text, such as a stored pact. */
export class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type ErrorList = Readonly<Record<string, readonly string[]>>;

/** Ends a request early with an answer; its transaction is rolled back. */
export class HttpFailure extends Error {
  readonly reply: Reply;
  /** Present for validation errors, so that they can also be told as problem+json. */
  readonly errors: ErrorList | readonly string[] | undefined;

  constructor(reply: Reply, errors?: ErrorList | readonly string[]) {
    super(`HTTP ${reply.status}`);
    this.name = 'HttpFailure';
    this.reply = reply;
    this.errors = errors;
  }
}

export function ok(body: unknown): Reply {
  return { status: 200, body };
}

export function created(body: unknown, location?: string): Reply {
  return location === undefined
    ? { status: 201, body }
    : { status: 201, body, headers: { location } };
}

/** Leads a browser from a form to the page with its outcome (RFC 9110, section 15.4.4). */
export function seeOther(location: string): Reply {
  return { status: 303, headers: { location } };
}

export const NO_CONTENT: Reply = { status: 204 };

export function notFound(): HttpFailure {
  return new HttpFailure({
    status: 404,
    body: { error: 'The requested document was not found on this server.' },
    type: 'application/json',
  });
}

/** A missing application is named; other missing things are not. */
export function notFoundParticipant(role: string, name: string): HttpFailure {
  return new HttpFailure({ status: 404, body: { error: `No ${role} with name '${name}' found` } });
}

export function invalid(errors: ErrorList): HttpFailure {
  return new HttpFailure({ status: 400, body: { errors } }, errors);
}

export function invalidList(errors: readonly string[]): HttpFailure {
  return new HttpFailure({ status: 400, body: { errors } }, errors);
}

export function unprocessable(errors: ErrorList): HttpFailure {
  return new HttpFailure({ status: 422, body: { errors } }, errors);
}

export function conflict(text: string): HttpFailure {
  return new HttpFailure({ status: 409, body: { error: text } });
}

export function unsupportedMediaType(): HttpFailure {
  return new HttpFailure({ status: 415, type: 'application/hal+json' });
}

import type { KeptAnswer } from '../compare/kept-answer.ts';
import type { RequestHead } from '../http/request.ts';
import type { ResponseHead } from '../http/response.ts';
import type { FinishedExchange, RecordSettings } from '../model/recorder.ts';
import type { Route } from '../model/routes.ts';
import { SAFE_METHODS } from '../routes/safe-methods.ts';
import { Capture } from './capture.ts';

interface Kept {
  readonly requestBody: Buffer | undefined;
  readonly monolith: KeptAnswer;
}

/**
 * Keeps one exchange: so that the service can be asked the same later, for a recording, or for both.
 */
export class Recording {
  /** Undefined: it is not for a recording. */
  readonly record: RecordSettings | undefined;
  readonly #cap: number;
  readonly #request: Capture;
  readonly #answer: Capture;
  #head: ResponseHead | undefined;

  constructor(cap: number, record: RecordSettings | undefined) {
    this.record = record;
    this.#cap = Math.max(cap, record?.maxBodyBytes ?? 0);
    this.#request = new Capture(this.#cap);
    this.#answer = new Capture(this.#cap);
  }

  /** For a request without body that another upstream is asked anew. */
  again(): Recording | undefined {
    return this.record === undefined ? undefined : new Recording(this.#cap, this.record);
  }

  /** Writes need a key by which the sandbox can tell a repetition from a second order. */
  static possible(
    route: Route,
    request: { readonly request: RequestHead; header(name: string): string | undefined },
  ): boolean {
    const { method, upgrade } = request.request;
    if (upgrade !== undefined || !route.shadow.methods.includes(method)) return false;
    if (SAFE_METHODS.has(method)) return true;
    const { sandbox, idempotencyKeyHeader } = route.shadow;
    if (sandbox === undefined || idempotencyKeyHeader === undefined) return false;
    return (request.header(idempotencyKeyHeader) ?? '') !== '';
  }

  requestData(chunk: Buffer): void {
    this.#request.add(chunk);
  }

  answer(head: ResponseHead): void {
    this.#head = head;
  }

  answerData(chunk: Buffer): void {
    this.#answer.add(chunk);
  }

  /** Undefined for an answer that cannot be compared. */
  done(): Kept | undefined {
    const head = this.#head;
    if (head === undefined) return undefined;
    return {
      requestBody: this.#request.body(),
      monolith: { status: head.status, fields: head.fields, body: this.#answer.body() },
    };
  }
}

/** What a recorder is given: raw, but without bodies beyond its own limit. */
export function finishedExchange(
  route: Route,
  upstream: string,
  request: RequestHead,
  { requestBody, monolith }: Kept,
  { maxBodyBytes }: RecordSettings,
): FinishedExchange {
  const within = (body: Buffer | undefined): Buffer | undefined =>
    body === undefined || body.length > maxBodyBytes ? undefined : body;
  return {
    at: Date.now(),
    route: route.id,
    upstream,
    request: {
      method: request.method,
      target: request.target,
      fields: request.fields,
      body: within(requestBody),
    },
    response: { status: monolith.status, fields: monolith.fields, body: within(monolith.body) },
  };
}

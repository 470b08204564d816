import type { KeptAnswer } from '../compare/kept-answer.ts';
import type { RequestHead } from '../http/request.ts';
import type { ResponseHead } from '../http/response.ts';
import type { Route } from '../model/routes.ts';
import { SAFE_METHODS } from '../routes/safe-methods.ts';
import { Capture } from './capture.ts';

/** Keeps one exchange with the monolith, so that the service can be asked the same later. */
export class Recording {
  readonly #request: Capture;
  readonly #answer: Capture;
  #head: ResponseHead | undefined;

  constructor(cap: number) {
    this.#request = new Capture(cap);
    this.#answer = new Capture(cap);
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
  done(): { readonly requestBody: Buffer | undefined; readonly monolith: KeptAnswer } | undefined {
    const head = this.#head;
    if (head === undefined) return undefined;
    return {
      requestBody: this.#request.body(),
      monolith: { status: head.status, fields: head.fields, body: this.#answer.body() },
    };
  }
}

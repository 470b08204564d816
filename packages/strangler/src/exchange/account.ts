import { redactedTarget } from '../compare/redact.ts';
import type { Target } from '../decide/choose.ts';
import type { FinishedCall, FinishedRequest, SpanContext } from '../model/finished-request.ts';
import type { Route } from '../model/routes.ts';
import { pathOf } from '../routes/path.ts';

interface OpenCall {
  readonly upstream: string;
  readonly target: Target;
  readonly traceId: string;
  readonly spanId: string | undefined;
  readonly fromMs: number;
  headMs: number | undefined;
  status: number | undefined;
  error: string | undefined;
}

/** Where times and the finished account go. */
export interface AccountHost {
  /** Milliseconds from a monotonic clock. */
  now(): number;
  /** Milliseconds since 1970. */
  clock(): number;
  take(finished: FinishedRequest): void;
}

/** What happens to one request, written down while it happens. Only for requests somebody wants to know of. */
export class Account {
  readonly trace: SpanContext | undefined;
  readonly #host: AccountHost;
  readonly #route: Route;
  readonly #request: { readonly method: string; readonly target: string };
  readonly #at: number;
  readonly #startedAt: number;
  readonly #calls: OpenCall[] = [];
  #status: number | undefined;
  #complete = false;

  constructor(
    host: AccountHost,
    route: Route,
    request: { readonly method: string; readonly target: string },
    trace: SpanContext | undefined,
  ) {
    this.#host = host;
    this.#route = route;
    this.#request = request;
    this.trace = trace;
    this.#at = host.clock();
    this.#startedAt = host.now();
  }

  /** What the upstream's own span is to hang on. */
  get parent(): string | undefined {
    return this.trace && `00-${this.trace.traceId}-${this.trace.spanId}-01`;
  }

  dispatched(upstream: string, target: Target, traceparent: string): void {
    this.#calls.push({
      upstream,
      target,
      traceId: traceparent.slice(3, 35),
      spanId: this.trace && traceparent.slice(36, 52),
      fromMs: this.#host.now() - this.#startedAt,
      headMs: undefined,
      status: undefined,
      error: undefined,
    });
  }

  callAnswered(status: number): void {
    const call = this.#calls.at(-1);
    if (call === undefined) return;
    call.status = status;
    call.headMs = this.#host.now() - this.#startedAt - call.fromMs;
  }

  callFailed(error: string): void {
    const call = this.#calls.at(-1);
    if (call === undefined || call.error !== undefined) return;
    call.error = error;
    call.headMs ??= this.#host.now() - this.#startedAt - call.fromMs;
  }

  answered(status: number): void {
    this.#status = status;
  }

  complete(): void {
    this.#complete = true;
  }

  close(client: string, requestId: string, subject: string | undefined): void {
    const calls: readonly FinishedCall[] = this.#calls;
    this.#host.take({
      route: this.#route.id,
      match: this.#route.match,
      method: this.#request.method,
      path: redactedTarget(pathOf(this.#request.target)),
      status: this.#status,
      broken: this.#status !== undefined && !this.#complete,
      at: this.#at,
      ms: this.#host.now() - this.#startedAt,
      client,
      requestId,
      subject,
      trace: this.trace,
      calls,
    });
  }
}

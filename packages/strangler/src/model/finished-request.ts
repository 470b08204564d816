/** Ids of W3C Trace Context, in lower-case hexadecimal. */
export interface SpanContext {
  readonly traceId: string;
  readonly spanId: string;
  /** Of whoever called us, when they said. */
  readonly parentId: string | undefined;
}

/** One request to an upstream; there are two after a fallback. */
export interface FinishedCall {
  readonly upstream: string;
  readonly target: 'monolith' | 'service';
  /** Of the trace that it was told of, sampled or not. */
  readonly traceId: string;
  readonly spanId: string | undefined;
  /** From the start of the client's request, in ms. */
  readonly fromMs: number;
  /** To the head of the answer, or to its failure. */
  readonly headMs: number | undefined;
  readonly status: number | undefined;
  readonly error: string | undefined;
}

/** A request that is over, for logs and traces. */
export interface FinishedRequest {
  readonly route: string;
  /** Pattern of the route. */
  readonly match: string;
  readonly method: string;
  /** Without the query; what looks secret is masked. */
  readonly path: string;
  /** Undefined when the client went away before an answer began. */
  readonly status: number | undefined;
  /** The answer broke off. */
  readonly broken: boolean;
  /** Start, in ms since 1970. */
  readonly at: number;
  readonly ms: number;
  readonly client: string;
  readonly requestId: string;
  /** Who was authenticated. */
  readonly subject: string | undefined;
  readonly trace: SpanContext | undefined;
  readonly calls: readonly FinishedCall[];
}

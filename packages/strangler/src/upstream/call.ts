import type { Socket } from 'node:net';
import type { Fields } from '../http/fields.ts';
import type { ResponseHead } from '../http/response.ts';
import type { Upstream } from '../model/routes.ts';
import type { Breaker } from './breaker.ts';

/** One request as the pool sends it. */
export interface UpstreamRequest {
  readonly method: string;
  /** Trace context in the head. */
  readonly traceparent: string;
  /** Complete head, latin1, up to and including the empty line. */
  readonly head: string;
  readonly body: 'none' | 'length' | 'chunked';
  /** May be sent a second time when a kept connection turns out to be dead (RFC 9110 9.2.2). */
  readonly idempotent: boolean;
  /** Asks to switch protocols: gets a connection of its own. */
  readonly upgrade: boolean;
}

export type FaultKind =
  /** Nobody listens, or no name. */
  | 'connect'
  /** All connections are in use and the queue is full. */
  | 'busy'
  /** The connection broke. */
  | 'reset'
  /** The answer is not HTTP as RFC 9112 has it. */
  | 'protocol';

export interface UpstreamFault {
  readonly kind: FaultKind;
  readonly message: string;
}

/** Told about one request, in order; `end`, `fault` and `upgraded` are last words. */
export interface ResponseSink {
  /** The head is on its way over an open connection. */
  sent(): void;
  inform(head: ResponseHead): void;
  head(head: ResponseHead): void;
  /** The chunk is lent: who needs it after `flush` or `end` says so in `holds`, or copies it. */
  data(chunk: Buffer): void;
  /** All bytes that have arrived so far are handed on. */
  flush(): void;
  end(trailers: Fields): void;
  upgraded(head: ResponseHead, socket: Socket, rest: Buffer): void;
  fault(fault: UpstreamFault): void;
  /** Whether memory of chunks is still needed after `flush` or `end`. */
  readonly holds: boolean;
  /** More of the request body may be written. */
  drain(): void;
}

/** A request on its way; what the exchange holds of it. */
export interface Call {
  /** May keep the chunk back until `flush` or `end`. */
  write(chunk: Buffer): void;
  /** False: wait for `sent` or `drain`. */
  flush(): boolean;
  end(trailers: Fields): void;
  /** Whether memory of chunks is still needed after `flush` or `end`. */
  readonly holdsBody: boolean;
  pause(): void;
  resume(): void;
  /** Gives it up; nothing more is told to the sink. */
  abort(): void;
}

/** Connections to one upstream. */
export interface Pool {
  readonly upstream: Upstream;
  readonly open: number;
  readonly unused: number;
  readonly breaker: Breaker;
  /** The head of a request with a body may wait for the first `flush` or `end`. */
  dispatch(request: UpstreamRequest, sink: ResponseSink): Call;
  /** Drops connections whose time is up; called now and then. */
  prune(): void;
  /** Keeps running requests running; connections close as they fall idle. */
  close(): void;
}

/** A request as its connection sees it. */
export interface CallOnConnection {
  readonly request: UpstreamRequest;
  readonly sink: ResponseSink;
  /** The answer is complete. */
  finished(): void;
  /** `stale`: a kept connection turned out to be dead before it answered a byte. */
  failed(fault: UpstreamFault, stale: boolean): void;
}

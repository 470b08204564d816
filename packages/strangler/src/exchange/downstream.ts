import type { Socket } from 'node:net';
import type { Fields } from '../http/fields.ts';
import type { DownstreamFraming, Peer } from '../http/forwarding.ts';

/** An answer's head as it goes to the client. */
export interface AnswerHead {
  readonly status: number;
  readonly reason: string;
  readonly fields: Fields;
  readonly framing: DownstreamFraming;
  /** Close the client connection after this answer. */
  readonly close: boolean;
}

/** The client's side of one exchange; each lane has its own. Nothing here waits or throws. */
export interface Downstream {
  readonly peer: Peer;
  /** An interim (1xx) answer. */
  inform(status: number, reason: string, fields: Fields): void;
  head(head: AnswerHead): void;
  /** False: the client is slower than the upstream; wait for `drained`. */
  write(chunk: Buffer): boolean;
  end(trailers: Fields): void;
  /** Breaks the message off so that no client can take it for a complete one. */
  cut(): void;
  /** Joins client and upstream after a 101. */
  tunnel(head: AnswerHead, upstream: Socket, rest: Buffer): void;
  pauseBody(): void;
  resumeBody(): void;
}

import type { Socket } from 'node:net';
import type { AnswerHead } from '../http/answer-head.ts';
import type { Fields } from '../http/fields.ts';
import type { Peer } from '../http/forwarding.ts';

/** The client's side of one exchange; each lane has its own. Nothing here waits or throws. */
export interface Downstream {
  readonly peer: Peer;
  /** An interim (1xx) answer. */
  inform(status: number, reason: string, fields: Fields): void;
  head(head: AnswerHead): void;
  /**
   * Makes sure that the client is there, which a reset tells. The first call may send what clients
   * pass over; later ones send nothing and see whether a reset has come.
   */
  probe(): void;
  /** The chunk is lent: see `holds`. May keep it back until `flush` or `end`. */
  write(chunk: Buffer): void;
  /** Nothing more is at hand. False: the client is slower than the upstream; wait for `drained`. */
  flush(): boolean;
  end(trailers: Fields): void;
  /** Whether memory of chunks is still needed after `flush` or `end`. */
  readonly holds: boolean;
  /** Breaks the message off so that no client can take it for a complete one. */
  cut(): void;
  /** Joins client and upstream after a 101. */
  tunnel(head: AnswerHead, upstream: Socket, rest: Buffer): void;
  pauseBody(): void;
  resumeBody(): void;
}

import type { Fields } from './fields.ts';

/**
 * How the end of an answer's body is marked to the client. `empty` is a body without a byte that no
 * field speaks of: HTTP/2 ends with the head.
 */
export type DownstreamFraming = 'none' | 'empty' | 'length' | 'chunked' | 'close';

/** An answer's head as it goes to the client. */
export interface AnswerHead {
  readonly status: number;
  readonly reason: string;
  readonly fields: Fields;
  readonly framing: DownstreamFraming;
  /** Close the client connection after this answer. */
  readonly close: boolean;
  /** The date in it, when it is ours and so holds for a second only. */
  readonly ownDate?: string | undefined;
  /** The same as bytes, once a connection has needed them. */
  wire?: WireHead | undefined;
}

export interface WireHead {
  readonly minor: 0 | 1;
  readonly bytes: Buffer;
}

/** The head in bytes (latin1), with its empty line. */
export function wireHead(head: AnswerHead, minor: 0 | 1): Buffer {
  if (head.wire?.minor === minor) return head.wire.bytes;
  const { fields } = head;
  let text = `HTTP/1.1 ${head.status} ${head.reason}\r\n`;
  for (let i = 0; i < fields.length; i += 2) text += `${fields[i]}: ${fields[i + 1]}\r\n`;
  if (head.framing === 'chunked') text += 'Transfer-Encoding: chunked\r\n';
  if (head.framing === 'empty') text += 'Content-Length: 0\r\n';
  if (head.close) text += 'Connection: close\r\n';
  else if (minor === 0) text += 'Connection: keep-alive\r\n';
  const bytes = Buffer.from(`${text}\r\n`, 'latin1');
  head.wire = { minor, bytes };
  return bytes;
}

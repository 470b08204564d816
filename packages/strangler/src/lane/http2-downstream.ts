import { constants, type OutgoingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import type { Downstream } from '../exchange/downstream.ts';
import type { AnswerHead } from '../http/answer-head.ts';
import type { Fields } from '../http/fields.ts';
import type { Peer } from '../http/forwarding.ts';

/** Writes one answer to an HTTP/2 stream. */
export class Http2Downstream implements Downstream {
  readonly peer: Peer;
  readonly #stream: ServerHttp2Stream;
  #trailers: Fields = [];

  constructor(stream: ServerHttp2Stream, peer: Peer) {
    this.#stream = stream;
    this.peer = peer;
  }

  get holds(): boolean {
    return this.#stream.writableLength > 0;
  }

  inform(status: number, _reason: string, fields: Fields): void {
    if (this.#usable()) this.#stream.additionalHeaders({ ':status': status, ...grouped(fields) });
  }

  probe(): void {
    // A stream that its client gave up is reset; the end of its sending says nothing.
  }

  head(head: AnswerHead): void {
    if (!this.#usable()) return;
    // Without fields Node ends the stream by an empty DATA frame; close() would reset it, and a
    // client that is still reading would never see the end.
    this.#stream.on('wantTrailers', () => this.#stream.sendTrailers(grouped(this.#trailers)));
    const answer = { ':status': head.status, ...grouped(head.fields) };
    const streaming = head.framing === 'chunked' || head.framing === 'close';
    // gRPC says its status in a head that ends the stream.
    if (head.framing === 'none' || head.framing === 'empty')
      this.#stream.respond(answer, { endStream: true });
    else this.#stream.respond(answer, { waitForTrailers: streaming });
  }

  write(chunk: Buffer): void {
    if (this.#usable()) this.#stream.write(chunk);
  }

  flush(): boolean {
    return !this.#stream.writableNeedDrain;
  }

  end(trailers: Fields): void {
    this.#trailers = trailers;
    if (!this.#stream.destroyed) this.#stream.end();
  }

  cut(): void {
    this.#stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  }

  tunnel(_head: AnswerHead, upstream: Socket): void {
    // Nothing in HTTP/2 asks for one: there is no Upgrade field (RFC 9113 8.2.2).
    upstream.destroy();
    this.cut();
  }

  pauseBody(): void {
    this.#stream.pause();
  }

  resumeBody(): void {
    this.#stream.resume();
  }

  #usable(): boolean {
    return !this.#stream.destroyed && !this.#stream.closed;
  }
}

/** Field lines by lower-case name; those of the connection have no place in HTTP/2. */
function grouped(fields: Fields): OutgoingHttpHeaders {
  const out: Record<string, string | string[]> = Object.create(null) as Record<
    string,
    string | string[]
  >;
  for (let i = 0; i < fields.length; i += 2) {
    const name = (fields[i] as string).toLowerCase();
    const value = fields[i + 1] as string;
    const before = out[name];
    if (before === undefined) out[name] = value;
    else out[name] = Array.isArray(before) ? [...before, value] : [before, value];
  }
  return out;
}

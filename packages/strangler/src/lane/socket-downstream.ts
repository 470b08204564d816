import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Downstream } from '../exchange/downstream.ts';
import { type AnswerHead, wireHead } from '../http/answer-head.ts';
import { encodeLastChunk } from '../http/chunked.ts';
import type { Fields } from '../http/fields.ts';
import type { Peer } from '../http/forwarding.ts';
import { SocketWriter } from '../http/socket-writer.ts';
import { joinSockets } from './tunnel.ts';
import { answerText } from './wire.ts';

/** The connection that an answer goes out on. */
export interface AnswerConnection {
  readonly socket: Socket;
  readonly peer: Peer;
  /** The answer is written; `close` says whether anything may follow it. */
  answered(close: boolean): void;
  /** The socket belongs to another protocol now. */
  tunnelled(): void;
  pauseBody(): void;
  resumeBody(): void;
}

/**
 * Writes the answers of a connection straight to its socket, one after the other. Pieces are
 * gathered until no more are at hand, so that a small answer is one write.
 */
export class SocketDownstream implements Downstream {
  readonly #connection: AnswerConnection;
  readonly #writer: SocketWriter;
  #minor: 0 | 1 = 1;
  #framing: AnswerHead['framing'] = 'none';
  #close = false;
  #headed = false;
  #probed = false;

  constructor(connection: AnswerConnection) {
    this.#connection = connection;
    this.#writer = new SocketWriter(connection.socket);
  }

  get holds(): boolean {
    return this.#writer.holds;
  }

  get peer(): Peer {
    return this.#connection.peer;
  }

  /** The next answer goes to a request of this HTTP/1 minor version. */
  begin(minor: 0 | 1): void {
    this.#minor = minor;
    this.#framing = 'none';
    this.#close = false;
    this.#headed = false;
    this.#probed = false;
    this.#writer.forget();
  }

  inform(status: number, reason: string, fields: Fields): void {
    this.#connection.socket.write(answerText(status, reason, fields), 'latin1');
  }

  probe(): void {
    // An interim answer that nobody asked for is passed over (RFC 9110 15.2), and so is a zero in
    // front of the size of the next chunk (RFC 9112 7.1).
    // Nobody reads from a socket that has ended, so a reset shows at the next write, even an empty one.
    const { socket } = this.#connection;
    if (this.#probed) socket.write('');
    else if (this.#headed && this.#framing === 'chunked') socket.write('0');
    else if (!this.#headed && this.#minor === 1) this.inform(100, 'Continue', []);
    this.#probed = true;
  }

  head(head: AnswerHead): void {
    this.#headed = true;
    this.#framing = head.framing;
    this.#close = head.close;
    this.#writer.add(wireHead(head, this.#minor));
  }

  write(chunk: Buffer): void {
    if (this.#framing === 'chunked') this.#writer.addChunk(chunk);
    else this.#writer.add(chunk);
  }

  end(trailers: Fields): void {
    if (this.#framing === 'chunked') this.#writer.add(encodeLastChunk(trailers));
    this.#writer.flush();
    this.#connection.answered(this.#close);
  }

  flush(): boolean {
    return this.#writer.flush();
  }

  cut(): void {
    const { socket } = this.#connection;
    // Where only the end of the connection ends the body, an orderly end would look complete.
    const plain = !(socket as Partial<TLSSocket>).encrypted;
    if (this.#framing === 'close' && plain) socket.resetAndDestroy();
    else socket.destroy();
  }

  tunnel(head: AnswerHead, upstream: Socket, rest: Buffer): void {
    const { socket } = this.#connection;
    this.#connection.tunnelled();
    socket.write(answerText(head.status, head.reason, head.fields), 'latin1');
    if (rest.length > 0) socket.write(rest);
    joinSockets(socket, upstream);
  }

  pauseBody(): void {
    this.#connection.pauseBody();
  }

  resumeBody(): void {
    this.#connection.resumeBody();
  }
}

import type { Socket } from 'node:net';
import type { AnswerHead, Downstream } from '../exchange/downstream.ts';
import { encodeChunk, encodeLastChunk } from '../http/chunked.ts';
import type { Fields } from '../http/fields.ts';
import type { Peer } from '../http/forwarding.ts';
import { joinSockets } from './tunnel.ts';
import { answerText } from './wire.ts';

const SMALL = 16_384;

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
 * Writes one answer straight to a socket. The head waits for the first piece of body, so that a
 * small answer is one write.
 */
export class SocketDownstream implements Downstream {
  readonly #connection: AnswerConnection;
  readonly #minor: 0 | 1;
  #waiting = '';
  #framing: AnswerHead['framing'] = 'none';
  #close = false;

  constructor(connection: AnswerConnection, minor: 0 | 1) {
    this.#connection = connection;
    this.#minor = minor;
  }

  get peer(): Peer {
    return this.#connection.peer;
  }

  inform(status: number, reason: string, fields: Fields): void {
    this.#connection.socket.write(answerText(status, reason, fields), 'latin1');
  }

  head(head: AnswerHead): void {
    let text = `HTTP/1.1 ${head.status} ${head.reason}\r\n`;
    const { fields } = head;
    for (let i = 0; i < fields.length; i += 2) text += `${fields[i]}: ${fields[i + 1]}\r\n`;
    if (head.framing === 'chunked') text += 'Transfer-Encoding: chunked\r\n';
    if (head.close) text += 'Connection: close\r\n';
    else if (this.#minor === 0) text += 'Connection: keep-alive\r\n';
    this.#waiting = `${text}\r\n`;
    this.#framing = head.framing;
    this.#close = head.close;
    if (head.framing !== 'none') process.nextTick(flushLater, this);
  }

  write(chunk: Buffer): boolean {
    const { socket } = this.#connection;
    if (this.#waiting === '') {
      return socket.write(this.#framing === 'chunked' ? encodeChunk(chunk) : chunk);
    }
    const head = this.#waiting;
    this.#waiting = '';
    if (this.#framing !== 'chunked' && chunk.length <= SMALL) {
      const whole = Buffer.allocUnsafe(head.length + chunk.length);
      whole.write(head, 0, 'latin1');
      chunk.copy(whole, head.length);
      return socket.write(whole);
    }
    socket.cork();
    process.nextTick(uncork, socket);
    socket.write(head, 'latin1');
    return socket.write(this.#framing === 'chunked' ? encodeChunk(chunk) : chunk);
  }

  end(trailers: Fields): void {
    const { socket } = this.#connection;
    const last = this.#framing === 'chunked' ? encodeLastChunk(trailers) : '';
    const rest = this.#waiting + last;
    this.#waiting = '';
    if (rest !== '') socket.write(rest, 'latin1');
    this.#connection.answered(this.#close);
  }

  /** Sends a head that no body has followed yet. */
  flush(): void {
    if (this.#waiting === '') return;
    const head = this.#waiting;
    this.#waiting = '';
    this.#connection.socket.write(head, 'latin1');
  }

  cut(): void {
    const { socket } = this.#connection;
    // Where only the end of the connection ends the body, an orderly end would look complete.
    if (this.#framing === 'close') socket.resetAndDestroy();
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

function flushLater(downstream: SocketDownstream): void {
  downstream.flush();
}

function uncork(socket: Socket): void {
  socket.uncork();
}

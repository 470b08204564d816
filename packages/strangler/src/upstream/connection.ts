import type { Socket } from 'node:net';
import { encodeLastChunk } from '../http/chunked.ts';
import type { Fields } from '../http/fields.ts';
import type { ResponseHead } from '../http/response.ts';
import { type ResponseHandler, ResponseReader } from '../http/response-reader.ts';
import { SocketWriter } from '../http/socket-writer.ts';
import type { CallOnConnection, FaultKind } from './call.ts';

/** Opens a connection whose bytes come through `take`, or through `data` events when `streaming`. */
export type SocketOpener = (take: (chunk: Buffer) => boolean) => {
  readonly socket: Socket;
  readonly ready: 'connect' | 'secureConnect';
  readonly streaming: boolean;
};

/** What the connection reports to its pool. */
export interface ConnectionOwner {
  connected(connection: UpstreamConnection): void;
  /** Free for the next request. */
  released(connection: UpstreamConnection, keepAliveSeconds: number | undefined): void;
  gone(connection: UpstreamConnection): void;
}

/** One connection to an upstream, serving one request at a time. */
export class UpstreamConnection implements ResponseHandler {
  readonly socket: Socket;
  /** Requests served before the present one. */
  served = 0;
  /** Time until which it may be used again, by the pool's clock. */
  expires = 0;
  open = false;
  readonly #owner: ConnectionOwner;
  readonly #writer: SocketWriter;
  #call: CallOnConnection | undefined;
  readonly #reader: ResponseReader = new ResponseReader(this);
  #requestDone = false;
  #responseDone = false;
  #persistent = false;
  #keepAliveSeconds: number | undefined;

  constructor(owner: ConnectionOwner, open: SocketOpener) {
    this.#owner = owner;
    const { socket, ready, streaming } = open((chunk) => this.#take(chunk));
    this.socket = socket;
    this.#writer = new SocketWriter(socket);
    socket.setNoDelay(true);
    socket.on(ready, () => {
      this.open = true;
      owner.connected(this);
    });
    if (streaming) socket.on('data', this.#onData);
    socket.on('drain', this.#onDrain);
    socket.on('end', this.#onEnd);
    socket.on('error', (error: Error) => this.#lost(error.message));
    socket.on('close', () => this.#lost('the connection closed'));
  }

  get idle(): boolean {
    return this.#call === undefined;
  }

  begin(call: CallOnConnection): void {
    this.#call = call;
    this.#reader.expect(call.request.method);
    this.#requestDone = call.request.body === 'none';
    this.#responseDone = false;
    if (this.#requestDone) this.socket.write(call.request.head, 'latin1');
    // Head and first piece of body leave in one packet when the body is already here.
    else this.#writer.add(Buffer.from(call.request.head, 'latin1'));
    call.sink.sent();
  }

  writeBody(chunk: Buffer, coding: 'length' | 'chunked'): void {
    if (coding === 'chunked') this.#writer.addChunk(chunk);
    else this.#writer.add(chunk);
  }

  /** False: wait for `drain`. */
  flushBody(): boolean {
    return this.#writer.flush();
  }

  get holdsBody(): boolean {
    return this.#writer.holds;
  }

  endBody(trailers: Fields, coding: 'length' | 'chunked'): void {
    if (coding === 'chunked') this.#writer.add(encodeLastChunk(trailers));
    this.#writer.flush();
    this.#requestDone = true;
    if (this.#responseDone) this.#complete();
  }

  /** Gives the request up; a connection in the middle of one is no use to anybody else. */
  abandon(): void {
    this.#call = undefined;
    this.socket.destroy();
  }

  inform(head: ResponseHead): void {
    this.#call?.sink.inform(head);
  }

  head(head: ResponseHead): void {
    this.#persistent = head.persistent;
    this.#keepAliveSeconds = head.keepAliveSeconds;
    this.#call?.sink.head(head);
  }

  data(chunk: Buffer): void {
    this.#call?.sink.data(chunk);
  }

  end(trailers: Fields, rest: Buffer): void {
    const call = this.#call;
    this.#responseDone = true;
    if (rest.length > 0) this.#persistent = false;
    // An answer before the end of the request: what is still unsent would be read as a new one.
    if (!this.#requestDone) this.#persistent = false;
    this.#complete();
    call?.finished();
    call?.sink.end(trailers);
  }

  upgraded(head: ResponseHead, rest: Buffer): void {
    const call = this.#call;
    this.#call = undefined;
    this.#owner.gone(this);
    this.socket.off('data', this.#onData);
    this.socket.off('drain', this.#onDrain);
    this.socket.off('end', this.#onEnd);
    call?.finished();
    if (call === undefined) this.socket.destroy();
    else call.sink.upgraded(head, this.socket, rest);
  }

  fault(why: string): void {
    this.#fail('protocol', why);
  }

  #complete(): void {
    this.#call = undefined;
    this.served++;
    if (this.#persistent && this.#requestDone && !this.socket.destroyed) {
      if (this.socket.isPaused()) this.socket.resume();
      this.#owner.released(this, this.#keepAliveSeconds);
    } else {
      this.socket.destroy();
    }
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#take(chunk);
  };

  /** True when the memory of the chunk is still needed. */
  #take(chunk: Buffer): boolean {
    const call = this.#call;
    if (call === undefined) {
      // Bytes on an idle connection answer nothing; whatever they are, the connection is spoilt.
      this.socket.destroy();
      return false;
    }
    this.#reader.feed(chunk);
    this.#call?.sink.flush();
    return call.sink.holds;
  }

  readonly #onDrain = (): void => {
    this.#call?.sink.drain();
  };

  readonly #onEnd = (): void => {
    if (this.#call !== undefined && this.#reader.started) this.#reader.eof();
    else this.#lost('the connection closed');
  };

  #lost(message: string): void {
    this.#owner.gone(this);
    this.#fail(this.open ? 'reset' : 'connect', message);
  }

  #fail(kind: FaultKind, message: string): void {
    const call = this.#call;
    const untouched = !this.#reader.started;
    this.#call = undefined;
    this.socket.destroy();
    if (call === undefined) return;
    const stale = kind === 'reset' && this.served > 0 && untouched;
    call.failed({ kind, message }, stale);
  }
}

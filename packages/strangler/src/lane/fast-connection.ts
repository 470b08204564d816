import type { Socket } from 'node:net';
import { problem } from '../exchange/answers.ts';
import type { ProxyCore } from '../exchange/core.ts';
import { Exchange } from '../exchange/exchange.ts';
import { ChunkedDecoder } from '../http/chunked.ts';
import type { Fields } from '../http/fields.ts';
import type { Peer } from '../http/forwarding.ts';
import { offerRoom, ROOM } from '../http/large-memory.ts';
import { faultInPart, framesMessage, isRefusal, type RequestHead } from '../http/request.ts';
import { RequestMemory } from '../http/request-memory.ts';
import { releaseBody } from './body-memory.ts';
import type { ClientReading } from './client-reading.ts';
import { FLUSH_MS, LINGER_MS } from './linger.ts';
import { type AnswerConnection, SocketDownstream } from './socket-downstream.ts';
import { answerText, peerOf } from './wire.ts';

const NOTHING = Buffer.alloc(0);
const NO_TRAILERS: Fields = [];
const EMPTY_LINE = Buffer.from('\r\n\r\n');
/** Larger packets hold a body, or a head too long to be worth remembering. */
const RECALLED = 4096;
/** A part of a head this long is looked at whenever a piece of it comes. */
const PARTLY = 2048;
/** Pipelined requests wait in this much memory, then in the kernel. */
const MAX_PENDING = 65_536;

type State = 'head' | 'body' | 'answering' | 'closing' | 'gone';

export interface FastOwner {
  handOver(socket: Socket, to: 'http1' | 'http2'): void;
  closed(): void;
}

/** One client connection on the fast lane: reads requests one after the other. */
export class FastConnection implements AnswerConnection {
  readonly socket: Socket;
  readonly peer: Peer;
  readonly #core: ProxyCore;
  readonly #owner: FastOwner;
  readonly #requests = new RequestMemory();
  readonly #downstream: SocketDownstream;
  #state: State = 'head';
  #pending: Buffer = NOTHING;
  #exchange: Exchange | undefined;
  #left = 0;
  #chunks: ChunkedDecoder | undefined;
  #deadline: number;
  #looping = false;
  #clientEnded = false;
  /** Where to go on looking for the end of the head. */
  #searched = 0;
  /** How much of it has been looked at for faults. */
  #checked = 0;

  readonly #reading: ClientReading | undefined;
  /** What is being read is overwritten by the next read of any connection. */
  #shared = false;
  /** Whether some of what is being read has been handed on as it is. */
  #gave = false;
  /** What is being read, when nothing lies before it in its memory. */
  #first: Buffer | undefined;

  readonly #listeners: readonly (readonly [string, (chunk: Buffer) => void])[] = [
    ['data', (chunk) => this.#onPacket(chunk)],
    ['drain', () => this.#exchange?.drained()],
    ['end', () => this.#onEnd()],
    ['error', () => this.#onClose()],
    ['close', () => this.#onClose()],
  ];

  /** Without `reading`, packets are memory of their own, as a stream has them. */
  constructor(core: ProxyCore, socket: Socket, owner: FastOwner, reading?: ClientReading) {
    this.#core = core;
    this.#owner = owner;
    this.socket = socket;
    this.peer = peerOf(socket);
    this.#downstream = new SocketDownstream(this);
    this.#deadline = core.coarseNow + core.generation().table.limits.headMs;
    this.#reading = reading;
    if (reading !== undefined) reading.take = (chunk, shared) => this.#onLent(chunk, shared);
    for (const [event, listener] of this.#listeners) {
      if (event !== 'data' || reading === undefined) socket.on(event, listener);
    }
  }

  tick(now: number): void {
    if (now < this.#deadline) return;
    if (this.#state === 'head' && this.#pending.length > 0) {
      this.#refuse(408, 'the request head did not arrive in time');
    } else if (this.#state === 'head' || this.#state === 'closing') this.socket.destroy();
  }

  closeIfIdle(): void {
    const idle = this.#state === 'head' && this.#pending.length === 0;
    if (idle && this.socket.writableLength === 0) this.socket.destroy();
  }

  answered(close: boolean): void {
    this.#exchange = undefined;
    const last = this.#clientEnded && this.#pending.length === 0;
    if (close || last || this.#state === 'body') {
      this.#close();
      return;
    }
    this.#state = 'head';
    const { limits } = this.#core.generation().table;
    this.#deadline = this.#core.coarseNow + limits.keepAliveMs;
    if (this.#pending.length > 0) this.#deadline = this.#core.coarseNow + limits.headMs;
    if (this.socket.isPaused()) this.socket.resume();
    if (this.#pending.length > 0) this.#read();
  }

  tunnelled(): void {
    this.#forgetSocket();
  }

  pauseBody(): void {
    this.socket.pause();
  }

  resumeBody(): void {
    this.socket.resume();
  }

  /** A packet that went upstream as a whole is needed no more; heads are strings by now. */
  #onPacket(packet: Buffer): void {
    this.#onData(packet);
    if (this.#pending.length === 0 && this.#exchange?.holdsBody === false) releaseBody(packet);
  }

  /** True when the memory of the chunk is still needed. */
  #onLent(chunk: Buffer, shared: boolean): boolean {
    this.#shared = shared;
    this.#gave = false;
    this.#first = shared || chunk.byteOffset !== ROOM ? undefined : chunk;
    this.#onData(chunk);
    this.#shared = false;
    this.#first = undefined;
    offerRoom(undefined);
    if (this.#pending.buffer === chunk.buffer) this.#pending = Buffer.from(this.#pending);
    return this.#gave && this.#exchange?.holdsBody !== false;
  }

  #onData(chunk: Buffer): void {
    if (this.#state === 'body') this.#takeBody(chunk);
    else if (this.#state === 'head') {
      if (this.#pending.length === 0) {
        this.#pending = chunk;
        this.#deadline = this.#core.coarseNow + this.#core.generation().table.limits.headMs;
      } else this.#pending = Buffer.concat([this.#pending, chunk]);
      this.#read();
    } else if (this.#state === 'answering') {
      this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
      if (this.#pending.length > MAX_PENDING) this.socket.pause();
    }
  }

  /** Reads as many heads as there are; an answer that is ready at once must not recurse. */
  #read(): void {
    if (this.#looping) return;
    this.#looping = true;
    while (this.#state === 'head' && this.#pending.length > 0 && this.#readHead());
    this.#looping = false;
    if (this.#clientEnded && this.#state !== 'gone') this.#onEnd();
  }

  /** False when more bytes are needed. */
  #readHead(): boolean {
    const bytes = this.#pending;
    if (bytes[0] === 0x0d && bytes[1] === 0x0a) {
      // RFC 9112 2.2: an empty line before a request is to be passed over.
      this.#pending = bytes.subarray(2);
      return true;
    }
    const { limits } = this.#core.generation().table;
    if (bytes.length <= RECALLED && bytes.length <= limits.headBytes && this.#searched === 0) {
      const known = this.#requests.recall(bytes.toString('latin1'), limits.headerCount);
      if (known !== undefined && known.upgrade === undefined) {
        this.#pending = NOTHING;
        this.#serve(known);
        return true;
      }
    }
    const end = bytes.indexOf(EMPTY_LINE, Math.max(0, this.#searched - 3));
    if (end > limits.headBytes || (end === -1 && bytes.length > limits.headBytes)) {
      this.#refuse(431, 'the header section is too long');
      return false;
    }
    if (end === -1) {
      this.#searched = bytes.length;
      this.#checkPart(bytes);
      return false;
    }
    this.#searched = 0;
    this.#checked = 0;
    const head = this.#requests.parse(bytes.toString('latin1', 0, end), limits.headerCount);
    if (isRefusal(head) && bytes.toString('latin1', 0, end) === 'PRI * HTTP/2.0') {
      this.#leave('http2');
      return false;
    }
    if (isRefusal(head)) {
      this.#refuse(head.status, head.why);
      return false;
    }
    if (head.upgrade !== undefined) {
      this.#leave('http1');
      return false;
    }
    this.#pending = end + 4 === bytes.length ? NOTHING : bytes.subarray(end + 4);
    // The head is a string by now; what becomes of it may overwrite its bytes.
    if (bytes === this.#first) offerRoom(this.#pending);
    this.#serve(head);
    return true;
  }

  /** Long heads only each time they have doubled: byte by byte, every look would cost as much. */
  #checkPart(bytes: Buffer): void {
    if (bytes.length > PARTLY && bytes.length < this.#checked * 2) return;
    this.#checked = bytes.length;
    const fault = faultInPart(bytes.toString('latin1'));
    if (fault !== undefined) this.#refuse(400, fault);
  }

  #serve(head: RequestHead): void {
    this.#downstream.begin(head.minor);
    const exchange = new Exchange(this.#core, head, this.#downstream);
    this.#exchange = exchange;
    const { framing } = head;
    if (framing.kind === 'length' && framing.length > 0) {
      this.#state = 'body';
      this.#left = framing.length;
    } else if (framing.kind === 'chunked') {
      this.#state = 'body';
      this.#chunks = this.#decoder();
    } else this.#state = 'answering';
    exchange.start();
    if (this.#exchange !== exchange) return;
    if (framing.kind === 'length' && framing.length === 0) exchange.bodyEnd(NO_TRAILERS);
    if (this.#state !== 'body') return;
    const rest = this.#pending;
    this.#pending = NOTHING;
    if (rest.length === 0) exchange.bodyFlush();
    else this.#takeBody(rest);
  }

  #decoder(): ChunkedDecoder {
    return new ChunkedDecoder({
      data: (chunk) => this.#exchange?.bodyData(chunk),
      end: (trailers, rest) => {
        if (framesMessage(trailers)) this.#exchange?.bodyFault('a framing field in the trailers');
        else this.#bodyDone(trailers, rest);
      },
      fault: (why) => this.#exchange?.bodyFault(why),
    });
  }

  #takeBody(read: Buffer): void {
    const chunk = this.#shared ? Buffer.from(read) : read;
    if (!this.#shared) this.#gave = true;
    if (this.#chunks !== undefined) {
      this.#chunks.feed(chunk);
      this.#exchange?.bodyFlush();
      return;
    }
    const size = Math.min(chunk.length, this.#left);
    this.#left -= size;
    this.#exchange?.bodyData(size === chunk.length ? chunk : chunk.subarray(0, size));
    if (this.#left > 0 || this.#state !== 'body') {
      this.#exchange?.bodyFlush();
      return;
    }
    this.#bodyDone(NO_TRAILERS, size === chunk.length ? NOTHING : chunk.subarray(size));
  }

  #bodyDone(trailers: Fields, rest: Buffer): void {
    this.#chunks = undefined;
    if (this.#state !== 'body') return;
    this.#state = 'answering';
    this.#pending = rest;
    this.#exchange?.bodyEnd(trailers);
  }

  /** Gives the connection, with the bytes of the request just read, to the safe lane. */
  #leave(to: 'http1' | 'http2'): void {
    this.#forgetSocket();
    // Node's HTTP/2 takes what lies in the buffer, but only a turn later; flowing, it would be lost.
    if (to === 'http2') this.socket.pause();
    // What was read may only be lent; the stream keeps what it is given.
    this.socket.unshift(Buffer.from(this.#pending));
    this.#owner.handOver(this.socket, to);
  }

  #forgetSocket(): void {
    this.#state = 'gone';
    this.#exchange = undefined;
    for (const [event, listener] of this.#listeners) this.socket.off(event, listener);
    if (this.#reading !== undefined) this.#reading.take = undefined;
    this.#owner.closed();
  }

  #refuse(status: number, why: string): void {
    this.#core.refused(status);
    const answer = problem(status, `Refused: ${why}.`, { date: this.#core.date, close: true });
    const fields = [...answer.head.fields, 'Connection', 'close'];
    const text = answerText(status, answer.head.reason, fields) + answer.body.toString('latin1');
    this.socket.write(text, 'latin1');
    this.#close();
  }

  /**
   * Ends the connection after an answer. Closing it outright while bytes are unread would make
   * the kernel send a reset, which can overtake the answer (RFC 9112 9.6).
   */
  #close(): void {
    this.#state = 'closing';
    this.#pending = NOTHING;
    this.#deadline = this.#core.coarseNow + FLUSH_MS;
    this.socket.end(() => {
      this.#deadline = this.#core.coarseNow + LINGER_MS;
    });
    if (this.#clientEnded) this.socket.destroySoon();
    else this.socket.resume();
  }

  #onEnd(): void {
    this.#clientEnded = true;
    if (this.#state === 'answering') this.#exchange?.halfClosed();
    else if (this.#state === 'body') {
      this.#exchange?.gone();
      this.socket.destroy();
    } else this.socket.destroySoon();
  }

  #onClose(): void {
    if (this.#state === 'gone') return;
    this.#state = 'gone';
    this.#exchange?.gone();
    this.#exchange = undefined;
    this.#owner.closed();
    this.socket.destroy();
  }
}

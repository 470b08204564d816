import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { chunkEnd, chunkStart } from './chunked.ts';
import { withRoom } from './large-memory.ts';
import { Slab } from './slab.ts';

/** Up to here a copy costs less than a second piece in the system call. */
const SMALL = 16_384;
/** So many pieces cost more than a copy, as far as the slab has room. */
const MANY = 8;
/** Longer lists of pieces are let go after use. */
const KEPT = 64;
const SLAB = 131_072;
const NOTHING = Buffer.alloc(0);

const slab = new Slab(SLAB);

/**
 * Gathers the pieces of a message until no more are at hand and writes them at once. The memory of
 * a piece may be used again when `flush` has returned, unless `holds` says otherwise.
 */
export class SocketWriter {
  readonly #socket: Socket;
  /** TLS has encrypted, or copied, what it is given when a write returns, though it reports that later. */
  readonly #copies: boolean;
  /** Whether the last write needs its memory until it is reported. */
  #waits = false;
  /** The first `#count` are in use; an array that shrinks would be allocated anew every time. */
  readonly #pieces: Buffer[] = [];
  #count = 0;
  #size = 0;
  /** Where the size of the chunk under way belongs, or -1; its data are the pieces behind. */
  #chunk = -1;
  #chunkSize = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#copies = (socket as Partial<TLSSocket>).encrypted === true;
  }

  /** Whether memory that was handed over still waits to be sent. */
  get holds(): boolean {
    return this.#size > 0 || (this.#waits && this.#socket.writableLength > 0);
  }

  add(piece: Buffer): void {
    this.#endChunk();
    this.#push(piece);
  }

  /** Data of a chunked body. Everything between two flushes becomes one chunk. */
  addChunk(data: Buffer): void {
    if (this.#chunk === -1) {
      this.#chunk = this.#count;
      this.#push(NOTHING);
    }
    this.#chunkSize += data.length;
    this.#push(data);
  }

  /** False: wait for the socket's `drain`. */
  flush(): boolean {
    this.#endChunk();
    const socket = this.#socket;
    if (this.#count === 0) return true;
    // Behind another write, what is written now only joins the queue.
    this.#waits = !this.#copies || socket.writableLength > 0;
    if (this.#size <= (this.#count < MANY ? SMALL : SLAB)) this.#writeJoined();
    else if (this.#count === 1) socket.write(this.#pieces[0] as Buffer);
    else this.#writeEach();
    this.forget();
    // A write that filled the stream's measure but not the kernel's has nothing to wait for.
    return !socket.writableNeedDrain || socket.writableLength === 0;
  }

  /** Drops what has been gathered. */
  forget(): void {
    for (let i = 0; i < this.#count; i++) this.#pieces[i] = NOTHING;
    if (this.#count > KEPT) this.#pieces.length = 0;
    this.#count = 0;
    this.#size = 0;
    this.#chunk = -1;
    this.#chunkSize = 0;
  }

  #push(piece: Buffer): void {
    this.#pieces[this.#count++] = piece;
    this.#size += piece.length;
  }

  #endChunk(): void {
    if (this.#chunk === -1) return;
    const start = chunkStart(this.#chunkSize);
    this.#pieces[this.#chunk] = start;
    this.#size += start.length;
    this.#chunk = -1;
    this.#chunkSize = 0;
    this.#push(chunkEnd);
  }

  #writeEach(): void {
    if (this.#count === 2 && this.#writeBefore(this.#pieces[0] as Buffer)) return;
    this.#socket.cork();
    for (let i = 0; i < this.#count; i++) this.#socket.write(this.#pieces[i] as Buffer);
    this.#socket.uncork();
  }

  /** In one piece where there is room before the second: two cost more, and a copy as well. */
  #writeBefore(start: Buffer): boolean {
    const whole = withRoom(start.length, this.#pieces[1] as Buffer);
    if (whole === undefined) return false;
    whole.set(start);
    this.#socket.write(whole);
    return true;
  }

  #writeJoined(): void {
    const whole = slab.take(this.#size);
    let at = 0;
    for (let i = 0; i < this.#count; i++) {
      const piece = this.#pieces[i] as Buffer;
      whole.set(piece, at);
      at += piece.length;
    }
    this.#socket.write(whole);
    if (this.#waits && this.#socket.writableLength > 0) slab.keep(at);
  }
}

import { type OnReadOpts, Socket, type SocketConstructorOpts } from 'node:net';
import { giveLarge, takeLarge } from '../http/large-memory.ts';

/** What all connections read their heads into: who is given some of it copies what is to stay. */
const COMMON = Buffer.allocUnsafeSlow(8192);
/** So many reads in a row that would have fitted into it, and a large buffer is given back. */
const CALM = 8;
/** Of all connections so many read into large buffers; the others make do with the common one. */
const MOST_LARGE = 64;
let large = 0;

/**
 * Takes memory that is lent for the call; `shared` says that it cannot be kept. True: some of it
 * is still needed afterwards.
 */
type Take = (chunk: Buffer, shared: boolean) => boolean;

/**
 * How an accepted connection is read without a stream's buffers. Node would allocate 64 KB for
 * each request, and for a large body again with every packet.
 */
export class ClientReading {
  /** Undefined: the socket is a stream like any other. */
  take: Take | undefined;
  #socket: Socket | undefined;
  #current: Buffer = COMMON;
  #calm = 0;

  /**
   * The connection anew, read this way; undefined when this version of Node does not let us.
   * `accepted` has not begun to read (`pauseOnConnect`), and is of no use afterwards.
   */
  adopt(accepted: Socket): Socket | undefined {
    const from = accepted as unknown as Inside;
    const { _handle: handle, _server: server } = from;
    if (typeof handle?.useUserBuffer !== 'function' || !server) return undefined;
    const settings = { handle, allowHalfOpen: true, onread: this.#onread() };
    const socket = new Socket(settings as SocketConstructorOpts);
    const inside = socket as unknown as Inside;
    if (inside._handle !== handle) return undefined;
    from._handle = null;
    // The server counts its connections by this when they close.
    from._server = null;
    inside._server = server;
    socket.once('close', () => this.#close());
    this.#socket = socket;
    return socket;
  }

  #onread(): OnReadOpts {
    return {
      buffer: () => this.#current,
      callback: (size, buffer) => this.#read(buffer as Buffer, size),
    };
  }

  /** False: the stream is full. */
  #read(memory: Buffer, size: number): boolean {
    const chunk = memory.subarray(0, size);
    if (this.take === undefined) {
      if (memory !== COMMON) this.#giveBack(memory);
      return this.#socket?.push(Buffer.from(chunk)) ?? true;
    }
    const held = this.take(chunk, memory === COMMON);
    if (memory === COMMON) {
      if (size === COMMON.length && large < MOST_LARGE) {
        large++;
        this.#calm = 0;
        this.#current = takeLarge();
      }
      return true;
    }
    if (size > COMMON.length) this.#calm = 0;
    if (held) this.#current = takeLarge();
    else if (++this.#calm > CALM) this.#giveBack(memory);
    return true;
  }

  #giveBack(memory: Buffer): void {
    large--;
    this.#current = COMMON;
    giveLarge(memory);
  }

  #close(): void {
    if (this.#current !== COMMON) this.#giveBack(this.#current);
  }
}

/** What Node keeps in a socket and describes nowhere; see decision 0093. */
interface Inside {
  _handle?: { readonly useUserBuffer?: unknown } | null;
  _server?: unknown;
}

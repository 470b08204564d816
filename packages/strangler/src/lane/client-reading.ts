import { type OnReadOpts, Socket, type SocketConstructorOpts } from 'node:net';
import { giveLarge, ROOM, takeLarge } from '../http/large-memory.ts';

/** What all connections read into at first: who is given some of it copies what is to stay. */
const COMMON = Buffer.allocUnsafeSlow(8192);
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
 * each request, and for a large body again with every packet. A read that fills the common memory
 * is moved to the beginning of a large buffer, and what follows at once is read behind it; the
 * large buffer is the one that was in use last.
 */
export class ClientReading {
  /** Undefined: the socket is a stream like any other. */
  take: Take | undefined;
  #socket: Socket | undefined;
  #large: Buffer | undefined;
  /** What has been read into the large buffer and not been handed on. */
  #from = 0;
  #to = 0;
  /** Whether some of it is still needed. */
  #held = false;

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
    // Before anybody else hears of the end, so that nothing is left behind.
    socket.once('end', () => this.hand());
    socket.once('close', () => this.#giveBack());
    this.#socket = socket;
    return socket;
  }

  /** Hands on what has been read. */
  hand(): void {
    const memory = this.#large;
    if (memory === undefined || this.#from === this.#to) return;
    const chunk = memory.subarray(this.#from, this.#to);
    this.#from = this.#to;
    if (this.take === undefined) this.#socket?.push(Buffer.from(chunk));
    else if (this.take(chunk, false)) this.#held = true;
  }

  #onread(): OnReadOpts {
    return {
      buffer: () => this.#large?.subarray(this.#to) ?? COMMON,
      callback: (size, buffer) => this.#read(buffer as Buffer, size),
    };
  }

  /** False: the stream is full. */
  #read(memory: Buffer, size: number): boolean {
    if (memory !== COMMON) {
      this.#to += size;
      this.hand();
      this.#giveBack();
      return true;
    }
    const chunk = memory.subarray(0, size);
    if (this.take === undefined) return this.#socket?.push(Buffer.from(chunk)) ?? true;
    if (size === COMMON.length && large < MOST_LARGE) this.#enlarge(chunk);
    else this.take(chunk, true);
    return true;
  }

  #enlarge(chunk: Buffer): void {
    large++;
    this.#large = takeLarge();
    this.#large.set(chunk, ROOM);
    this.#from = ROOM;
    this.#to = ROOM + chunk.length;
    this.#held = false;
    handSoon(this);
  }

  #giveBack(): void {
    if (this.#large === undefined) return;
    large--;
    if (!this.#held) giveLarge(this.#large);
    this.#large = undefined;
  }
}

/** Connections whose next read may be a long way off. */
let waiting: ClientReading[] = [];

/** Nothing follows what filled the common memory, when everything that has come has been read. */
function handSoon(reading: ClientReading): void {
  if (waiting.push(reading) === 1) setImmediate(handAll);
}

function handAll(): void {
  const all = waiting;
  waiting = [];
  for (const reading of all) reading.hand();
}

/** What Node keeps in a socket and describes nowhere; see decision 0093. */
interface Inside {
  _handle?: { readonly useUserBuffer?: unknown } | null;
  _server?: unknown;
}

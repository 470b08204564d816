import { ChunkedDecoder } from './chunked.ts';
import type { Fields } from './fields.ts';
import { parseResponse, type ResponseHead } from './response.ts';

export interface ResponseHandler {
  /** A 1xx answer other than 101; the final one is still to come. */
  inform(head: ResponseHead): void;
  head(head: ResponseHead): void;
  data(chunk: Buffer): void;
  /** Complete. `rest` is what came after, which nobody asked for. */
  end(trailers: Fields, rest: Buffer): void;
  /** 101: from here on the bytes belong to another protocol. */
  upgraded(head: ResponseHead, rest: Buffer): void;
  fault(why: string): void;
}

const MAX_HEAD = 65_536;
const VERSION = 'HTTP/1.';
const CR = 0x0d;
const LF = 0x0a;
const NOTHING = Buffer.alloc(0);
const EMPTY_LINE = Buffer.from('\r\n\r\n');
const NO_TRAILERS: Fields = [];

type State = 'head' | 'length' | 'chunked' | 'close' | 'done';

/**
 * Reads the responses of a connection, each with its interim ones. A head that is the same as
 * the last one, to the byte and for the same method, is not parsed again.
 */
export class ResponseReader {
  readonly #handler: ResponseHandler;
  #method = '';
  #lastText = '';
  #lastHead: ResponseHead | undefined;
  #state: State = 'done';
  #held: Buffer = NOTHING;
  #left = 0;
  #chunks: ChunkedDecoder | undefined;

  constructor(handler: ResponseHandler) {
    this.#handler = handler;
  }

  /** From here on the answer to a request of this method. */
  expect(method: string): void {
    this.#method = method;
    this.#state = 'head';
    this.#held = NOTHING;
    this.#chunks = undefined;
  }

  /** Whether a byte of the answer has been seen. */
  get started(): boolean {
    return this.#state !== 'head' || this.#held.length > 0;
  }

  feed(chunk: Buffer): void {
    if (this.#state === 'head') this.#takeHead(chunk);
    else if (this.#state === 'length') this.#takeLength(chunk);
    else if (this.#state === 'chunked') this.#chunks?.feed(chunk);
    else if (this.#state === 'close') this.#handler.data(chunk);
  }

  /** The peer has closed its side. Only a body that lasts until then is complete. */
  eof(): void {
    if (this.#state === 'close') this.#finish(NO_TRAILERS, NOTHING);
    else if (this.#state !== 'done') this.#fail('the connection ended inside the answer');
  }

  #takeHead(chunk: Buffer): void {
    const bytes = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    const end = bytes.indexOf(EMPTY_LINE);
    if (end === -1) {
      // What was read is only lent to us.
      this.#held = bytes === chunk ? Buffer.from(chunk) : bytes;
      if (bytes.length > MAX_HEAD) this.#fail('the header section is too long');
      else if (!beginsHead(bytes)) this.#fail('the answer does not begin as HTTP/1 does');
      return;
    }
    if (end > MAX_HEAD) {
      this.#fail('the header section is too long');
      return;
    }
    this.#held = NOTHING;
    const head = this.#parse(bytes.toString('latin1', 0, end));
    if (typeof head === 'string') {
      this.#fail(head);
      return;
    }
    this.#begin(head, bytes.subarray(end + 4));
  }

  #parse(text: string): ResponseHead | string {
    const key = this.#method === 'HEAD' ? `HEAD ${text}` : text;
    if (this.#lastHead !== undefined && key === this.#lastText) return this.#lastHead;
    const head = parseResponse(text, this.#method);
    if (typeof head === 'string') return head;
    this.#lastText = key;
    this.#lastHead = head;
    return head;
  }

  #begin(head: ResponseHead, rest: Buffer): void {
    if (head.status === 101) {
      this.#state = 'done';
      this.#handler.upgraded(head, rest);
      return;
    }
    if (head.status < 200) {
      this.#handler.inform(head);
      if (rest.length > 0) this.feed(rest);
      return;
    }
    const { framing } = head;
    this.#handler.head(head);
    if ((this.#state as State) === 'done') return;
    const { kind } = framing;
    const without = kind === 'none' || kind === 'empty';
    if (without || (kind === 'length' && framing.length === 0)) {
      this.#finish(NO_TRAILERS, rest);
      return;
    }
    this.#state = kind;
    if (kind === 'length') this.#left = framing.length;
    if (kind === 'chunked') this.#chunks = this.#decoder();
    if (rest.length > 0) this.feed(rest);
  }

  #decoder(): ChunkedDecoder {
    return new ChunkedDecoder({
      data: (chunk) => this.#handler.data(chunk),
      end: (trailers, rest) => this.#finish(trailers, rest),
      fault: (why) => this.#fail(why),
    });
  }

  #takeLength(chunk: Buffer): void {
    if (chunk.length < this.#left) {
      this.#left -= chunk.length;
      this.#handler.data(chunk);
      return;
    }
    const body = chunk.length === this.#left ? chunk : chunk.subarray(0, this.#left);
    const rest = chunk.length === this.#left ? NOTHING : chunk.subarray(this.#left);
    this.#handler.data(body);
    this.#finish(NO_TRAILERS, rest);
  }

  #finish(trailers: Fields, rest: Buffer): void {
    if (this.#state === 'done') return;
    this.#state = 'done';
    this.#handler.end(trailers, rest);
  }

  #fail(why: string): void {
    if (this.#state === 'done') return;
    this.#state = 'done';
    this.#handler.fault(why);
  }
}

/** False when no more bytes could make a response head of it, so that nobody waits for them. */
function beginsHead(bytes: Buffer): boolean {
  const start = bytes.toString('latin1', 0, VERSION.length);
  if (start !== VERSION.slice(0, start.length)) return false;
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at - 1] !== CR) return false;
  }
  return true;
}

import { type Fields, parseFields } from './fields.ts';

export interface ChunkedHandler {
  data(chunk: Buffer): void;
  /** The body is complete; `rest` is what came after it. */
  end(trailers: Fields, rest: Buffer): void;
  fault(why: string): void;
}

const CR = 0x0d;
const LF = 0x0a;
const MAX_LINE = 256;
const MAX_TRAILERS = 8192;
/** A size of more digits may not be a number that is exact. */
const MAX_DIGITS = 13;
// RFC 9112 7.1.1, with qdtext and quoted-pair of RFC 9110 5.6.4.
const EXTENSION =
  /(?:;[\t ]*[!#$%&'*+\-.^_`|~0-9A-Za-z]+(?:=(?:[!#$%&'*+\-.^_`|~0-9A-Za-z]+|"(?:[\t !#-[\]-~\x80-\xff]|\\[\t -~\x80-\xff])*"))?)*/;
const SIZE_LINE = new RegExp(`^([0-9A-Fa-f]{1,13})${EXTENSION.source}$`);
// A CR at the very end may be half of a CRLF.
const BARE_LINE_END = /(?:^|[^\r])\n|\r(?!\n|$)/;
const NOTHING: Fields = [];
const LAST_CHUNK = Buffer.from('0\r\n\r\n', 'latin1');

type State = 'size' | 'data' | 'data-end' | 'trailer' | 'done';

/**
 * Decoder for the chunked coding (RFC 9112 7.1), fed packet by packet. Sizes are hexadecimal
 * digits and nothing else, lines end in CRLF and nothing else; extensions are read over.
 */
export class ChunkedDecoder {
  readonly #handler: ChunkedHandler;
  #state: State = 'size';
  #left = 0;
  #line = '';

  constructor(handler: ChunkedHandler) {
    this.#handler = handler;
  }

  feed(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length && this.#state !== 'done') {
      if (this.#state === 'data') at = this.#takeData(chunk, at);
      else if (this.#state === 'trailer') at = this.#takeTrailer(chunk, at);
      else at = this.#takeLine(chunk, at);
    }
  }

  #takeData(chunk: Buffer, at: number): number {
    const end = Math.min(chunk.length, at + this.#left);
    this.#left -= end - at;
    if (this.#left === 0) this.#state = 'data-end';
    this.#handler.data(at === 0 && end === chunk.length ? chunk : chunk.subarray(at, end));
    return end;
  }

  #takeLine(chunk: Buffer, at: number): number {
    if (this.#line === '') {
      const after = this.#state === 'size' ? this.#readSize(chunk, at) : readLineEnd(chunk, at);
      if (after !== -1) {
        if (this.#state === 'data-end') this.#state = 'size';
        return after;
      }
    }
    const lf = chunk.indexOf(LF, at);
    const end = lf === -1 ? chunk.length : lf + 1;
    this.#line += chunk.toString('latin1', at, end);
    if (lf === -1) {
      if (this.#line.length > MAX_LINE) this.#fail('a chunk line is too long');
      return end;
    }
    const line = this.#line;
    this.#line = '';
    if (line.length > MAX_LINE || line.charCodeAt(line.length - 2) !== CR) {
      this.#fail('a chunk line does not end in CRLF');
    } else if (this.#state === 'data-end') {
      if (line.length === 2) this.#state = 'size';
      else this.#fail('chunk data is longer than its size');
    } else this.#takeSize(line.slice(0, -2));
    return end;
  }

  /** The usual size line, digits and CRLF in one piece; -1 when it is anything else. */
  #readSize(chunk: Buffer, at: number): number {
    let size = 0;
    let end = at;
    for (; end < at + MAX_DIGITS; end++) {
      const digit = hexDigit(chunk[end]);
      if (digit === -1) break;
      size = size * 16 + digit;
    }
    if (end === at || chunk[end] !== CR || chunk[end + 1] !== LF) return -1;
    this.#left = size;
    this.#state = size === 0 ? 'trailer' : 'data';
    return end + 2;
  }

  #takeSize(line: string): void {
    const match = SIZE_LINE.exec(line);
    if (match === null) {
      this.#fail('a chunk size is malformed');
      return;
    }
    this.#left = Number.parseInt(match[1] as string, 16);
    this.#state = this.#left === 0 ? 'trailer' : 'data';
  }

  /** The trailer section ends at the first empty line. */
  #takeTrailer(chunk: Buffer, at: number): number {
    const before = this.#line.length;
    const text = this.#line + chunk.toString('latin1', at, at + MAX_TRAILERS + 4);
    const end = text.startsWith('\r\n') ? 0 : text.indexOf('\r\n\r\n');
    if (end === -1) {
      this.#line = text;
      if (text.length > MAX_TRAILERS) this.#fail('the trailer section is too long');
      else if (BARE_LINE_END.test(text)) this.#fail('a trailer line does not end in CRLF');
      return chunk.length;
    }
    const stop = at + (end === 0 && text.startsWith('\r\n') ? 2 : end + 4) - before;
    const trailers = end === 0 ? NOTHING : parseFields(text.slice(0, end), 0);
    if (typeof trailers === 'string') {
      this.#fail(`in the trailers: ${trailers}`);
      return chunk.length;
    }
    this.#state = 'done';
    this.#handler.end(trailers, chunk.subarray(stop));
    return chunk.length;
  }

  #fail(why: string): void {
    this.#state = 'done';
    this.#handler.fault(why);
  }
}

function readLineEnd(chunk: Buffer, at: number): number {
  return chunk[at] === CR && chunk[at + 1] === LF ? at + 2 : -1;
}

/** The value of `0-9A-Fa-f`, else -1. */
function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/** The size line of a chunk; `chunkEnd` follows its data. */
export function chunkStart(size: number): Buffer {
  return Buffer.from(`${size.toString(16)}\r\n`, 'latin1');
}

export const chunkEnd: Buffer = Buffer.from('\r\n', 'latin1');

export function encodeLastChunk(trailers: Fields): Buffer {
  if (trailers.length === 0) return LAST_CHUNK;
  let text = '0\r\n';
  for (let i = 0; i < trailers.length; i += 2) text += `${trailers[i]}: ${trailers[i + 1]}\r\n`;
  return Buffer.from(`${text}\r\n`, 'latin1');
}

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
const SIZE_LINE = /^([0-9A-Fa-f]{1,13})(;[\t\x20-\x7e\x80-\xff]*)?$/;
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
      else if (text.length >= 2 && text.startsWith('\n')) this.#fail('a bare LF in the trailers');
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

/** One chunk with its size line, in one buffer so that it is one write. */
export function encodeChunk(data: Buffer): Buffer {
  const size = data.length.toString(16);
  const out = Buffer.allocUnsafe(size.length + data.length + 4);
  out.write(size, 0, 'latin1');
  out[size.length] = CR;
  out[size.length + 1] = LF;
  data.copy(out, size.length + 2);
  out[out.length - 2] = CR;
  out[out.length - 1] = LF;
  return out;
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

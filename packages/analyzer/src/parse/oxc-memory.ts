import { MEMORY } from './parser-memory.ts';

/**
 * The tree where the native parser left it, in a buffer that JavaScript can see. A node is a place
 * in that buffer; nothing is made for nodes that nobody asks about, which is most of them.
 */
export const BYTES: Uint8Array = MEMORY?.bytes ?? new Uint8Array(0);
export const INT32: Int32Array = MEMORY?.int32 ?? new Int32Array(0);
const float64: Float64Array = MEMORY?.float64 ?? new Float64Array(0);
let source = '';

const bytes = BYTES;
const int32 = INT32;

const { utf8Slice } = Buffer.prototype as unknown as {
  utf8Slice(this: Uint8Array, start: number, end: number): string;
};

/** Looks at one parsed text until the next call; nodes of the one before must not be kept. */
export function lookAt(text: string): void {
  source = text;
}

/** Forgets the text, so that it can be collected. */
export function lookAway(): void {
  source = '';
}

export function word(at: number): number {
  return int32[at >> 2] as number;
}

/** A text of its own: a piece of the source would keep the whole source in memory. */
export function string(at: number): string {
  const length = word(at + 8);
  if (length === 0) return '';
  const start = word(at);
  const end = start + length;
  return length < MAX_SHARED ? shared(start, end) : utf8Slice.call(bytes, start, end);
}

/** The same few names stand in a codebase again and again. Each is kept once. */
const MAX_SHARED = 40;
const TABLE_BITS = 16;
const TABLE_SIZE: number = 1 << TABLE_BITS;
/** How long a name is, and its bytes: no more than a processor fetches at once. */
const ROW = 64;
const names: string[] = new Array<string>(TABLE_SIZE).fill('');
/** The bytes of each name of the table: comparing them four at a time costs a fraction of asking a string for its characters. */
const spellings = new DataView(new ArrayBuffer(TABLE_SIZE * ROW));
const memory = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function shared(start: number, end: number): string {
  const length = end - start;
  let hash = length;
  if (length < 4) {
    for (let at = start; at < end; at++) hash = (hash << 8) | (bytes[at] as number);
  } else {
    // The last four bytes overlap those before.
    const last = end - 4;
    for (let at = start; at < last; at += 4) hash = mixed(hash, memory.getInt32(at, true));
    hash = mixed(hash, memory.getInt32(last, true));
  }
  const slot = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> (32 - TABLE_BITS);
  const row = slot * ROW;
  if (spellings.getUint8(row) === length && isSpelled(row + 1, start, length))
    return names[slot] as string;
  const name = utf8Slice.call(bytes, start, end);
  names[slot] = name;
  spellings.setUint8(row, length);
  for (let at = 0; at < length; at++) spellings.setUint8(row + 1 + at, bytes[start + at] as number);
  return name;
}

function mixed(hash: number, four: number): number {
  const both = Math.imul(hash ^ four, 0x5bd1e995);
  return both ^ (both >>> 13);
}

/** Whether the spelling at a place of the table stands at a place of the memory. */
function isSpelled(spelling: number, start: number, length: number): boolean {
  if (length < 4) {
    for (let at = 0; at < length; at++)
      if (spellings.getUint8(spelling + at) !== bytes[start + at]) return false;
    return true;
  }
  const last = length - 4;
  for (let at = 0; at < last; at += 4)
    if (spellings.getInt32(spelling + at, true) !== memory.getInt32(start + at, true)) return false;
  return spellings.getInt32(spelling + last, true) === memory.getInt32(start + last, true);
}

/** A floating point number. */
export function double(at: number): number {
  return float64[at >> 3] as number;
}

/** A piece of the text that was parsed. */
export function sourceText(start: number, end: number): string {
  return source.slice(start, end);
}

/**
 * The tree where the native parser left it, in a buffer that JavaScript can see. A node is a place
 * in that buffer; nothing is made for nodes that nobody asks about, which is most of them.
 */
export interface Memory extends Uint8Array {
  int32: Int32Array;
  float64: Float64Array;
}

let bytes: Uint8Array;
let int32: Int32Array;
let float64: Float64Array;
let source = '';

const { utf8Slice } = Buffer.prototype as unknown as {
  utf8Slice(this: Uint8Array, start: number, end: number): string;
};

/** Looks at one parsed text until the next call; nodes of the one before must not be kept. */
export function lookAt(memory: Memory, text: string): void {
  bytes = memory;
  int32 = memory.int32;
  float64 = memory.float64;
  source = text;
}

/** Forgets the text, so that it can be collected. */
export function lookAway(): void {
  source = '';
}

export function word(at: number): number {
  return int32[at >> 2] as number;
}

export function byte(at: number): number {
  return bytes[at] as number;
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
const TABLE_SIZE = 1 << 15;
const names: string[] = new Array<string>(TABLE_SIZE).fill('');

function shared(start: number, end: number): string {
  let hash = end - start;
  for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + byte(at)) | 0;
  const slot = (hash ^ (hash >>> 15)) & (TABLE_SIZE - 1);
  const known = names[slot] as string;
  if (isAt(known, start, end)) return known;
  const name = utf8Slice.call(bytes, start, end);
  names[slot] = name;
  return name;
}

/** Whether a text of ASCII characters stands at a place. */
function isAt(text: string, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let index = 0; index < text.length; index++)
    if (text.charCodeAt(index) !== byte(start + index)) return false;
  return true;
}

/** A floating point number. */
export function double(at: number): number {
  return float64[at >> 3] as number;
}

/** A piece of the text that was parsed. */
export function sourceText(start: number, end: number): string {
  return source.slice(start, end);
}

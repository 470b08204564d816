import { MEMORY } from './parser-memory.ts';

/**
 * The tree where the native parser left it, in a buffer that JavaScript can see. A node is a place
 * in that buffer; nothing is made for nodes that nobody asks about, which is most of them.
 */
const bytes: Uint8Array = MEMORY?.bytes ?? new Uint8Array(0);
const int32: Int32Array = MEMORY?.int32 ?? new Int32Array(0);
const float64: Float64Array = MEMORY?.float64 ?? new Float64Array(0);
let source = '';

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
/**
 * The bytes of each name of the table, the first saying how many they are: comparing bytes with bytes costs a
 * fraction of asking a string for its characters.
 */
const spellings = new Uint8Array(TABLE_SIZE * MAX_SHARED);

function shared(start: number, end: number): string {
  let hash = end - start;
  for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + byte(at)) | 0;
  const slot = (hash ^ (hash >>> 15)) & (TABLE_SIZE - 1);
  const spelling = slot * MAX_SHARED;
  if (isSpelled(spelling, start, end)) return names[slot] as string;
  const name = utf8Slice.call(bytes, start, end);
  names[slot] = name;
  spellings[spelling] = end - start;
  for (let at = start; at < end; at++) spellings[spelling + 1 + at - start] = byte(at);
  return name;
}

/** Whether the spelling at a place of the table stands at a place of the memory. */
function isSpelled(spelling: number, start: number, end: number): boolean {
  if (spellings[spelling] !== end - start) return false;
  const offset = spelling + 1 - start;
  for (let at = start; at < end; at++) if (spellings[offset + at] !== bytes[at]) return false;
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

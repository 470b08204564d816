/** A text in UTF-8, until the next one is encoded. In a string each look at a character costs several times as much (V8). */
export interface TextBytes {
  readonly bytes: Uint8Array;
  /** The same two by two. Behind the end are zeros, TAIL bytes at least. */
  readonly pairs: Uint16Array;
  /** How many bytes it takes. */
  readonly end: number;
  /** How many characters it has. */
  readonly length: number;
}

export const TAIL = 64;

/** No character of a string takes more. */
const MAX_BYTES = 3;
const encoder = new TextEncoder();
let bytes = new Uint8Array(0);
let pairs = new Uint16Array(0);

export function encodeText(source: string): TextBytes {
  const { length } = source;
  const size = length * MAX_BYTES + TAIL;
  if (bytes.length < size) {
    bytes = new Uint8Array(size + (size % 2));
    pairs = new Uint16Array(bytes.buffer);
  }
  const { written } = encoder.encodeInto(source, bytes);
  // What is behind the end belongs to an earlier text.
  bytes.fill(0, written, written + TAIL);
  return { bytes, pairs, end: written, length };
}

/** What one read may fill at most, in bytes. */
const LARGE = 131_072;
/** So much before it belongs to nobody: a longer head than the one that came fits before its body. */
export const ROOM = 4096;
const SPARE = 8;

/** Large buffers that nobody uses at present; the last used is taken first, while the processor still has it. */
const spare: Buffer[] = [];

/** `ROOM` bytes and as many as one read may fill. */
export function takeLarge(): Buffer {
  return spare.pop() ?? Buffer.allocUnsafeSlow(ROOM + LARGE);
}

/** Nobody may read or write it any longer. */
export function giveLarge(memory: Buffer): void {
  if (spare.length < SPARE) spare.push(memory);
}

let roomy: Buffer | undefined;

/** Until the next offer, all memory before this very chunk may be overwritten. */
export function offerRoom(chunk: Buffer | undefined): void {
  roomy = chunk;
}

/** The chunk with so many bytes before it, where they are free. */
export function withRoom(size: number, chunk: Buffer): Buffer | undefined {
  if (chunk !== roomy || size > chunk.byteOffset) return undefined;
  roomy = undefined;
  return Buffer.from(chunk.buffer, chunk.byteOffset - size, size + chunk.length);
}

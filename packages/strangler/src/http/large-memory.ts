/** What one read may fill at most, in bytes. */
const LARGE = 131_072;
const SPARE = 8;

/** Large buffers that nobody uses at present. */
const spare: Buffer[] = [];

export function takeLarge(): Buffer {
  return spare.pop() ?? Buffer.allocUnsafeSlow(LARGE);
}

/** Nobody may read or write it any longer. */
export function giveLarge(memory: Buffer): void {
  if (spare.length < SPARE) spare.push(memory);
}

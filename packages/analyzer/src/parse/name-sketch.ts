/** Two names of which this differs are not the same. It is made of how long a name is in UTF-8 and of its first byte there. */
export function sketch(first: number, length: number): number {
  return ((first << 4) ^ length) & (SKETCHES - 1);
}

export const SKETCHES = 4096;

export function sketchOfName(name: string): number {
  return sketch(Buffer.from(name)[0] ?? 0, Buffer.byteLength(name));
}

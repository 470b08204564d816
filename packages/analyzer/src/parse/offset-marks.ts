/** What handlers note at offsets of the text that is being read. */
export const AWAITED = 1;
/** Nobody takes the value of what ends here. */
export const UNUSED = 2;
/** The function that starts here runs once per element, as the callback of `map` does. */
export const PER_ELEMENT = 4;
/** A loop puts the function that starts here into an object. */
export const KEPT = 8;
/** The SQL text that starts here is recorded. */
export const SEEN_SQL = 16;

/** One byte for each offset; texts are read one after the other. */
export interface OffsetMarks {
  add(offset: number, mark: number): void;
  has(offset: number, mark: number): boolean;
  /** Whether there is such a mark anywhere. */
  any(mark: number): boolean;
}

let bytes = new Uint8Array(1 << 16);

/** Marks of a text of this length; those of the one before are gone. */
export function createOffsetMarks(length: number): OffsetMarks {
  if (bytes.length <= length) bytes = new Uint8Array(2 * length);
  else bytes.fill(0, 0, length + 1);
  const own = bytes;
  let all = 0;
  return {
    add(offset, mark) {
      own[offset] = (own[offset] as number) | mark;
      all |= mark;
    },
    has: (offset, mark) => (all & mark) !== 0 && ((own[offset] as number) & mark) !== 0,
    any: (mark) => (all & mark) !== 0,
  };
}

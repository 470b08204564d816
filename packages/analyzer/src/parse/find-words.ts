/**
 * Which of some words stand in a text, found in one go over its bytes (Wu and Manber, "A fast algorithm for multi-pattern
 * searching", 1994): most looks at a pair of bytes say that no word can end for the next few, so they are skipped.
 */
export interface WordFinder {
  /**
   * @param end where the text ends; it begins at `start`
   * @returns one bit for each word of the list, from the lowest
   */
  find(bytes: Uint8Array, start: number, end: number): number;
}

/** @param words ASCII, at least two characters each, at most 31 words; the shorter the shortest, the slower */
export function createWordFinder(words: readonly string[]): WordFinder {
  const shortest = Math.min(...words.map((word) => word.length));
  const codes = words.map((word) => Uint8Array.from(word, (character) => character.charCodeAt(0)));
  /** By the pair of bytes under the end of the window: how far it can be moved on. */
  const shifts = new Uint8Array(1 << 16).fill(shortest - 1);
  /** Words that have the pair there. */
  const candidates = new Map<number, number[]>();
  codes.forEach((code, index) => {
    for (let at = 1; at < shortest; at++) {
      const pair = pairAt(code, at);
      const shift = shortest - 1 - at;
      if (shift < (shifts[pair] as number)) shifts[pair] = shift;
      if (shift === 0) candidates.set(pair, [...(candidates.get(pair) ?? []), index]);
    }
  });
  const all = 2 ** words.length - 1;
  return {
    find(bytes, start, end) {
      let found = 0;
      for (let at = start + shortest - 1; at < end; ) {
        const pair = pairAt(bytes, at);
        const shift = shifts[pair] as number;
        if (shift > 0) {
          at += shift;
          continue;
        }
        for (const index of candidates.get(pair) ?? [])
          if (standsAt(bytes, at - shortest + 1, end, codes[index] as Uint8Array))
            found |= 1 << index;
        if (found === all) break;
        at++;
      }
      return found;
    },
  };
}

function pairAt(bytes: Uint8Array, at: number): number {
  return (((bytes[at - 1] as number) << 8) | (bytes[at] as number)) as number;
}

function standsAt(bytes: Uint8Array, start: number, end: number, code: Uint8Array): boolean {
  if (start + code.length > end) return false;
  for (let at = 0; at < code.length; at++) if (bytes[start + at] !== code[at]) return false;
  return true;
}

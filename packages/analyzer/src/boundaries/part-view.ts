import { businessWords } from '../model/words.ts';

/** Parts with fewer files than this are not counted when asking how widely a file is used. */
const REAL_PART = 3;

/** How files spread over the parts of a first partition. */
export interface PartView {
  /** Number of parts that count. */
  parts: number;
  /** The counted parts of these files, with the number of files in each. */
  partsOf: (files: Iterable<string>) => Map<number, number>;
  /** True when the file shares a business word of its name with several files of one part and few others. */
  speaksOfPart: (file: string) => boolean;
}

export function partView(
  partOf: ReadonlyMap<string, number>,
  ownWords?: ReadonlySet<string>,
): PartView {
  const sizes = new Map<number, number>();
  for (const part of partOf.values()) sizes.set(part, (sizes.get(part) ?? 0) + 1);
  const real = new Set(
    [...sizes].filter(([part, size]) => part >= 0 && size >= REAL_PART).map(([part]) => part),
  );
  const spread = wordSpread(partOf, real, ownWords);
  return {
    parts: real.size,
    speaksOfPart: (file) => wordsOf(file, ownWords).some((word) => isOfOnePart(spread.get(word))),
    partsOf: (files) => {
      const counts = new Map<number, number>();
      for (const file of files) {
        const part = partOf.get(file);
        if (part !== undefined && real.has(part)) counts.set(part, (counts.get(part) ?? 0) + 1);
      }
      return counts;
    },
  };
}

const MOST_OF_A_WORD = 0.7;
const FEWEST_SPEAKERS = 3;

const wordsOf = (file: string, ownWords?: ReadonlySet<string>): string[] =>
  businessWords((file.split('/').pop() ?? '').replace(/\.[^.]+$/, ''), ownWords);

function wordSpread(
  partOf: ReadonlyMap<string, number>,
  real: ReadonlySet<number>,
  ownWords?: ReadonlySet<string>,
): Map<string, Map<number, number>> {
  const spread = new Map<string, Map<number, number>>();
  for (const [file, part] of partOf) {
    if (!real.has(part)) continue;
    for (const word of new Set(wordsOf(file, ownWords))) {
      const parts = spread.get(word) ?? new Map<number, number>();
      spread.set(word, parts);
      parts.set(part, (parts.get(part) ?? 0) + 1);
    }
  }
  return spread;
}

function isOfOnePart(parts: ReadonlyMap<number, number> | undefined): boolean {
  const counts = [...(parts?.values() ?? [])];
  const all = counts.reduce((sum, count) => sum + count, 0);
  return all >= FEWEST_SPEAKERS && Math.max(...counts) >= all * MOST_OF_A_WORD;
}

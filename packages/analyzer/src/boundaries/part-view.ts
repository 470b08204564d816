/** Parts with fewer files than this are not counted when asking how widely a file is used. */
const REAL_PART = 3;

/** How files spread over the parts of a first partition. */
export interface PartView {
  /** Number of parts that count. */
  parts: number;
  /** The counted parts of these files, with the number of files in each. */
  partsOf: (files: Iterable<string>) => Map<number, number>;
}

export function partView(partOf: ReadonlyMap<string, number>): PartView {
  const sizes = new Map<number, number>();
  for (const part of partOf.values()) sizes.set(part, (sizes.get(part) ?? 0) + 1);
  const real = new Set(
    [...sizes].filter(([part, size]) => part >= 0 && size >= REAL_PART).map(([part]) => part),
  );
  return {
    parts: real.size,
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

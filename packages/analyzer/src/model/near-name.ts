/** Names of fewer letters are near when one typing error lies between them, longer ones when two do. */
const LONG_NAME = 6;

/** The known name that this one was probably meant to be, if it looks like a typing error. */
export function nearName(name: string, known: readonly string[]): string | undefined {
  const most = name.length < LONG_NAME ? 1 : 2;
  const [best] = known
    .map((other) => ({ other, errors: typingErrors(name.toLowerCase(), other.toLowerCase()) }))
    .filter(({ errors }) => errors <= most)
    .sort((a, b) => a.errors - b.errors || (a.other < b.other ? -1 : 1));
  return best?.other;
}

/**
 * Fewest letters added, left out, mistaken or swapped with their neighbour that lead from one name
 * to the other (Damerau–Levenshtein distance, optimal string alignment).
 */
function typingErrors(a: string, b: string): number {
  let older: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(
          (last[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          (last[j - 1] ?? 0) + same,
          swapped ? (older[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    older = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

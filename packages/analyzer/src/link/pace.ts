/**
 * Asked between two files of a long stage: a promise to wait for when it is time that the caller's other
 * work, and a wish to stop, come through; otherwise nothing, which costs nothing.
 */
export type Pace = () => Promise<void> | undefined;

/** Well below what a person takes for a delay. */
const LONGEST_MS = 50;

export function createPace(pause: () => Promise<void>): Pace {
  let last = performance.now();
  return () => {
    if (performance.now() - last < LONGEST_MS) return undefined;
    return pause().then(() => {
      last = performance.now();
    });
  };
}

/** One after the other, with time for others in between. */
export async function unhurried<T>(
  items: Iterable<T>,
  pace: Pace,
  run: (item: T) => void,
): Promise<void> {
  for (const item of items) {
    const rest = pace();
    if (rest) await rest;
    run(item);
  }
}

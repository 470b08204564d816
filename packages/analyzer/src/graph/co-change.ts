import type { History } from '../model/history.ts';

/** Fewer commits than this are chance. */
const FEWEST_COMMITS = 50;
const FEWEST_TOGETHER = 3;

/** Pairs of files that changed in the same commits at least three times, with how often. */
export function coChanges(history: History): { a: string; b: string; together: number }[] {
  if (history.commits < FEWEST_COMMITS) return [];
  const counts = new Map<number, number>();
  const size = history.files.length;
  for (const change of history.changes) {
    change.forEach((a, i) => {
      for (const b of change.slice(i + 1)) {
        counts.set(a * size + b, (counts.get(a * size + b) ?? 0) + 1);
      }
    });
  }
  return [...counts]
    .filter(([, together]) => together >= FEWEST_TOGETHER)
    .sort((x, y) => x[0] - y[0])
    .map(([key, together]) => ({
      a: history.files[Math.floor(key / size)]?.path ?? '',
      b: history.files[key % size]?.path ?? '',
      together,
    }));
}

import type { Labels } from '../src/index.ts';
import { singular, splitWords } from '../src/model/words.ts';

/** Domains with fewer labelled files are not asked about. */
const FEWEST_FILES = 3;

const joined = (words: readonly string[]): string => words.join('');
const squeezed = (name: string): string => joined(splitWords(name).map(singular));

/** True when one of the two names contains the other, whatever their plural and their case. */
function isCalled(name: string, label: string): boolean {
  const [a, b] = [squeezed(name), squeezed(label)];
  const plain = joined(splitWords(name)).includes(joined(splitWords(label)));
  return plain || a.includes(b) || (a.length > FEWEST_FILES && b.includes(a));
}

/** Domains with a clear majority label, and which of them are not called like it. */
export interface Named {
  hits: number;
  all: number;
  misses: { domain: string; label: string }[];
}

/** How many domains of which at least half of the labelled files have one label are called like it. */
export function named(labels: Labels, found: Labels): Named {
  const byDomain = new Map<string, Map<string, number>>();
  for (const [path, label] of Object.entries(labels)) {
    const domain = found[path];
    if (domain === undefined) continue;
    const counts = byDomain.get(domain) ?? new Map<string, number>();
    byDomain.set(domain, counts.set(label, (counts.get(label) ?? 0) + 1));
  }
  const clear = [...byDomain].flatMap(([domain, counts]) => {
    const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const [top] = [...counts].sort((a, b) => b[1] - a[1]);
    return top !== undefined && all >= FEWEST_FILES && top[1] * 2 >= all
      ? [{ domain, label: top[0] }]
      : [];
  });
  const misses = clear.filter(({ domain, label }) => !isCalled(domain, label));
  return { hits: clear.length - misses.length, all: clear.length, misses };
}

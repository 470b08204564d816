import { singular, splitWords } from '../model/words.ts';
import type { NamedThing } from './name-terms.ts';

/** The words of all names of a part, those of folders included. */
export const wordsOfNames = (names: readonly NamedThing[]): string[][] =>
  names.flatMap(({ name, folders = [] }) => [name, ...folders].map(splitWords));

/** The singular words of a term as the names of the part write them most: `order-line` as `order-lines`. */
export function asWritten(names: readonly (readonly string[])[], term: string): string {
  const length = term.split('-').length;
  const forms = new Map<string, number>();
  for (const words of names) {
    for (let i = 0; i + length <= words.length; i++) {
      const written = words.slice(i, i + length);
      if (written.map(singular).join('-') !== term) continue;
      const form = written.join('-');
      forms.set(form, (forms.get(form) ?? 0) + 1);
    }
  }
  const [best] = [...forms].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return best?.[0] ?? term;
}

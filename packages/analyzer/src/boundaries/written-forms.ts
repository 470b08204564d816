import { isLayerWord, singular, splitWords } from '../model/words.ts';
import type { NamedThing } from './name-terms.ts';

/** The words of all names of a part, those of folders included. */
export const wordsOfNames = (names: readonly NamedThing[]): string[][] =>
  names.flatMap(({ name, folders = [] }) => [name, ...folders].map(splitWords));

/** What comes before a term in so much of its sayings is a part of the name. */
const ALWAYS_BEFORE = 0.8;

/**
 * The singular words of a term as the names of the part write them most: `order-line` as `order-lines`, behind
 * a number or an abbreviation that it hardly comes without: `v4-transition`.
 */
export function asWritten(names: readonly (readonly string[])[], term: string): string {
  const length = term.split('-').length;
  const forms = new Map<string, number>();
  const before = new Map<string, number>();
  let said = 0;
  for (const words of names) {
    for (let i = 0; i + length <= words.length; i++) {
      const written = words.slice(i, i + length);
      if (written.map(singular).join('-') !== term) continue;
      const form = written.join('-');
      forms.set(form, (forms.get(form) ?? 0) + 1);
      said++;
      const previous = words[i - 1] ?? '';
      if (isShort(previous)) before.set(previous, (before.get(previous) ?? 0) + 1);
    }
  }
  const [best] = [...forms].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const [always] = [...before].find(([, count]) => count >= said * ALWAYS_BEFORE) ?? [];
  return [...(always === undefined ? [] : [always]), best?.[0] ?? term].join('-');
}

/** `v4`, `2fa`, `ai`: no word that anything could be called by, and no preposition. */
const isShort = (word: string): boolean =>
  word !== '' && (word.length < 3 || /\d/.test(word)) && !isLayerWord(word);

import { singular, splitWords } from '../model/words.ts';
import { type PartVocabulary, termsOf } from './name-terms.ts';

/**
 * A readable name for each part from its own vocabulary: the word, or pair of neighbouring words,
 * that weighs most here and is rare elsewhere; a folder that is nearly the same as the part has named it already. Words of layers, of doings and of tools never count. Names are unique; the part with the strongest claim gets the word,
 * in the form (singular or plural) in which its own names write it most.
 *
 * @param ownWords layer words that name things of this business, see `ownWords`
 */
export function nameParts(
  parts: readonly PartVocabulary[],
  ownWords: ReadonlySet<string> = new Set(),
): string[] {
  const names = parts.map(rootName);
  names.forEach((name, index) => {
    if (name !== undefined && names.indexOf(name) !== index) names[index] = undefined;
  });
  const housed = [...parts.keys()].sort(
    (a, b) => (parts[b]?.home?.files ?? 0) - (parts[a]?.home?.files ?? 0) || a - b,
  );
  const wishes = claims(parts, ownWords);
  for (const index of housed) {
    const home = parts[index]?.home;
    if (home === undefined) continue;
    // What is short for its folder is left to a part that would be called so first of all.
    const yields = home.full !== undefined && isFirstWish(wishes, index, home.name);
    const name = yields ? home.full : home.name;
    if (name !== undefined && !names.includes(name)) names[index] ??= name;
  }
  const taken = new Set(names.flatMap((name) => (name === undefined ? [] : [name])));
  const surfaces = parts.map(surfaceForms);
  for (const { index, term } of wishes) {
    const name = surface(surfaces[index] ?? new Map(), term);
    // A folder may have given away the plural already.
    if (names[index] !== undefined || taken.has(term) || taken.has(name)) continue;
    names[index] = name;
    taken.add(term);
    taken.add(name);
  }
  return names.map((name, index) => {
    const found = name ?? anyWord(parts[index]?.names ?? [], taken) ?? `part-${index + 1}`;
    taken.add(found);
    return found;
  });
}

/** A part's wish to be called by a term. */
interface Claim {
  index: number;
  term: string;
  score: number;
}

/**
 * All claims of all parts, strongest first: the weight of the names of the part that say a term, times
 * the share of the term that is said in this part, times the root of its rarity (tf-idf over parts).
 */
function claims(parts: readonly PartVocabulary[], ownWords: ReadonlySet<string>): Claim[] {
  const terms = parts.map((part) => termsOf(part, ownWords));
  const spread = new Map<string, number>();
  const everywhere = new Map<string, number>();
  for (const part of terms) {
    for (const [term, weight] of part) {
      spread.set(term, (spread.get(term) ?? 0) + 1);
      everywhere.set(term, (everywhere.get(term) ?? 0) + weight);
    }
  }
  return terms
    .flatMap((part, index) =>
      [...part].map(([term, weight]) => {
        const rarity = Math.log(1 + parts.length / (spread.get(term) ?? 1));
        const held = weight / (everywhere.get(term) ?? weight);
        return { index, term, score: weight * Math.sqrt(rarity) * held };
      }),
    )
    .sort((a, b) => b.score - a.score || (a.term < b.term ? -1 : 1) || a.index - b.index);
}

/** Whether the strongest claim of some other part is this name. */
function isFirstWish(wishes: readonly Claim[], index: number, name: string): boolean {
  const seen = new Set([index]);
  return wishes.some((wish) => {
    const isFirst = !seen.has(wish.index);
    seen.add(wish.index);
    return isFirst && wish.term === singular(name);
  });
}

/** So many tables make a family. */
const FAMILY = 3;

/**
 * The table whose whole name the names of all tables of the part begin with: `mock_server` among
 * `mock_server_logs` and `mock_server_activities`. Words of technology count here, since a thing of the
 * business is called by them.
 */
function rootName({ names }: PartVocabulary): string | undefined {
  const tables = names
    .filter(({ of }) => of === 'table')
    .map(({ name }) => splitWords(name).map(singular));
  if (tables.length < FAMILY) return undefined;
  const root = tables.find((words) =>
    tables.every((other) => words.every((word, i) => other[i] === word)),
  );
  return root === undefined || root.every((word) => word.length < 3) ? undefined : root.join('-');
}

/** Any word of the names in their order, even one of a layer, before a number. */
function anyWord(names: PartVocabulary['names'], taken: ReadonlySet<string>): string | undefined {
  return names
    .map(({ name }) =>
      splitWords(name)
        .filter((word) => !ALWAYS_SAID.has(word))
        .join('-'),
    )
    .find((word) => word.length > 2 && /^\p{L}/u.test(word) && !taken.has(word));
}

/** What the last word of a file says of its layer where it has one. */
const ALWAYS_SAID: ReadonlySet<string> = new Set(
  `command controller dto module repository resolver service usecase`.split(/\s+/),
);

/** How often each singular word is written in which form. */
function surfaceForms({ names }: PartVocabulary): Map<string, Map<string, number>> {
  const forms = new Map<string, Map<string, number>>();
  for (const { name } of names) {
    for (const word of splitWords(name)) {
      const known = forms.get(singular(word)) ?? new Map<string, number>();
      forms.set(singular(word), known);
      known.set(word, (known.get(word) ?? 0) + 1);
    }
  }
  return forms;
}

/** `order-line` as its last word is written: `order-lines`. */
function surface(forms: ReadonlyMap<string, Map<string, number>>, term: string): string {
  const words = term.split('-');
  const last = words.pop() ?? term;
  const [best] = [...(forms.get(last) ?? [])].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return [...words, best?.[0] ?? last].join('-');
}

import { isLayerWord, singular, splitWords } from '../model/words.ts';

/** Names that a part may be called by: those of its tables count more than those of its files. */
export interface PartVocabulary {
  /** Name of the table or path of the file, and how much it counts. */
  names: { name: string; weight: number }[];
}

/**
 * A readable name for each part from its own vocabulary: the word (or pair of neighbouring words)
 * with the greatest weight here that is rare elsewhere (tf-idf over parts). Layer words never
 * count. Names are unique; the part with the strongest claim gets the word, in the form (singular or
 * plural) in which its own names write it most.
 *
 * @param ownWords layer words that name things of this business, see `ownWords`
 */
export function nameParts(
  parts: readonly PartVocabulary[],
  ownWords: ReadonlySet<string> = new Set(),
): string[] {
  const terms = parts.map((part) => weighTerms(part, ownWords));
  const surfaces = parts.map(surfaceForms);
  const spread = new Map<string, number>();
  const everywhere = new Map<string, number>();
  for (const part of terms) {
    for (const [term, weight] of part) {
      spread.set(term, (spread.get(term) ?? 0) + 1);
      everywhere.set(term, (everywhere.get(term) ?? 0) + weight);
    }
  }
  const claims = terms.flatMap((part, index) =>
    [...part].map(([term, weight]) => {
      const rarity = Math.log(1 + parts.length / (spread.get(term) ?? 1));
      const held = weight / (everywhere.get(term) ?? weight);
      return { index, term, score: weight * Math.sqrt(rarity) * held };
    }),
  );
  claims.sort((a, b) => b.score - a.score || (a.term < b.term ? -1 : 1) || a.index - b.index);
  const names = parts.map(rootName);
  const taken = new Set(names.flatMap((name) => (name === undefined ? [] : [name])));
  names.forEach((name, index) => {
    if (name !== undefined && names.indexOf(name) !== index) names[index] = undefined;
  });
  for (const { index, term } of claims) {
    if (names[index] !== undefined || taken.has(term)) continue;
    names[index] = surface(surfaces[index] ?? new Map(), term);
    taken.add(term);
  }
  return names.map((name, index) => {
    const found = name ?? firstWord(parts[index]?.names ?? [], taken) ?? `part-${index + 1}`;
    taken.add(found);
    return found;
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
    .filter(({ weight }) => weight >= WHOLE_NAME_FROM)
    .map(({ name }) => splitWords(name).map(singular));
  if (tables.length < FAMILY) return undefined;
  const root = tables.find((words) =>
    tables.every((other) => words.every((word, i) => other[i] === word)),
  );
  return root === undefined || root.every((word) => word.length < 3) ? undefined : root.join('-');
}

/** Any word of the weightiest names, even one of a layer, before a number. */
function firstWord(names: PartVocabulary['names'], taken: ReadonlySet<string>): string | undefined {
  return [...names]
    .sort((a, b) => b.weight - a.weight)
    .map(({ name }) => splitWords(name).join('-'))
    .find((word) => word.length > 2 && /^\p{L}/u.test(word) && !taken.has(word));
}

/** A pair of words counts as a name of its own when it is nearly all that its first word does. */
const PAIR_SHARE = 0.75;

/** Names of this weight (tables) may become the name of the part as a whole. */
const WHOLE_NAME_FROM = 3;

/** Words of functions and of code, which say what a file does and not what it is about. */
const DOING_WORDS: ReadonlySet<string> = new Set(
  `aggregated apply archive archived allow append assert assign attach build calculate call cancel capture change check
  cleanup clone compute convert converter copy count debounce demoted disable draw enable endpoint ensure execute expand extend
  extract format gather generate handle has help hide if information join keep kind limit make maybe merge
  mount move multi name naming normalize notify observe open openapi parse part pick picker polyfill prepare
  present process pull push read receive refresh register render replace reset resize resolve restore
  resume saved scroll select send show skip sort sorted split start swagger sync toggle track transform trigger try unmount
  use using valid verify wait walk watch when`.split(/\s+/),
);

const isName = (word: string): boolean =>
  word.length > 2 && /^[\p{L}]/u.test(word) && !isLayerWord(word) && !DOING_WORDS.has(word);

/** A table is called by a thing of the business even where files would be called so by their layer. */
const isTableName = (word: string, ownWords: ReadonlySet<string>): boolean =>
  isName(word) || ownWords.has(word);

function weighTerms({ names }: PartVocabulary, ownWords: ReadonlySet<string>): Map<string, number> {
  const single = new Map<string, number>();
  const pairs = new Map<string, number>();
  const add = (map: Map<string, number>, term: string, weight: number) =>
    map.set(term, (map.get(term) ?? 0) + weight);
  for (const { name, weight } of names) {
    const words = splitWords(name).map(singular);
    const useful = words.map((word) =>
      weight >= WHOLE_NAME_FROM ? isTableName(word, ownWords) : isName(word),
    );
    words.forEach((word, i) => {
      if (!useful[i]) return;
      add(single, word, weight);
      if (useful[i + 1]) add(pairs, `${word}-${words[i + 1]}`, weight);
    });
  }
  for (const { name, weight } of names) {
    const words = splitWords(name).map(singular);
    if (weight >= WHOLE_NAME_FROM && words.length === 2 && words.some(isName))
      add(single, words.join('-'), weight * 0.6);
  }
  for (const [pair, weight] of pairs) {
    const [first = '', second = ''] = pair.split('-');
    const fills = (word: string) => weight >= PAIR_SHARE * (single.get(word) ?? 0);
    if (fills(first) && fills(second)) single.set(pair, weight * 1.1);
  }
  return single;
}

/** How often each singular word is written in which form. */
function surfaceForms({ names }: PartVocabulary): Map<string, Map<string, number>> {
  const forms = new Map<string, Map<string, number>>();
  for (const { name, weight } of names) {
    for (const word of splitWords(name)) {
      const known = forms.get(singular(word)) ?? new Map<string, number>();
      forms.set(singular(word), known);
      known.set(word, (known.get(word) ?? 0) + weight);
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

import { isAmbiguous, isLayerWord, singular, splitWords } from '../model/words.ts';

/** What bears a name. */
type Speaker = 'table' | 'route' | 'file';

/** A folder that names a part, with the number of files they share. */
export interface HomeFolder {
  name: string;
  /** The whole name of the folder, where `name` leaves out what answers for it. */
  full?: string;
  /** `name` behind the next folder above that says something: `admin-ui-order`. */
  longer?: string;
  files: number;
}

/** A table, a route or a file by its name. */
export interface NamedThing {
  name: string;
  of: Speaker;
  /** Of a file, outermost first. */
  folders?: readonly string[];
  /** How often code works on the table. */
  accesses?: number;
}

/** The tables, routes and files of a part. */
export interface PartVocabulary {
  names: NamedThing[];
  /** The folder that is nearly the same as the part, see `homeFolders`. */
  home?: HomeFolder;
}

/** How much each kind of thing says about what a part is. */
const SPEAKER_WEIGHTS: Readonly<Record<Speaker, number>> = { table: 3, route: 2.5, file: 1 };
/** What a file says by its folders counts so much beside what it says by its own name. */
const FOLDER_SHARE = 0.7;
/** Of two tables the one that is used four times as often says twice as much. */
const ACCESS_POWER = 0.5;
/** `page` in `page_history` tells what kind of history it is: so much of saying `page` alone. */
export const QUALIFIER = 0.5;

/** A pair of words stands for a word that is hardly ever said without the other. */
const PAIR_SHARE = 0.7;
const PAIR_BONUS = 1.1;
/** What the words of a table weigh as one, beside each alone. */
const WHOLE_TABLE = 0.6;
/** Two layer words are a thing where so much of a part says both: `job-queue`. */
const COMPOUND_SHARE = 0.5;

/** Words of functions and of code, which say what a file does and not what it is about. */
const DOING_WORDS: ReadonlySet<string> = wordSet(
  `aggregated allow append apply archive archived assert assign attach auto back backlink body boolean
  build calculate call callback can cancel capture change changed check checkbox child cleanup clone code
  compute concurrent confirm construct convert converter copy count current daily debounce delegate
  demoted denied deprecate detail detect disable draw enable enabled end endpoint ensure escape
  example execute expand extend extract finish fresh front full further gather gathering generate global handle has
  general generic help hide hourly identify information insert join keep kind landing largest latest legacy limit loading locking locale make maybe merge misc
  mode mount move multi name naming new normalize notify observe official old only orphan open openapi parse
  part path pick picker polyfill prepare present preview process promote publish partial pull push reactivate read
  receive refetch first second last next previous one two three many prod production staging recent refresh register render renderer replace reset resize resolve restart restore
  resume retry revoke saved scope scroll select selection send show signed skip sort sorted source spec
  split staged stale start static suggestion swagger switcher sync testing toggle track transform trigger try
  universal unmount urn use using valid verify wait walk watch weekly when whole work working`,
);

/** Pieces of a page, and how something came out. */
const PIECE_WORDS: ReadonlySet<string> = wordSet(
  `badge banner button dialog dropdown failed failure footer header icon layout modal navbar progress sidebar skeleton
  spinner success textarea toolbar tooltip`,
);

/** Tools, formats and identifiers: no business is called by them. */
const TOOL_WORDS: ReadonlySet<string> = wordSet(
  `ajv eslintrc angular apps css csv elasticsearch esbuild express fastify guid hono html knex koa mongo mongoose multer mysql
  nest nestjs npm nuxt package postgres prettierrc react redis remix sqlite svelte tailwind trpc uid uuid vite vue webpack xml yaml`,
);

/** Words that say nothing alone and make a noun of the word before them: `site-settings`, `rate-limit`. */
const NOUN_ENDINGS: ReadonlySet<string> = wordSet(
  `check collection detail event feature field flag history job key limit log metric plugin policy rule
  setting task template token`,
);

/** Words that say nothing alone and tell what kind of thing the word after them is: `custom-field`, `quick-access`. */
const QUALIFYING: ReadonlySet<string> = wordSet('custom quick');

/** `publishable` and `invited` say of what kind a thing is, not which. */
const isAdjective = (word: string): boolean =>
  word.length > 5 && /(?:[^t]able|ible|[^e]ed)$/.test(word);

const isWord = (word: string): boolean => word.length > 2 && /^\p{L}/u.test(word);
/** True for a word that a part could be called by alone. */
export const isThing = (word: string): boolean =>
  isWord(word) &&
  !isLayerWord(word) &&
  !isAdjective(word) &&
  !DOING_WORDS.has(word) &&
  !QUALIFYING.has(word) &&
  !PIECE_WORDS.has(word) &&
  !TOOL_WORDS.has(word);

/** Words and pairs of words that a part could be called by, with the weight of the things that say them. */
export type Terms = Map<string, number>;

/** What each thing of a part weighs. All tables together weigh the same however often they are used. */
export function weightsOf(names: readonly NamedThing[]): number[] {
  const use = names.map(({ of, accesses = 0 }) =>
    of === 'table' ? (accesses + 1) ** ACCESS_POWER : 0,
  );
  const tables = use.filter((one) => one > 0).length;
  const uses = use.reduce((sum, one) => sum + one, 0);
  return names.map(({ of }, i) =>
    of === 'table'
      ? (SPEAKER_WEIGHTS.table * tables * (use[i] as number)) / uses
      : SPEAKER_WEIGHTS[of],
  );
}

/**
 * What a part could be called by: the words its things say, tables and routes more than files and
 * the names of files more than their folders, pairs of neighbouring words where one is hardly said without the other,
 * and tables as a whole. A thing says a word once, however often it is in its path.
 *
 * @param ownWords layer words that name things of this business, see `ownWords`
 * @param qualifier what a word counts before another thing (`page` in `page_history`)
 */
export function termsOf(
  { names }: PartVocabulary,
  ownWords: ReadonlySet<string>,
  qualifier = 1,
): Terms {
  const said: Terms = new Map();
  const pairs: Terms = new Map();
  const terms: Terms = new Map();
  const whole: Terms = new Map();
  const compounds: Terms = new Map();
  const weights = weightsOf(names);
  const tables = tableWords(names);
  const wholes = wholeTables(tables);
  // What a table of the part, or what its routes begin with, is called by alone is a thing wherever the part says it.
  const owned = new Set(
    names
      .filter(({ of }) => of !== 'file')
      .map(({ name }) => splitWords(name).map(singular).join('-')),
  );
  names.forEach(({ name, of, folders = [] }, i) => {
    const heard = {
      ...{ said: new Map(), pairs: new Map(), terms: new Map(), wholes: new Map() },
      compounds: new Map(),
    };
    const thing = (word: string): boolean =>
      isThing(word) || (ownWords.has(word) && (of !== 'file' || owned.has(word)));
    const hear = (text: string, weight: number): void => {
      const words = splitWords(text).map(singular);
      const phrase = `-${words.join('-')}-`;
      for (const table of wholes)
        if (phrase.includes(`-${table}-`)) most(heard.wholes, table, weight);
      const head = words.findLastIndex(thing);
      words.forEach((word, at) => {
        most(heard.said, word, weight);
        if (thing(word)) most(heard.terms, word, at === head ? weight : weight * qualifier);
      });
      for (const pair of pairsIn(words, thing)) most(heard.pairs, pair, weight);
      for (const pair of layerPairs(words)) most(heard.compounds, pair, weight);
    };
    const weight = weights[i] as number;
    hear(name, weight);
    for (const folder of folders) hear(folder, weight * FOLDER_SHARE);
    for (const [sums, found] of [
      [said, heard.said],
      [pairs, heard.pairs],
      [terms, heard.terms],
      [whole, heard.wholes],
      [compounds, heard.compounds],
    ] as const)
      for (const [term, loudest] of found) sums.set(term, (sums.get(term) ?? 0) + loudest);
  });
  const covers = (word: string, weight: number): boolean =>
    weight >= PAIR_SHARE * (said.get(word) ?? 0);
  for (const [table, weight] of whole) {
    const things = table.split('-').filter(isThing);
    // Where none of its words is said alone, or none could be, the table is what they say.
    const isOne = things.every((word) => covers(word, weight));
    most(terms, table, weight * (isOne ? PAIR_BONUS : WHOLE_TABLE));
  }
  const enough = weights.reduce((sum, weight) => sum + weight, 0) * COMPOUND_SHARE;
  for (const [pair, weight] of compounds) if (weight >= enough) most(terms, pair, weight);
  for (const [pair, weight] of pairs) {
    const fills = (word: string): boolean => covers(word, weight);
    const [first = '', second = ''] = pair.split('-');
    // `signal` that always comes as `accessibility-signal` says more as a pair, whatever else is accessible.
    if (fills(second) || (fills(first) && !isThing(second))) most(terms, pair, weight * PAIR_BONUS);
  }
  return terms;
}

/** The share of the weight of all things whose names, or those of their folders, say one of these terms; 0..1. */
export function shareSaying(names: readonly NamedThing[], terms: readonly string[]): number {
  const weights = weightsOf(names);
  const says = (name: string): boolean => {
    const phrase = `-${splitWords(name).map(singular).join('-')}-`;
    return terms.some((term) => phrase.includes(`-${term}-`));
  };
  let all = 0;
  let saying = 0;
  names.forEach(({ name, folders = [] }, i) => {
    const weight = weights[i] as number;
    all += weight;
    if (says(name)) saying += weight;
    else if (folders.some(says)) saying += weight * FOLDER_SHARE;
  });
  return all === 0 ? 0 : saying / all;
}

const tableWords = (names: readonly NamedThing[]): string[][] =>
  names.filter(({ of }) => of === 'table').map(({ name }) => splitWords(name).map(singular));

/** More words are no name. */
const LONGEST_TABLE = 3;

/**
 * Tables of several words as a whole. A table without a word that could stand alone, such as
 * `infra_config`, is a thing of the business all the same, and only as a whole.
 */
const wholeTables = (tables: readonly (readonly string[])[]): Set<string> =>
  new Set(
    tables
      .filter((words) => words.length > 1 && words.length <= LONGEST_TABLE)
      .map((words) => words.join('-')),
  );

/** A thing and the thing, or the ending of a noun, that follows it. */
function pairsIn(words: readonly string[], thing: (word: string) => boolean): string[] {
  return words.flatMap((word, i) => {
    const next = words[i + 1] ?? '';
    const follows = next !== word && (thing(next) || NOUN_ENDINGS.has(next));
    return (thing(word) || QUALIFYING.has(word)) && follows ? [`${word}-${next}`] : [];
  });
}

/** Neighbours that tell of layers alone and may be a thing together: `job-queue`, `event-bus`. */
const layerPairs = (words: readonly string[]): string[] =>
  words.flatMap((word, i) => {
    const next = words[i + 1] ?? '';
    return word !== next && isAmbiguous(word) && isAmbiguous(next) ? [`${word}-${next}`] : [];
  });

function most(terms: Terms, term: string, weight: number): void {
  terms.set(term, Math.max(terms.get(term) ?? 0, weight));
}

function wordSet(words: string): Set<string> {
  return new Set(words.split(/\s+/).map(singular));
}

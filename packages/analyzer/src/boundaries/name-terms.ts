import { isLayerWord, singular, splitWords } from '../model/words.ts';

/** Where a name was said. */
type Speaker = 'table' | 'route' | 'file' | 'folder';

/** A folder that names a part, with the number of files they share. */
export interface HomeFolder {
  name: string;
  /** The whole name of the folder, where `name` leaves out what answers for it. */
  full?: string;
  files: number;
}

/** The names that the tables, routes, files and folders of a part bear. */
export interface PartVocabulary {
  names: { name: string; of: Speaker }[];
  /** The folder that is nearly the same as the part, see `homeFolders`. */
  home?: HomeFolder;
}

/** How much each kind of name says about what a part is. */
const SPEAKER_WEIGHTS: Readonly<Record<Speaker, number>> = {
  table: 3,
  route: 2.5,
  file: 1,
  folder: 0.5,
};

/** A pair of words stands for a word that is hardly ever said without the other. */
const PAIR_SHARE = 0.7;
const PAIR_BONUS = 1.1;
/** What the two words of a table weigh as one, beside each alone. */
const WHOLE_TABLE = 0.6;

/** Words of functions and of code, which say what a file does and not what it is about. */
const DOING_WORDS: ReadonlySet<string> = wordSet(
  `aggregated allow append apply archive archived assert assign attach auto back backlink body boolean
  build calculate call callback can cancel capture change changed check checkbox child cleanup clone
  compute concurrent confirm construct convert converter copy count current custom debounce delegate
  demoted denied deprecate detail detect disable draw enable enabled end endpoint ensure escape
  example execute expand extend extract finish fresh front further gather gathering generate global handle has
  help hide identify information insert join keep kind landing legacy limit loading locking locale make maybe merge misc
  mode mount move multi name naming new normalize notify observe official old only orphan open openapi parse
  part path pick picker polyfill prepare present preview process promote publish partial pull push reactivate read
  receive refetch recent refresh register render renderer replace reset resize resolve restart restore
  resume retry revoke saved scope scroll select selection send show signed skip sort sorted source spec
  split staged stale start static suggestion swagger sync testing toggle track transform trigger try
  universal unmount urn use using valid verify wait walk watch when work working`,
);

/** Pieces of a page, and how something came out. */
const PIECE_WORDS: ReadonlySet<string> = wordSet(
  `badge banner button dialog dropdown failed failure footer header icon layout modal navbar progress sidebar skeleton
  spinner success textarea toolbar tooltip`,
);

/** Tools and formats: no business is called by them. */
const TOOL_WORDS: ReadonlySet<string> = wordSet(
  `ajv eslintrc apps css csv elasticsearch esbuild express fastify html knex mongo mongoose multer mysql
  nest nestjs npm package postgres redis sqlite tailwind trpc vite webpack xml yaml`,
);

/** Words that say nothing alone and make a noun of the word before them: `site-settings`, `rate-limit`. */
const NOUN_ENDINGS: ReadonlySet<string> = wordSet(
  `check collection detail event feature field flag history job key limit log metric plugin policy rule
  setting task template token`,
);

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
  !PIECE_WORDS.has(word) &&
  !TOOL_WORDS.has(word);

/** Words and pairs of words that a part could be called by, with the weight of the names that say them. */
type Terms = Map<string, number>;

/**
 * What a part could be called by: the words its names say, tables and routes more than files and
 * those more than folders, and pairs of neighbouring words where one is hardly said without the other.
 *
 * @param ownWords layer words that name things of this business, see `ownWords`
 */
export function termsOf({ names }: PartVocabulary, ownWords: ReadonlySet<string>): Terms {
  const said: Terms = new Map();
  const pairs: Terms = new Map();
  const terms: Terms = new Map();
  const plain = plainTables(names);
  for (const { name, of } of names) {
    const words = splitWords(name).map(singular);
    for (const table of plain)
      if (`-${words.join('-')}-`.includes(`-${table}-`)) add(terms, table, SPEAKER_WEIGHTS[of]);
    const thing = (word: string) => isThing(word) || (of === 'table' && ownWords.has(word));
    for (const word of words) {
      add(said, word, SPEAKER_WEIGHTS[of]);
      if (thing(word)) add(terms, word, SPEAKER_WEIGHTS[of]);
    }
    for (const pair of pairsIn(words, thing)) add(pairs, pair, SPEAKER_WEIGHTS[of]);
    if (of === 'table' && words.length === 2 && words.some(isThing))
      add(terms, words.join('-'), SPEAKER_WEIGHTS.table * WHOLE_TABLE);
  }
  for (const [pair, weight] of pairs) {
    const fills = (word: string): boolean => weight >= PAIR_SHARE * (said.get(word) ?? 0);
    const [first = '', second = ''] = pair.split('-');
    // `signal` that always comes as `accessibility-signal` says more as a pair, whatever else is accessible.
    if (fills(second) || (fills(first) && !isThing(second))) terms.set(pair, weight * PAIR_BONUS);
  }
  return terms;
}

/** Tables of nothing but layer words, such as `infra_config`: a thing of the business all the same, and only as a whole. */
function plainTables(names: PartVocabulary['names']): Set<string> {
  const tables = names
    .filter(({ of }) => of === 'table')
    .map(({ name }) => splitWords(name).map(singular))
    .filter((words) => words.length > 1 && words.every((word) => isLayerWord(word)));
  return new Set(tables.map((words) => words.join('-')));
}

/** A thing and the thing, or the ending of a noun, that follows it. */
function pairsIn(words: readonly string[], thing: (word: string) => boolean): string[] {
  return words.flatMap((word, i) => {
    const next = words[i + 1] ?? '';
    const follows = next !== word && (thing(next) || NOUN_ENDINGS.has(next));
    return thing(word) && follows ? [`${word}-${next}`] : [];
  });
}

function add(terms: Terms, term: string, weight: number): void {
  terms.set(term, (terms.get(term) ?? 0) + weight);
}

function wordSet(words: string): Set<string> {
  return new Set(words.split(/\s+/).map(singular));
}

/**
 * Words of names. A word that tells of a technical layer or of a programming habit says nothing
 * about the business domain, so it is left out.
 */
const LAYER_WORDS: ReadonlySet<string> = new Set(
  `abstract action adapter admin api app application array async backend base bean bin bootstrap
  builder cache client cmd collection column command common component config configuration const
  constant constraint context controller core create cron ctrl daemon dao data database db
  decorator def default definition delete dev dist dto entity entry enum env error event exception
  export factory feature field filter find fixture format func function gateway generator get graph
  graphql guard handler helper hook http id impl implementation import index infra infrastructure
  init initial input instance interceptor interface internal job js json key layer lib library list
  listener loader local log logger logic main manager map mapper middleware migration mixin mock
  model module mutation new object op operation option orm output page param parser persistence pipe
  plugin policy pool port prefix presenter private prisma processor producer program prop provider
  public query queue reader record ref register repo repository request resolver resource response
  rest result root route router row rpc rule run runner schema script seed serializer server service
  set setting setup shared singleton sql src start startup state store strategy stream string struct
  stub subscriber support svc system table task template test tool transformer transport ts tsx type
  types update usecase util utility validate validation validator value view web widget worker
  wrapper writer servlet with by for of and the to from in on is has all multiple bulk batch remove
  add edit save load retrieve fetch upsert put post patch schedule scheduler subscription bus relay
  boot container composition frontend browser electron migrate tsconfig eslint jest vitest`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** `OrderLineItems` and `order_line-items` become `order`, `line`, `items`. */
export function splitWords(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])(?=[A-Z][a-z])/g, '$1 ')
    .split(/[^\p{L}\d]+/u)
    .map((word) => word.toLowerCase())
    .filter((word) => word !== '' && !/^\d+$/.test(word));
}

/** English plural to singular, as far as suffixes can tell. */
export function singular(word: string): string {
  if (word.length < 4 || /(?:ss|us|is|news)$/.test(word)) return word;
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(?:ches|shes|xes|sses|zes)$/.test(word)) return word.slice(0, -2);
  return word.endsWith('s') ? word.slice(0, -1) : word;
}

/** Layer words that stay so even where a table or a route is called by one. */
const ALWAYS_LAYER: ReadonlySet<string> = new Set(
  `admin adapter api app base client common config configuration controller core dao data database db
  dto entity export handler helper import index interface lib main middleware migration mock model
  module private public query repo repository resolver route router schema server service shared
  src test type util view`.split(/\s+/),
);

/** True for a layer word that may nevertheless be a thing of the business: `feature`, `event`, `store`. */
export const isAmbiguous = (word: string): boolean =>
  LAYER_WORDS.has(word) && !ALWAYS_LAYER.has(word);

/**
 * Singular words of a name without layer words; in order, repeats kept. A name of nothing but
 * layer words, such as `batch_job`, stands as one word.
 *
 * @param own layer words that name things of this business
 */
export function businessWords(name: string, own: ReadonlySet<string> = NONE): string[] {
  const words = singularWords(name);
  const useful = words.filter((word) => !LAYER_WORDS.has(word) || own.has(word));
  return useful.length === 0 && words.length > 1 ? [words.join('-')] : useful;
}

/** The same few thousand names are asked about for every partition that is tried. */
const MOST_KEPT = 50_000;
const kept = new Map<string, readonly string[]>();

function singularWords(name: string): readonly string[] {
  const known = kept.get(name);
  if (known) return known;
  const words = splitWords(name)
    .map(singular)
    .filter((word) => word.length > 1);
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(name, words);
  return words;
}

/** True for a word that names a technical layer or habit rather than a thing of the business. */
export function isLayerWord(word: string, own: ReadonlySet<string> = NONE): boolean {
  if (own.has(word) || own.has(singular(word))) return false;
  return LAYER_WORDS.has(word) || LAYER_WORDS.has(singular(word));
}

const NONE: ReadonlySet<string> = new Set();

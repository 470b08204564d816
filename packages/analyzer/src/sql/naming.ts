/** How ORMs turn a class or model name into a table name. */

export function snakeCase(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])(?=[A-Z][a-z])/g, '$1_')
    .toLowerCase();
}

/** Schemas that everybody has; the table is known without them. */
export const DEFAULT_SCHEMAS: ReadonlySet<string> = new Set(['public', 'dbo', 'main']);

/** `shop.orders`, as SQL names a table of a schema; a name that has one keeps it. */
export function qualifiedName(schema: string | undefined, table: string): string {
  const isPlain =
    schema === undefined || schema === '*' || DEFAULT_SCHEMAS.has(schema.toLowerCase());
  return isPlain || schema === '' || table.includes('.') ? table : `${schema}.${table}`;
}

const IRREGULAR: Record<string, string> = {
  person: 'people',
  man: 'men',
  woman: 'women',
  child: 'children',
  mouse: 'mice',
  foot: 'feet',
  tooth: 'teeth',
  goose: 'geese',
};
const UNCOUNTABLE = new Set(
  'equipment information rice money species series fish sheep moose deer news data metadata media police staff feedback software'.split(
    ' ',
  ),
);

const LAST_WORD = /(?<![a-z])[a-z]+$|[A-Z][a-z]*$/;

/** English plural as Sequelize and Mongoose make it, for the last word of a name. */
export function pluralize(name: string): string {
  const at = name.search(LAST_WORD);
  return at === -1 ? name : name.slice(0, at) + pluralWord(name.slice(at));
}

function pluralWord(word: string): string {
  const lower = word.toLowerCase();
  if (UNCOUNTABLE.has(lower)) return word;
  const irregular = IRREGULAR[lower];
  if (irregular) return word.slice(0, 1) + irregular.slice(1);
  if (/[^su]s$/.test(lower)) return word;
  if (/(?:s|x|z|ch|sh)$/.test(lower)) return `${word}es`;
  if (/[^aeiou]y$/.test(lower)) return `${word.slice(0, -1)}ies`;
  if (/(?:[^f]fe|[lr]f)$/.test(lower)) return word.replace(/fe?$/, 'ves');
  return `${word}s`;
}

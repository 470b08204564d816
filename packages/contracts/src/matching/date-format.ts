/**
 * Dates by the patterns of Java's `DateTimeFormatter`, which the matchers `date`, `time` and
 * `datetime` of Pact use. Letters that are not listed match any text.
 */
const LETTERS: Readonly<Record<string, (count: number) => string>> = {
  y: (count) => (count === 2 ? '\\d{2}' : '\\d{4,}'),
  u: (count) => (count === 2 ? '\\d{2}' : '\\d{4,}'),
  M: month,
  L: month,
  d: (count) => (count === 1 ? '(?:0?[1-9]|[12]\\d|3[01])' : '(?:0[1-9]|[12]\\d|3[01])'),
  D: () => '\\d{1,3}',
  E: (count) => (count > 3 ? '\\p{L}+' : '\\p{L}{2,4}\\.?'),
  e: () => '(?:\\d|\\p{L}+)',
  a: () => '[AaPp]\\.?[Mm]\\.?',
  H: (count) => (count === 1 ? '(?:[01]?\\d|2[0-3])' : '(?:[01]\\d|2[0-3])'),
  k: (count) => (count === 1 ? '(?:[01]?\\d|2[0-4])' : '(?:[01]\\d|2[0-4])'),
  h: (count) => (count === 1 ? '(?:0?[1-9]|1[0-2])' : '(?:0[1-9]|1[0-2])'),
  K: (count) => (count === 1 ? '(?:0?\\d|1[01])' : '(?:0\\d|1[01])'),
  m: (count) => (count === 1 ? '[0-5]?\\d' : '[0-5]\\d'),
  s: (count) => (count === 1 ? '(?:[0-5]?\\d|60)' : '(?:[0-5]\\d|60)'),
  S: (count) => `\\d{${count},9}`,
  n: () => '\\d+',
  A: () => '\\d+',
  z: () => '[\\p{L}/_+:\\d-]+',
  Z: (count) => (count > 3 ? '(?:GMT)?[+-]\\d{2}:?\\d{2}|Z' : '(?:[+-]\\d{4}|Z)'),
  X: (count) => (count === 1 ? '(?:Z|[+-]\\d{2}(?:\\d{2})?)' : '(?:Z|[+-]\\d{2}:?\\d{2})'),
  x: (count) => (count === 1 ? '[+-]\\d{2}(?:\\d{2})?' : '[+-]\\d{2}:?\\d{2}'),
  G: () => '\\p{L}+',
  w: () => '\\d{1,2}',
  W: () => '\\d',
};

const DEFAULTS: Readonly<Record<string, string>> = {
  date: 'yyyy-MM-dd',
  time: 'HH:mm:ss',
  timestamp: "yyyy-MM-dd'T'HH:mm:ssXXX",
  datetime: "yyyy-MM-dd'T'HH:mm:ssXXX",
};

const compiled = new Map<string, RegExp>();

/** Does the text have this form? Without a format that of ISO 8601. */
export function hasDateFormat(text: string, kind: string, format: string | undefined): boolean {
  const pattern = format ?? DEFAULTS[kind] ?? '';
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    expression = new RegExp(`^(?:${expressionOf(pattern)})$`, 'u');
    compiled.set(pattern, expression);
  }
  return expression.test(text);
}

function month(count: number): string {
  if (count > 2) return '\\p{L}+\\.?';
  return count === 1 ? '(?:0?[1-9]|1[0-2])' : '(?:0[1-9]|1[0-2])';
}

/** Quoted text as it stands, runs of letters by the table, brackets as optional parts. */
function expressionOf(pattern: string): string {
  const tokens = pattern.matchAll(/'((?:[^']|'')*)'|([A-Za-z])\2*|\[|\]|[\s\S]/g);
  let expression = '';
  for (const [token, quoted, letter] of tokens) {
    if (quoted !== undefined)
      expression += quoted === '' ? "'" : escaped(quoted.replaceAll("''", "'"));
    else if (letter !== undefined) expression += `(?:${LETTERS[letter]?.(token.length) ?? '.+?'})`;
    else if (token === '[') expression += '(?:';
    else if (token === ']') expression += ')?';
    else expression += escaped(token);
  }
  return expression;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

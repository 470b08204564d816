/**
 * A tolerant tokeniser for PostgreSQL, MySQL and SQLite at once. It never fails: what it does not
 * know becomes punctuation. `hole` stands for a `${}` of the template the text came from; a quoted
 * value keeps what is between the quotes, since bodies of functions are quoted; a name is `exact` where double quotes
 * keep capitals that it would lose without them, and a `path` where back quotes hold the parts of it.
 */
export type SqlToken =
  | { k: 'word'; text: string; upper: string; offset: number; glued?: boolean }
  | { k: 'name'; text: string; offset: number; glued?: boolean; exact?: true; path?: true }
  | { k: 'value'; offset: number; quoted?: { inner: string; offset: number } }
  | { k: 'hole'; index: number; offset: number; glued?: boolean }
  | { k: 'punctuation'; text: string; offset: number };

/** Private-use character that marks a hole in the joined text; its number follows, then another. */
const MARK = '\uE000';

/** Joins the literal parts of a template with marks for its holes. */
export function joinParts(parts: readonly string[]): string {
  return parts
    .map((part, index) => (index === 0 ? part : `${MARK}${index - 1}${MARK}${part}`))
    .join('');
}

const WORD = /[\p{L}_][\p{L}\p{N}_$]*/uy;
const NUMBER = /\d[\w.]*/y;
const PLACEHOLDER = /\$\d+|\?\??\d*|[:@][A-Za-z_]\w*|%\(\w+\)s|%s/y;
const DOLLAR_QUOTE = /\$(?:[A-Za-z_]\w*)?\$/y;
const HOLE = new RegExp(`${MARK}(\\d+)${MARK}`, 'y');
/** Every hole of a joined text, with its number. */
export const HOLES: RegExp = new RegExp(`${MARK}(\\d+)${MARK}`, 'g');

export function tokenizeSql(text: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  let at = 0;
  let previousEnd = -1;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  const push = (token: SqlToken, length: number): void => {
    if (
      previousEnd === at &&
      'glued' in token === false &&
      token.k !== 'punctuation' &&
      token.k !== 'value'
    ) {
      const before = tokens.at(-1);
      // `prefix_${x}` and `${x}_suffix` are one name in two tokens.
      if (before && (token.k === 'hole') !== (before.k === 'hole') && before.k !== 'punctuation')
        token.glued = true;
    }
    tokens.push(token);
    at += length;
    previousEnd = at;
  };
  while (at < text.length) {
    const skipped = skipSpace(text, at);
    if (skipped > at) {
      at = skipped;
      continue;
    }
    const char = text[at] ?? '';
    const offset = at;
    const hole = char === MARK ? match(HOLE) : undefined;
    if (hole) push({ k: 'hole', index: Number(hole.slice(1, -1)), offset }, hole.length);
    else if (char === "'") {
      const length = quotedLength(text, at, "'");
      const inner = text.slice(at + 1, at + length - 1);
      push({ k: 'value', offset, quoted: { inner, offset: at + 1 } }, length);
    } else if (char === '"' || char === '`') {
      const length = quotedLength(text, at, char);
      push(quotedName(text.slice(at + 1, at + length - 1), offset, char), length);
    } else if (
      char === '[' &&
      /^\[[A-Za-z_][\w ]*\]/.test(text.slice(at, at + 80)) &&
      !isIndexing(tokens)
    ) {
      const length = text.indexOf(']', at) - at + 1;
      push({ k: 'name', text: text.slice(at + 1, at + length - 1), offset }, length);
    } else pushPlain(text, at, match, push);
  }
  return tokens;
}

function quotedName(inner: string, offset: number, quote: string): SqlToken {
  const whole = new RegExp(`^${MARK}(\\d+)${MARK}$`).exec(inner);
  if (whole) return { k: 'hole', index: Number(whole[1]), offset };
  if (inner.includes(MARK))
    return { k: 'hole', index: Number(inner.split(MARK)[1] ?? 0), offset, glued: true };
  const isExact = quote === '"' && inner !== inner.toLowerCase();
  if (isExact) return { k: 'name', text: inner, offset, exact: true };
  const isPath = quote === '`' && inner.includes('.');
  return isPath
    ? { k: 'name', text: inner, offset, path: true }
    : { k: 'name', text: inner, offset };
}

function isIndexing(tokens: SqlToken[]): boolean {
  const before = tokens.at(-1);
  if (!before) return false;
  return (
    before.k === 'name' || before.k === 'value' || (before.k === 'word' && before.upper === 'ARRAY')
  );
}

function pushPlain(
  text: string,
  at: number,
  match: (pattern: RegExp) => string | undefined,
  push: (token: SqlToken, length: number) => void,
): void {
  const dollar = match(DOLLAR_QUOTE);
  if (dollar) {
    const start = at + dollar.length;
    const closing = text.indexOf(dollar, start);
    const end = closing === -1 ? text.length : closing;
    const inner = text.slice(start, end);
    push(
      { k: 'value', offset: at, quoted: { inner, offset: start } },
      Math.min(end + dollar.length, text.length) - at,
    );
    return;
  }
  const word = match(WORD);
  if (word) {
    const isPrefix = /^[eEnNbBxX]$/.test(word) && text[at + 1] === "'";
    if (isPrefix) push({ k: 'value', offset: at }, 1 + quotedLength(text, at + 1, "'"));
    else push({ k: 'word', text: word, upper: word.toUpperCase(), offset: at }, word.length);
    return;
  }
  const value = text.startsWith('::', at) ? undefined : (match(NUMBER) ?? match(PLACEHOLDER));
  if (value) push({ k: 'value', offset: at }, value.length);
  else
    push({ k: 'punctuation', text: text[at] ?? '', offset: at }, text.startsWith('::', at) ? 2 : 1);
}

/** End of the white space and comments that start at `at`. */
function skipSpace(text: string, at: number): number {
  const char = text[at] ?? '';
  if (/\s/.test(char)) return at + 1;
  if (text.startsWith('--', at) || (char === '#' && /[\s#]/.test(text[at + 1] ?? ' '))) {
    const end = text.indexOf('\n', at);
    return end === -1 ? text.length : end + 1;
  }
  if (text.startsWith('/*', at)) {
    const end = text.indexOf('*/', at + 2);
    return end === -1 ? text.length : end + 2;
  }
  return at;
}

/** Length of a quoted text with its quotes; doubled quotes and backslashes escape. */
function quotedLength(text: string, start: number, quote: string): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\' && quote === "'") at++;
    else if (text[at] === quote) {
      if (text[at + 1] !== quote) return at - start + 1;
      at++;
    }
  }
  return text.length - start;
}

import { accept, type Cursor, isPunctuation, isWord, isWordAt, takeParenthesis } from './cursor.ts';
import { type NamedTable, readAlias, readName } from './names.ts';

export const QUERY_START: string[] = [
  'SELECT',
  'WITH',
  'VALUES',
  'INSERT',
  'UPDATE',
  'DELETE',
  'MERGE',
  'REPLACE',
];

/** The names of a WITH list, without what they stand for. */
export function listedNames(c: Cursor): NamedTable[] {
  const names: NamedTable[] = [];
  for (;;) {
    const name = readName(c);
    if (!name) return names;
    names.push(name);
    while (c.at < c.tokens.length && !isPunctuation(c, ',')) {
      if (isPunctuation(c, '(')) takeParenthesis(c);
      else if (isWord(c, ...QUERY_START)) return names;
      else c.at++;
    }
    c.at++;
  }
}

export const AFTER_FROM: string[] = [
  'WHERE',
  'GROUP',
  'HAVING',
  'ORDER',
  'LIMIT',
  'UNION',
  'INTERSECT',
  'EXCEPT',
  'RETURNING',
  'WINDOW',
  'SET',
  'SELECT',
  'CONFLICT',
];

/** `a IS DISTINCT FROM b` compares. */
export function isDistinctFrom(c: Cursor): boolean {
  return isWordAt(c, -1, 'DISTINCT') && (isWordAt(c, -2, 'IS') || isWordAt(c, -2, 'NOT'));
}

/** After a CTE list a template may have lost its shape; FOR UPDATE and ON DELETE are no statements. */
export function isStatementInside(c: Cursor): boolean {
  if (isWord(c, 'INSERT')) return isWordAt(c, 1, 'INTO');
  if (isWord(c, 'DELETE')) return isWordAt(c, 1, 'FROM') && !isWordAt(c, -1, 'ON');
  return false;
}

/** `((select …) union …)` is a query, `((a join b) join c)` a table. */
export function startsQuery(c: Cursor): boolean {
  let ahead = 0;
  while (isPunctuation(c, '(', ahead)) ahead++;
  return isWordAt(c, ahead, ...QUERY_START);
}

/** An alias with its columns, `AS v (x, y)`, and `TABLESAMPLE method (…) REPEATABLE (…)`. */
export function skipAlias(c: Cursor): string | undefined {
  const alias = readAlias(c);
  if (alias !== undefined && isPunctuation(c, '(')) takeParenthesis(c);
  if (accept(c, 'TABLESAMPLE')) {
    c.at++;
    if (isPunctuation(c, '(')) takeParenthesis(c);
    if (accept(c, 'REPEATABLE') && isPunctuation(c, '(')) takeParenthesis(c);
  }
  return alias;
}

import { type Cursor, isPunctuation, isWord, isWordAt, peek } from './cursor.ts';
import { joinParts, tokenizeSql } from './tokens.ts';

const QUERY = ['SELECT', 'WITH', 'VALUES', 'INSERT', 'UPDATE', 'DELETE', 'TABLE'];

/**
 * Names a text declares for its own use: `name AS (SELECT …)` and `name (columns) AS (…)` wherever
 * they stand, also in a fragment whose WITH is in another text, and temporary tables.
 */
export function localNames(parts: readonly string[]): string[] {
  const text = joinParts(parts);
  if (!/\bas\b|\btemp/i.test(text)) return [];
  const c: Cursor = { at: 0, tokens: tokenizeSql(text) };
  const names: string[] = [];
  for (; c.at < c.tokens.length; c.at++) {
    const name = isWord(c, 'TEMP', 'TEMPORARY') ? temporaryTable(c) : cteName(c);
    if (name !== undefined) names.push(name);
  }
  return names;
}

function temporaryTable(c: Cursor): string | undefined {
  if (!isWordAt(c, 1, 'TABLE', 'VIEW')) return undefined;
  let ahead = 2;
  while (isWordAt(c, ahead, 'IF', 'NOT', 'EXISTS')) ahead++;
  return nameAt(c, ahead);
}

function cteName(c: Cursor): string | undefined {
  const name = nameAt(c, 0);
  if (name === undefined || !startsItem(c)) return undefined;
  let ahead = 1;
  if (isPunctuation(c, '(', ahead)) {
    while (c.at + ahead < c.tokens.length && !isPunctuation(c, ')', ahead)) ahead++;
    ahead++;
  }
  if (!isWordAt(c, ahead, 'AS')) return undefined;
  ahead++;
  while (isWordAt(c, ahead, 'NOT', 'MATERIALIZED')) ahead++;
  if (!isPunctuation(c, '(', ahead)) return undefined;
  while (isPunctuation(c, '(', ahead)) ahead++;
  const inside = peek(c, ahead);
  return inside?.k === 'hole' || isWordAt(c, ahead, ...QUERY) ? name : undefined;
}

/** After WITH, a comma, the end of another CTE, a hole, or at the start of the text. */
function startsItem(c: Cursor): boolean {
  const before = peek(c, -1);
  if (!before || before.k === 'hole' || isWordAt(c, -1, 'WITH', 'RECURSIVE')) return true;
  return isPunctuation(c, ',', -1) || isPunctuation(c, ')', -1);
}

function nameAt(c: Cursor, ahead: number): string | undefined {
  const token = peek(c, ahead);
  return token?.k === 'word' || token?.k === 'name' ? token.text : undefined;
}

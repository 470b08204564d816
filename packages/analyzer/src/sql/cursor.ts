import type { SqlToken } from './tokens.ts';

/** Walks over tokens; every question about the current place goes through it. */
export interface Cursor {
  at: number;
  readonly tokens: SqlToken[];
}

export function peek(c: Cursor, ahead = 0): SqlToken | undefined {
  return c.tokens[c.at + ahead];
}

export function isWord(c: Cursor, ...words: string[]): boolean {
  const token = peek(c);
  return token?.k === 'word' && words.includes(token.upper);
}

export function isWordAt(c: Cursor, ahead: number, ...words: string[]): boolean {
  const token = peek(c, ahead);
  return token?.k === 'word' && words.includes(token.upper);
}

export function isPunctuation(c: Cursor, text: string, ahead = 0): boolean {
  const token = peek(c, ahead);
  return token?.k === 'punctuation' && token.text === text;
}

/** Steps over the words when all of them come next, in order. */
export function accept(c: Cursor, ...words: string[]): boolean {
  for (const [ahead, word] of words.entries()) if (!isWordAt(c, ahead, word)) return false;
  c.at += words.length;
  return true;
}

/** Steps over any of the words, as often as they come. */
export function skipWords(c: Cursor, ...words: string[]): void {
  while (isWord(c, ...words)) c.at++;
}

/** Steps over a parenthesis and all inside; the tokens inside are returned. */
export function takeParenthesis(c: Cursor): SqlToken[] {
  const start = ++c.at;
  let depth = 1;
  while (c.at < c.tokens.length && depth > 0) {
    if (isPunctuation(c, '(')) depth++;
    else if (isPunctuation(c, ')')) depth--;
    c.at++;
  }
  return c.tokens.slice(start, depth === 0 ? c.at - 1 : c.at);
}

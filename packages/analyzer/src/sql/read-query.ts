import {
  accept,
  type Cursor,
  isPunctuation,
  isWord,
  isWordAt,
  peek,
  skipWords,
  takeParenthesis,
} from './cursor.ts';
import { readAlias, readName } from './names.ts';
import { add, addCte, isCte, type QueryScope, type ReadTable } from './query-scope.ts';
import {
  AFTER_FROM,
  isDistinctFrom,
  isStatementInside,
  listedNames,
  QUERY_START,
  skipAlias,
  startsQuery,
} from './query-words.ts';
import type { SqlTable } from './statement.ts';
import type { SqlToken } from './tokens.ts';
import { keepWritten, renameAliases } from './written-tables.ts';

/** Reads one query with all its sub-queries. */
export function readQuery(c: Cursor, scope: QueryScope): void {
  if (accept(c, 'WITH')) readWith(c, scope);
  if (isPunctuation(c, '(')) readParenthesis(c, scope);
  else if (accept(c, 'INSERT') || accept(c, 'REPLACE')) readInsert(c, scope);
  else if (accept(c, 'UPDATE')) readUpdate(c, scope);
  else if (accept(c, 'DELETE')) readDelete(c, scope);
  else if (accept(c, 'MERGE')) readMerge(c, scope);
  readClauses(c, scope, 'read');
}

/** The list behind WITH: `a AS (…), b (x) AS (…)`. */
export function readWith(c: Cursor, scope: QueryScope): void {
  // RECURSIVE lets each see all of them, also those that come later.
  if (accept(c, 'RECURSIVE')) for (const name of listedNames({ ...c })) addCte(scope, name);
  for (;;) {
    readNamedExpression(c, scope);
    const name = readName(c);
    if (!name) return;
    if (isPunctuation(c, '(')) takeParenthesis(c);
    accept(c, 'AS');
    skipWords(c, 'NOT', 'MATERIALIZED');
    if (isPunctuation(c, '(')) readParenthesis(c, scope);
    addCte(scope, name);
    if (!isPunctuation(c, ',')) return;
    c.at++;
  }
}

/** ClickHouse names expressions the other way round: `WITH toDate(1) AS day, (SELECT …) AS last, a AS (…)`. */
function readNamedExpression(c: Cursor, scope: QueryScope): void {
  for (;;) {
    const ahead: Cursor = { ...c };
    readName(ahead);
    if (!isPunctuation(ahead, '(')) return;
    const parts = takeParenthesis(ahead);
    const isNamed = accept(ahead, 'AS') && readName(ahead) !== undefined;
    if (!isNamed || !(isPunctuation(ahead, ',') || isWord(ahead, ...QUERY_START))) return;
    readInside(parts, scope);
    c.at = ahead.at;
    if (!isPunctuation(c, ',')) return;
    c.at++;
  }
}

/** A parenthesis: a sub-query in a scope of its own, a joined table, or an expression. */
function readParenthesis(c: Cursor, scope: QueryScope): void {
  const tokens = takeParenthesis(c);
  readInside(tokens, scope);
}

function readInside(tokens: SqlToken[], scope: QueryScope): void {
  const inner: Cursor = { at: 0, tokens };
  const own: QueryScope = { tables: scope.tables, ctes: new Set(scope.ctes) };
  if (isWord(inner, ...QUERY_START) || isPunctuation(inner, '(')) readQuery(inner, own);
  else readExpression(inner, own);
}

/** In an expression only parentheses can hold queries: `extract(year from x)` names no table. */
export function readExpression(c: Cursor, scope: QueryScope): void {
  while (c.at < c.tokens.length) {
    if (isPunctuation(c, '(')) readParenthesis(c, scope);
    else if (isWord(c, 'SELECT') && !isWordAt(c, -1, 'AS')) {
      readClauses(c, scope, 'read');
      return;
    } else c.at++;
  }
}

/** Everything up to the end: FROM, JOIN and USING name tables, parentheses are looked into. */
export function readClauses(c: Cursor, scope: QueryScope, operation: SqlTable['operation']): void {
  let inFrom = false;
  while (c.at < c.tokens.length) {
    if (isPunctuation(c, '(')) readParenthesis(c, scope);
    else if (isWord(c, 'FROM') && !isDistinctFrom(c)) {
      c.at++;
      readTableList(c, scope, operation);
      inFrom = true;
    } else if (inFrom && isPunctuation(c, ',')) {
      // FROM a JOIN b ON …, c
      c.at++;
      readTableList(c, scope, operation);
    } else if (isWord(c, ...AFTER_FROM)) {
      inFrom = false;
      c.at++;
    } else if (accept(c, 'LATERAL', 'VIEW')) {
      // Spark and Hive: a function, a name for its rows, and names for its columns.
      inFrom = false;
    } else if (accept(c, 'ARRAY', 'JOIN')) {
      // ClickHouse: columns of the tables before it.
      inFrom = false;
    } else if (isWord(c, 'JOIN', 'STRAIGHT_JOIN')) {
      c.at++;
      readTable(c, scope, 'read');
    } else if (isWord(c, 'INSERT', 'UPDATE', 'DELETE') && isStatementInside(c)) {
      readQuery(c, scope);
    } else c.at++;
  }
}

export function readTableList(
  c: Cursor,
  scope: QueryScope,
  operation: SqlTable['operation'],
): ReadTable[] {
  const found: ReadTable[] = [];
  for (;;) {
    const table = readTable(c, scope, operation);
    if (table) found.push(table);
    if (!isPunctuation(c, ',')) return found;
    c.at++;
  }
}

function readTable(
  c: Cursor,
  scope: QueryScope,
  operation: SqlTable['operation'],
): ReadTable | undefined {
  skipWords(c, 'ONLY', 'LATERAL');
  if (isPunctuation(c, '(')) {
    const tokens = takeParenthesis(c);
    const inner: Cursor = { at: 0, tokens };
    const own: QueryScope = { tables: scope.tables, ctes: new Set(scope.ctes) };
    if (startsQuery(inner)) readQuery(inner, own);
    else {
      readTableList(inner, own, operation);
      readClauses(inner, own, operation);
    }
    skipAlias(c);
    return undefined;
  }
  const named = readName(c);
  if (!named) return undefined;
  if (isPunctuation(c, '*')) c.at++;
  if (isPunctuation(c, '(')) {
    // A function that returns rows: unnest(…), generate_series(…).
    readInside(takeParenthesis(c), scope);
    accept(c, 'WITH', 'ORDINALITY');
    skipAlias(c);
    return undefined;
  }
  const alias = skipAlias(c);
  add(scope, named, operation);
  return alias === undefined ? { named } : { named, alias };
}

function readInsert(c: Cursor, scope: QueryScope): void {
  if (accept(c, 'OR')) c.at++;
  skipWords(c, 'LOW_PRIORITY', 'DELAYED', 'HIGH_PRIORITY', 'IGNORE');
  accept(c, 'INTO');
  // ClickHouse: INSERT INTO FUNCTION s3(…) writes no table, and TABLE may stand before one.
  if (isWord(c, 'FUNCTION') && isPunctuation(c, '(', 2)) {
    c.at += 2;
    takeParenthesis(c);
    return;
  }
  if (isWord(c, 'TABLE') && !isPunctuation(c, '(', 1)) c.at++;
  const named = readName(c);
  if (named) add(scope, named, 'write');
  if (isWord(c, 'AS')) readAlias(c);
  // The column list, not a sub-query.
  if (isPunctuation(c, '(') && !isWordAt(c, 1, 'SELECT', 'WITH')) takeParenthesis(c);
  if (isWord(c, 'WITH')) readSource(c, scope);
}

/** The query of an INSERT; its CTEs are not known behind it, in ON CONFLICT. */
function readSource(c: Cursor, scope: QueryScope): void {
  let end = c.at;
  for (let depth = 0; end < c.tokens.length; end++) {
    const token = c.tokens[end];
    if (token?.k === 'punctuation') depth += token.text === '(' ? 1 : token.text === ')' ? -1 : 0;
    if (
      depth === 0 &&
      token?.k === 'word' &&
      /^(?:CONFLICT|DUPLICATE|RETURNING)$/.test(token.upper)
    )
      break;
  }
  readQuery({ at: c.at, tokens: c.tokens.slice(0, end) }, { ...scope, ctes: new Set(scope.ctes) });
  c.at = end;
}

function readUpdate(c: Cursor, scope: QueryScope): void {
  if (accept(c, 'OR')) c.at++;
  skipWords(c, 'LOW_PRIORITY', 'IGNORE');
  const from = scope.tables.length;
  const targets = readTableList(c, scope, 'write');
  while (isWord(c, 'JOIN', 'LEFT', 'RIGHT', 'INNER', 'OUTER', 'CROSS')) {
    skipWords(c, 'LEFT', 'RIGHT', 'INNER', 'OUTER', 'CROSS');
    if (!accept(c, 'JOIN')) break;
    const joined = readTable(c, scope, 'write');
    if (joined && isCte(scope, joined.named)) scope.tables.pop();
    else if (joined) targets.push(joined);
    while (c.at < c.tokens.length && !isWord(c, 'SET', 'JOIN', 'LEFT', 'RIGHT', 'INNER', 'CROSS')) {
      if (isPunctuation(c, '(')) readParenthesis(c, scope);
      else c.at++;
    }
  }
  if (targets.length > 1) keepWritten(c, scope, from, targets);
}

function readDelete(c: Cursor, scope: QueryScope): void {
  skipWords(c, 'LOW_PRIORITY', 'QUICK', 'IGNORE');
  if (isWord(c, 'FROM')) {
    c.at++;
    const from = scope.tables.length;
    const targets = readTableList(c, scope, 'write');
    // Cassandra: DELETE FROM a USING TIMESTAMP 1.
    if (isWord(c, 'USING') && !isWordAt(c, 1, 'TIMESTAMP', 'TTL')) {
      c.at++;
      const sources = readTableList(c, scope, 'read');
      // MySQL: DELETE FROM a USING orders a JOIN … names aliases first.
      renameAliases(scope, from, targets, sources);
    }
    return;
  }
  // MySQL: DELETE a, b FROM orders a JOIN items b …
  const aliases = new Set<string>();
  while (c.at < c.tokens.length && !isWord(c, 'FROM')) {
    const token = peek(c);
    if (token && 'text' in token && token.k !== 'punctuation')
      aliases.add(token.text.toLowerCase());
    c.at++;
  }
  if (!accept(c, 'FROM')) return;
  const found = readTableList(c, scope, 'read');
  while (isWord(c, 'JOIN', 'LEFT', 'RIGHT', 'INNER', 'OUTER', 'CROSS')) {
    skipWords(c, 'LEFT', 'RIGHT', 'INNER', 'OUTER', 'CROSS');
    if (!accept(c, 'JOIN')) break;
    const joined = readTable(c, scope, 'read');
    if (joined) found.push(joined);
    while (c.at < c.tokens.length && !isWord(c, 'WHERE', 'JOIN', 'LEFT', 'RIGHT', 'INNER', 'CROSS'))
      c.at++;
  }
  const isAliased = ({ named, alias }: ReadTable): boolean =>
    [alias, named.name].some((name) => name !== undefined && aliases.has(name.toLowerCase()));
  // Cassandra: DELETE name, tags FROM users names columns.
  const [only] = found.length === 1 ? found : [];
  const isOfColumns = only?.alias === undefined && only?.named.name !== undefined;
  for (const one of found) {
    const { named } = one;
    const hit = isAliased(one) || (isOfColumns && one === only);
    const table = hit ? scope.tables.find((t) => t.offset === named.offset) : undefined;
    if (table) table.operation = 'write';
  }
}

function readMerge(c: Cursor, scope: QueryScope): void {
  accept(c, 'INTO');
  readTable(c, scope, 'write');
  if (accept(c, 'USING')) readTable(c, scope, 'read');
}

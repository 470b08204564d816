import { accept, type Cursor, isPunctuation, isWord, isWordAt, peek, skipWords } from './cursor.ts';
import { plainDelimiters } from './delimiters.ts';
import { readName } from './names.ts';
import type { QueryScope } from './query-scope.ts';
import { readBlockParts } from './read-body.ts';
import { readAlter, readCreate, readDrop } from './read-ddl.ts';
import { readClauses, readQuery, readTableList, readWith } from './read-query.ts';
import { splitStatements } from './split-statements.ts';
import type { SqlStatement, SqlTable } from './statement.ts';
import { joinParts, tokenizeSql } from './tokens.ts';

/**
 * Reads SQL of PostgreSQL, MySQL or SQLite for the tables it names. Never throws; text that is no
 * SQL gives no statement.
 * @param parts literal parts of a template, or one whole text
 */
export function readSql(parts: readonly string[]): SqlStatement[] {
  const text = plainDelimiters(joinParts(parts));
  const statements: SqlStatement[] = [];
  for (const own of splitStatements(tokenizeSql(text))) {
    const c: Cursor = { at: 0, tokens: own };
    if (accept(c, 'DO')) statements.push(...readBlock(c, text));
    else {
      const statement = readStatement(c, text);
      if (statement) statements.push(statement);
    }
  }
  return statements;
}

/**
 * Tables of a piece of a query that starts with a join, or, with `fromTables`, with the list of
 * tables behind FROM.
 */
export function readSqlClause(parts: readonly string[], fromTables: boolean): SqlTable[] {
  const c: Cursor = { at: 0, tokens: tokenizeSql(joinParts(parts)) };
  const scope: QueryScope = { tables: [], ctes: new Set() };
  if (fromTables) readTableList(c, scope, 'read');
  readClauses(c, scope, 'read');
  return scope.tables;
}

function readStatement(c: Cursor, source: string): SqlStatement | undefined {
  // A part of a query may begin with other parts.
  while (peek(c)?.k === 'hole' || isPunctuation(c, ',')) c.at++;
  if (accept(c, 'EXPLAIN')) {
    skipWords(c, 'ANALYZE', 'VERBOSE', 'QUERY', 'PLAN');
    if (isPunctuation(c, '(') && peek(c, 1)?.k === 'word')
      while (c.at < c.tokens.length && !isWord(c, 'SELECT', 'WITH', 'INSERT', 'UPDATE', 'DELETE'))
        c.at++;
  }
  // A condition that a query builder takes as text.
  if (isWordAt(c, 0, 'EXISTS') || (isWordAt(c, 0, 'NOT') && isWordAt(c, 1, 'EXISTS')))
    skipWords(c, 'NOT', 'EXISTS');
  if (isTwoPhase(c)) return { kind: 'two-phase', tables: [] };
  // Cassandra: BEGIN UNLOGGED BATCH is followed by the first statement.
  if (accept(c, 'BEGIN', 'BATCH') || (isWordAt(c, 2, 'BATCH') && accept(c, 'BEGIN'))) {
    skipWords(c, 'UNLOGGED', 'LOGGED', 'COUNTER', 'BATCH');
    return readQueryStatement(c);
  }
  if (accept(c, 'BEGIN') || accept(c, 'START', 'TRANSACTION')) return bare(c, 'begin');
  if (accept(c, 'COMMIT') || accept(c, 'END')) return bare(c, 'commit');
  if (accept(c, 'ROLLBACK')) return bare(c, 'rollback');
  if (accept(c, 'CREATE')) return readCreate(c, source);
  if (accept(c, 'ALTER')) return readAlter(c, source);
  if (accept(c, 'DROP')) return readDrop(c);
  if (accept(c, 'TRUNCATE')) {
    accept(c, 'TABLE');
    skipWords(c, 'IF', 'EXISTS');
    return tableList(c, 'write');
  }
  if (accept(c, 'LOCK')) {
    accept(c, 'TABLE');
    return tableList(c, 'read');
  }
  if (accept(c, 'COPY')) return readCopy(c);
  if (isWord(c, 'FROM', 'WHERE', 'AND', 'OR', 'JOIN', 'LEFT', 'RIGHT', 'FULL', 'INNER', 'CROSS'))
    return readFragment(c);
  if (accept(c, 'UNION') || accept(c, 'INTERSECT') || accept(c, 'EXCEPT'))
    skipWords(c, 'ALL', 'DISTINCT');
  return readQueryStatement(c) ?? readCteFragment(c);
}

/** PostgreSQL's `DO $$ BEGIN … END $$`: statements that run once. */
function readBlock(c: Cursor, source: string): SqlStatement[] {
  if (accept(c, 'LANGUAGE')) c.at++;
  const block = peek(c);
  if (block?.k !== 'value' || !block.quoted) return [];
  const { definitions, tables, computed } = readBlockParts(block.quoted);
  const statements = definitions.flatMap(
    (tokens) => readStatement({ at: 0, tokens }, source) ?? [],
  );
  if (tables.length + computed.length > 0)
    statements.push({ kind: 'query', tables, ...(computed.length > 0 ? { computed } : {}) });
  return statements;
}

/** `FROM page JOIN orders ON …`, `WHERE id IN (SELECT …)` and `LEFT JOIN items ON …`: what code puts into a query now and then. */
function readFragment(c: Cursor): SqlStatement | undefined {
  const scope: QueryScope = { tables: [], ctes: new Set() };
  readClauses(c, scope, 'read');
  return scope.tables.length > 0 ? { kind: 'query', tables: scope.tables } : undefined;
}

/**
 * `PREPARE TRANSACTION 'id'` and its ends in PostgreSQL, `XA PREPARE 'id'` and its like in MySQL.
 * The name that follows tells them from prose.
 */
function isTwoPhase(c: Cursor): boolean {
  const named = (ahead: number): boolean => c.tokens[c.at + ahead] !== undefined;
  if (isWordAt(c, 0, 'PREPARE') && isWordAt(c, 1, 'TRANSACTION')) return named(2);
  if (isWordAt(c, 0, 'COMMIT', 'ROLLBACK') && isWordAt(c, 1, 'PREPARED')) return named(2);
  if (!isWordAt(c, 0, 'XA')) return false;
  return (
    isWordAt(c, 1, 'RECOVER') ||
    (isWordAt(c, 1, 'START', 'BEGIN', 'END', 'PREPARE', 'COMMIT', 'ROLLBACK') && named(2))
  );
}

/** `a AS (SELECT …)` without its WITH: a piece that other code puts into a query. */
function readCteFragment(c: Cursor): SqlStatement | undefined {
  const isCte =
    /^(?:word|name)$/.test(peek(c)?.k ?? '') && (isWordAt(c, 1, 'AS') || isPunctuation(c, '(', 1));
  if (!isCte || !c.tokens.some((t) => t.k === 'word' && t.upper === 'SELECT')) return undefined;
  const scope: QueryScope = { tables: [], ctes: new Set() };
  readWith(c, scope);
  readClauses(c, scope, 'read');
  return scope.ctes.size > 0 ? { kind: 'query', tables: scope.tables } : undefined;
}

/** BEGIN and its like stand alone; longer text is prose ("Begin by …") or a procedure body. */
function bare(c: Cursor, kind: 'begin' | 'commit' | 'rollback'): SqlStatement | undefined {
  const rest = c.tokens.slice(c.at);
  const allowed = rest.every((t) => t.k === 'word' && BEGIN_WORDS.has(t.upper));
  return allowed || (kind === 'rollback' && rest[0]?.k === 'word' && rest[0].upper === 'TO')
    ? { kind, tables: [] }
    : undefined;
}

const BEGIN_WORDS = new Set(
  'TRANSACTION WORK ISOLATION LEVEL READ ONLY WRITE COMMITTED UNCOMMITTED REPEATABLE SERIALIZABLE DEFERRED IMMEDIATE EXCLUSIVE NOT DEFERRABLE AND CHAIN NO'.split(
    ' ',
  ),
);

function tableList(c: Cursor, operation: SqlTable['operation']): SqlStatement {
  const statement: SqlStatement = { kind: 'query', tables: [] };
  for (;;) {
    skipWords(c, 'ONLY');
    const named = readName(c);
    if (!named) return statement;
    statement.tables.push({ ...named, operation });
    if (!isPunctuation(c, ',')) return statement;
    c.at++;
  }
}

function readCopy(c: Cursor): SqlStatement | undefined {
  // COPY (SELECT …) TO STDOUT
  if (isPunctuation(c, '(')) {
    c.at++;
    return readQueryStatement(c);
  }
  const named = readName(c);
  if (!named) return undefined;
  while (c.at < c.tokens.length && !isWord(c, 'FROM', 'TO')) c.at++;
  if (c.at >= c.tokens.length) return undefined;
  return { kind: 'query', tables: [{ ...named, operation: isWord(c, 'FROM') ? 'write' : 'read' }] };
}

/** The words without which the text is prose: "Update your profile" has no SET. */
const REQUIRED: Record<string, string[]> = {
  SELECT: [],
  INSERT: ['VALUES', 'VALUE', 'SELECT', 'DEFAULT', 'SET', 'FORMAT'],
  REPLACE: ['VALUES', 'VALUE', 'SELECT', 'SET'],
  UPDATE: ['SET'],
  DELETE: ['FROM'],
  MERGE: ['USING'],
  WITH: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
};

/** `Update metrics of ${name}` is a title; SQL is written `UPDATE` or `update`. */
function isTitle(word: string): boolean {
  return /^[A-Z][a-z]+$/.test(word);
}

function readQueryStatement(c: Cursor): SqlStatement | undefined {
  let first = peek(c);
  for (let at = 0; first?.k === 'punctuation' && first.text === '('; at++) first = peek(c, at);
  if (first?.k !== 'word') return undefined;
  const required = REQUIRED[first.upper];
  if (!required) return undefined;
  const words = new Set(c.tokens.flatMap((t) => (t.k === 'word' ? [t.upper] : [])));
  // A hole may hold the missing words: insert into t ${values}.
  const hasHole = c.tokens.some((t) => t.k === 'hole');
  if (
    required.length > 0 &&
    !required.some((word) => words.has(word)) &&
    !(hasHole && first.upper !== 'WITH' && !isTitle(first.text))
  )
    return undefined;
  const scope: QueryScope = { tables: [], ctes: new Set() };
  readQuery(c, scope);
  return { kind: 'query', tables: scope.tables };
}

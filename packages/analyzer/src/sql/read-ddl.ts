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
import { columnNames, readName } from './names.ts';
import type { QueryScope } from './query-scope.ts';
import { readQuery } from './read-query.ts';
import type { SqlForeignKey, SqlStatement } from './statement.ts';

export function readCreate(c: Cursor): SqlStatement | undefined {
  const start = c.at;
  skipWords(
    c,
    'OR',
    'REPLACE',
    'TEMP',
    'TEMPORARY',
    'UNLOGGED',
    'GLOBAL',
    'LOCAL',
    'UNIQUE',
    'EXTERNAL',
    'RECURSIVE',
    'MATERIALIZED',
    'VIRTUAL',
    'CONSTRAINT',
  );
  // A temporary table is no part of the schema.
  const modifiers = c.tokens.slice(start, c.at);
  const isTemporary = modifiers.some((t) => t.k === 'word' && t.upper.startsWith('TEMP'));
  const created = accept(c, 'TABLE')
    ? createTable(c)
    : accept(c, 'VIEW')
      ? createView(c)
      : undefined;
  if (created && isTemporary) delete created.defines;
  if (created) return created;
  if (isWord(c, 'INDEX', 'TRIGGER', 'POLICY', 'RULE')) return createOn(c);
  return undefined;
}

function createTable(c: Cursor): SqlStatement | undefined {
  skipWords(c, 'IF', 'NOT', 'EXISTS');
  const named = readName(c);
  if (!named) return undefined;
  const statement: SqlStatement = { kind: 'ddl', tables: [{ ...named, operation: 'ddl' }] };
  const foreignKeys = isPunctuation(c, '(')
    ? readForeignKeys({ at: 0, tokens: takeParenthesis(c) })
    : [];
  if (named.name) statement.defines = { name: named.name, kind: 'table', foreignKeys };
  if (accept(c, 'AS')) {
    const scope: QueryScope = { tables: statement.tables, ctes: new Set() };
    readQuery(c, scope);
  }
  return statement;
}

function createView(c: Cursor): SqlStatement | undefined {
  skipWords(c, 'IF', 'NOT', 'EXISTS');
  const named = readName(c);
  if (!named) return undefined;
  const statement: SqlStatement = { kind: 'ddl', tables: [{ ...named, operation: 'ddl' }] };
  if (named.name) statement.defines = { name: named.name, kind: 'view', foreignKeys: [] };
  while (c.at < c.tokens.length && !isWord(c, 'AS')) c.at++;
  c.at++;
  readQuery(c, { tables: statement.tables, ctes: new Set() });
  return statement;
}

/** CREATE INDEX i ON t, CREATE TRIGGER … ON t: they change t. */
function createOn(c: Cursor): SqlStatement | undefined {
  while (c.at < c.tokens.length && !isWord(c, 'ON')) c.at++;
  c.at++;
  skipWords(c, 'ONLY');
  const named = readName(c);
  return named ? { kind: 'ddl', tables: [{ ...named, operation: 'ddl' }] } : undefined;
}

export function readAlter(c: Cursor): SqlStatement | undefined {
  if (!accept(c, 'TABLE')) return undefined;
  skipWords(c, 'IF', 'EXISTS', 'ONLY');
  const named = readName(c);
  if (!named) return undefined;
  const foreignKeys = readForeignKeys({ at: 0, tokens: c.tokens.slice(c.at) });
  c.at = c.tokens.length;
  return {
    kind: 'ddl',
    tables: [{ ...named, operation: 'ddl' }],
    ...(named.name && foreignKeys.length > 0
      ? { defines: { name: named.name, kind: 'table', foreignKeys } }
      : {}),
  };
}

export function readDrop(c: Cursor): SqlStatement | undefined {
  skipWords(c, 'MATERIALIZED');
  if (!isWord(c, 'TABLE', 'VIEW')) return undefined;
  c.at++;
  skipWords(c, 'IF', 'EXISTS');
  const statement: SqlStatement = { kind: 'ddl', tables: [], drops: [] };
  for (;;) {
    const named = readName(c);
    if (!named) return statement;
    statement.tables.push({ ...named, operation: 'ddl' });
    if (named.name) statement.drops?.push(named.name);
    if (!isPunctuation(c, ',')) return statement;
    c.at++;
  }
}

/** `REFERENCES t (c)` behind a column, and `FOREIGN KEY (a) REFERENCES t (c)`. */
function readForeignKeys(c: Cursor): SqlForeignKey[] {
  const keys: SqlForeignKey[] = [];
  let column: string | undefined;
  let columns: string[] | undefined;
  let startOfItem = true;
  while (c.at < c.tokens.length) {
    const token = peek(c);
    if (startOfItem && (token?.k === 'name' || token?.k === 'word')) {
      skipWords(c, 'ADD', 'COLUMN', 'IF', 'NOT', 'EXISTS');
      const first = peek(c);
      if (first?.k === 'name' || first?.k === 'word') column = first.text;
      startOfItem = false;
    }
    if (accept(c, 'FOREIGN', 'KEY')) {
      while (c.at < c.tokens.length && !isPunctuation(c, '(')) c.at++;
      columns = columnNames(takeParenthesis(c));
    } else if (accept(c, 'REFERENCES')) {
      keys.push(readReference(c, columns ?? (column ? [column] : [])));
      columns = undefined;
    } else if (isPunctuation(c, '(')) takeParenthesis(c);
    else {
      if (isPunctuation(c, ',')) startOfItem = true;
      c.at++;
    }
  }
  return keys.filter((key) => key.table !== '');
}

const ACTIONS = ['CASCADE', 'RESTRICT'];

function readReference(c: Cursor, columns: string[]): SqlForeignKey {
  const offset = peek(c)?.offset ?? 0;
  const table = readName(c)?.name ?? '';
  const referencedColumns = isPunctuation(c, '(') ? columnNames(takeParenthesis(c)) : [];
  const key: SqlForeignKey = { columns, table, referencedColumns, offset };
  while (c.at < c.tokens.length && !isPunctuation(c, ',')) {
    if (isWord(c, 'REFERENCES', 'FOREIGN')) break;
    if (accept(c, 'ON', 'DELETE')) {
      if (isWord(c, ...ACTIONS)) key.onDelete = isWord(c, 'CASCADE') ? 'cascade' : 'restrict';
      else if (isWord(c, 'SET')) key.onDelete = isWordAt(c, 1, 'NULL') ? 'set null' : 'set default';
      else if (isWord(c, 'NO')) key.onDelete = 'no action';
    }
    if (isPunctuation(c, '(')) takeParenthesis(c);
    else c.at++;
  }
  return key;
}

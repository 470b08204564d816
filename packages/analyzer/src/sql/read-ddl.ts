import {
  accept,
  type Cursor,
  isPunctuation,
  isWord,
  isWordAt,
  skipWords,
  takeParenthesis,
} from './cursor.ts';
import { type NamedTable, readName } from './names.ts';
import type { QueryScope } from './query-scope.ts';
import { readAlterations, readColumns } from './read-columns.ts';
import { readForeignKeys } from './read-foreign-keys.ts';
import { readClauses, readQuery } from './read-query.ts';
import { readRoutine, readTrigger } from './read-trigger.ts';
import type { SqlDefinition, SqlStatement } from './statement.ts';
import type { SqlToken } from './tokens.ts';

/** Behind CREATE. @param source the text of the tokens, from which types are taken as they are written */
export function readCreate(c: Cursor, source: string): SqlStatement | undefined {
  const start = c.at;
  skipWords(
    c,
    'OR',
    'REPLACE',
    'ALTER',
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
  skipOwner(c);
  // A temporary table is no part of the schema.
  const modifiers = c.tokens.slice(start, c.at);
  const isTemporary = modifiers.some((t) => t.k === 'word' && t.upper.startsWith('TEMP'));
  const created = accept(c, 'TABLE')
    ? createTable(c, source)
    : accept(c, 'VIEW')
      ? createView(c)
      : undefined;
  if (created && isTemporary) delete created.defines;
  if (created) return created;
  if (accept(c, 'TRIGGER')) return readTrigger(c);
  if (accept(c, 'FUNCTION') || accept(c, 'PROCEDURE') || accept(c, 'PROC')) return readRoutine(c);
  if (isWord(c, 'INDEX', 'POLICY', 'RULE')) return createOn(c);
  return undefined;
}

/** MySQL: `ALGORITHM = MERGE DEFINER = user@host SQL SECURITY INVOKER` before the kind of thing. */
function skipOwner(c: Cursor): void {
  if (!isWord(c, 'DEFINER', 'ALGORITHM', 'SQL')) return;
  while (c.at < c.tokens.length && !isWord(c, 'TRIGGER', 'FUNCTION', 'PROCEDURE', 'VIEW')) c.at++;
}

function definition(kind: SqlDefinition['kind'], creates: boolean): SqlDefinition {
  return {
    kind,
    creates,
    columns: [],
    foreignKeys: [],
    dropsColumns: [],
    renamesColumns: [],
    dropsKeys: [],
  };
}

function ddl(named: NamedTable, defines?: SqlDefinition): SqlStatement {
  const statement: SqlStatement = { kind: 'ddl', tables: [{ ...named, operation: 'ddl' }] };
  return defines ? { ...statement, defines } : statement;
}

function createTable(c: Cursor, source: string): SqlStatement | undefined {
  skipWords(c, 'IF', 'NOT', 'EXISTS');
  const named = readName(c);
  if (!named) return undefined;
  const defines = definition('table', true);
  if (isPunctuation(c, '(')) {
    const inside = takeParenthesis(c);
    const closing = c.tokens[c.at - 1]?.offset ?? source.length;
    defines.columns = readColumns(inside, source, closing);
    defines.foreignKeys = readForeignKeys({ at: 0, tokens: inside });
  }
  const statement = ddl(named, defines);
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
  const statement = ddl(named, definition('view', true));
  while (c.at < c.tokens.length && !isWord(c, 'AS')) {
    // ClickHouse: CREATE MATERIALIZED VIEW v TO orders_by_day AS …
    const filled = accept(c, 'TO') ? readName(c) : undefined;
    if (filled) statement.tables.push({ ...filled, operation: 'write' });
    else c.at++;
  }
  c.at++;
  readQuery(c, { tables: statement.tables, ctes: new Set() });
  return statement;
}

/** CREATE INDEX i ON t and its like: they change t. */
function createOn(c: Cursor): SqlStatement | undefined {
  while (c.at < c.tokens.length && !isWord(c, 'ON')) c.at++;
  c.at++;
  skipWords(c, 'ONLY');
  const named = readName(c);
  return named ? ddl(named) : undefined;
}

/** Behind ALTER. */
export function readAlter(c: Cursor, source: string): SqlStatement | undefined {
  if (!accept(c, 'TABLE')) return undefined;
  skipWords(c, 'IF', 'EXISTS', 'ONLY');
  const named = readName(c);
  if (!named) return undefined;
  if (accept(c, 'ON', 'CLUSTER')) readName(c);
  // ClickHouse changes rows this way.
  if (isWord(c, 'UPDATE') || (isWordAt(c, 0, 'DELETE') && isWordAt(c, 1, 'WHERE'))) {
    c.at++;
    const scope: QueryScope = { tables: [{ ...named, operation: 'write' }], ctes: new Set() };
    readClauses(c, scope, 'read');
    return { kind: 'query', tables: scope.tables };
  }
  // pg_dump writes this for sequences and views too: it says nothing about a table.
  if (isWordAt(c, 0, 'OWNER') && isWordAt(c, 1, 'TO')) return undefined;
  const actions = c.tokens.slice(c.at);
  const defines = definition('table', false);
  defines.foreignKeys = readForeignKeys({ at: 0, tokens: actions });
  readAlterations(actions, source, endOf(actions, source), defines);
  c.at = c.tokens.length;
  return ddl(named, defines);
}

/** Where the text of the last token ends, a semicolon at the latest. */
function endOf(tokens: SqlToken[], source: string): number {
  const from = tokens.at(-1)?.offset ?? source.length;
  const end = source.indexOf(';', from);
  return end === -1 ? source.length : end;
}

/** Behind DROP. */
export function readDrop(c: Cursor): SqlStatement | undefined {
  skipWords(c, 'MATERIALIZED');
  if (accept(c, 'TRIGGER')) {
    skipWords(c, 'IF', 'EXISTS');
    const name = readName(c)?.name;
    const named = accept(c, 'ON') ? readName(c) : undefined;
    if (name === undefined) return undefined;
    return {
      kind: 'ddl',
      tables: named ? [{ ...named, operation: 'ddl' }] : [],
      dropsTrigger: name,
    };
  }
  if (!isWord(c, 'TABLE', 'VIEW')) return undefined;
  c.at++;
  skipWords(c, 'IF', 'EXISTS');
  const statement: SqlStatement = { kind: 'ddl', tables: [], drops: true };
  for (;;) {
    const named = readName(c);
    if (!named) return statement;
    statement.tables.push({ ...named, operation: 'ddl' });
    if (!isPunctuation(c, ',')) return statement;
    c.at++;
  }
}

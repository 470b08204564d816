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
import { type NamedTable, readName } from './names.ts';
import { readBody, readQuotedBody } from './read-body.ts';
import type { SqlBody, SqlStatement, SqlTrigger } from './statement.ts';

const EVENTS: Record<string, SqlTrigger['events'][number]> = {
  INSERT: 'insert',
  UPDATE: 'update',
  DELETE: 'delete',
  TRUNCATE: 'truncate',
};

/** Behind CREATE TRIGGER, of PostgreSQL, SQLite, MySQL and SQL Server. */
export function readTrigger(c: Cursor): SqlStatement | undefined {
  skipWords(c, 'IF', 'NOT', 'EXISTS');
  const name = readName(c)?.name;
  const trigger: SqlTrigger = { name: name ?? '', timing: 'after', events: [] };
  const rows: string[] = [];
  let table: NamedTable | undefined;
  let condition: SqlBody | undefined;
  while (c.at < c.tokens.length) {
    if (accept(c, 'ON')) table ??= readName(c);
    else if (accept(c, 'BEFORE')) trigger.timing = 'before';
    else if (accept(c, 'INSTEAD', 'OF')) trigger.timing = 'instead of';
    else if (accept(c, 'REFERENCING')) rows.push(...transitionTables(c));
    else if (accept(c, 'WHEN') && isPunctuation(c, '(')) condition = readBody(takeParenthesis(c));
    else if (accept(c, 'EXECUTE')) {
      skipWords(c, 'FUNCTION', 'PROCEDURE');
      const routine = readName(c)?.name;
      if (routine !== undefined) trigger.routine = routine;
      break;
    } else if (startsBody(c, table)) {
      skipWords(c, 'FOLLOWS', 'PRECEDES');
      trigger.body = readBody(c.tokens.slice(c.at), rows);
      break;
    } else {
      const word = peek(c);
      const event = word?.k === 'word' ? EVENTS[word.upper] : undefined;
      if (event && !trigger.events.includes(event)) trigger.events.push(event);
      c.at++;
    }
  }
  if (!table) return undefined;
  if (condition) trigger.body = joined(condition, trigger.body);
  const statement: SqlStatement = { kind: 'ddl', tables: [{ ...table, operation: 'ddl' }] };
  if (name !== undefined) statement.trigger = trigger;
  return statement;
}

/** BEGIN, AS (SQL Server), or behind FOR EACH ROW whatever is not a part of the head. */
function startsBody(c: Cursor, table: NamedTable | undefined): boolean {
  if (!table) return false;
  if (isWord(c, 'BEGIN')) return true;
  if (isWordAt(c, -1, 'AS')) return true;
  const behindHead = isWordAt(c, -1, 'ROW', 'STATEMENT') && isWordAt(c, -2, 'EACH');
  return behindHead && !isWord(c, 'WHEN', 'EXECUTE', 'REFERENCING');
}

/** `REFERENCING OLD TABLE AS before NEW TABLE AS after`. */
function transitionTables(c: Cursor): string[] {
  const names: string[] = [];
  while (isWord(c, 'OLD', 'NEW')) {
    c.at++;
    skipWords(c, 'TABLE', 'ROW', 'AS');
    const name = readName(c)?.name;
    if (name !== undefined) names.push(name);
  }
  return names;
}

function joined(a: SqlBody, b: SqlBody | undefined): SqlBody {
  return {
    tables: [...a.tables, ...(b?.tables ?? [])],
    calls: [...a.calls, ...(b?.calls ?? [])],
    computed: a.computed || (b?.computed ?? false),
  };
}

const SQL_LANGUAGES = /^(?:sql|plpgsql|tsql)$/;

/** Behind CREATE FUNCTION or CREATE PROCEDURE. */
export function readRoutine(c: Cursor): SqlStatement | undefined {
  skipWords(c, 'IF', 'NOT', 'EXISTS');
  const name = readName(c)?.name;
  if (name === undefined) return undefined;
  if (isPunctuation(c, '(')) takeParenthesis(c);
  let language = 'sql';
  let body: SqlBody | undefined;
  for (; c.at < c.tokens.length; c.at++) {
    const next = peek(c, 1);
    if (isWord(c, 'LANGUAGE') && next && 'text' in next) language = next.text.toLowerCase();
    else if (isWord(c, 'LANGUAGE') && next?.k === 'value' && next.quoted)
      language = next.quoted.inner.toLowerCase();
    else if (isWord(c, 'AS') && next?.k === 'value' && next.quoted)
      body = readQuotedBody(next.quoted);
    else if (isWord(c, 'BEGIN') || (isWord(c, 'RETURN') && next?.k === 'punctuation')) {
      body = readBody(c.tokens.slice(c.at));
      break;
    }
  }
  const isReadable = body && SQL_LANGUAGES.test(language);
  return {
    kind: 'ddl',
    tables: [],
    routine: { name, ...(isReadable && body ? { body } : {}) },
  };
}

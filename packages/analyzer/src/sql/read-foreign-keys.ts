import type { ReferentialAction } from '../model/analysis.ts';
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
import type { SqlForeignKey } from './statement.ts';

/** `REFERENCES t (c)` behind a column, and `FOREIGN KEY (a) REFERENCES t (c)`. */
export function readForeignKeys(c: Cursor): SqlForeignKey[] {
  const keys: SqlForeignKey[] = [];
  let column: string | undefined;
  let columns: string[] | undefined;
  let name: string | undefined;
  let startOfItem = true;
  while (c.at < c.tokens.length) {
    const token = peek(c);
    if (startOfItem && (token?.k === 'name' || token?.k === 'word')) {
      skipWords(c, 'ADD', 'COLUMN', 'IF', 'NOT', 'EXISTS');
      const first = peek(c);
      if (first?.k === 'name' || first?.k === 'word') column = first.text;
      startOfItem = false;
    }
    if (accept(c, 'CONSTRAINT')) name = readName(c)?.name;
    else if (accept(c, 'FOREIGN', 'KEY')) {
      while (c.at < c.tokens.length && !isPunctuation(c, '(')) c.at++;
      columns = columnNames(takeParenthesis(c));
    } else if (accept(c, 'REFERENCES')) {
      const key = readReference(c, columns ?? (column ? [column] : []));
      keys.push(name === undefined ? key : { ...key, name });
      columns = undefined;
    } else if (isPunctuation(c, '(')) takeParenthesis(c);
    else {
      if (isPunctuation(c, ',')) {
        startOfItem = true;
        name = undefined;
      }
      c.at++;
    }
  }
  return keys.filter((key) => key.table !== '');
}

function readReference(c: Cursor, columns: string[]): SqlForeignKey {
  const offset = peek(c)?.offset ?? 0;
  const table = readName(c)?.name ?? '';
  const referencedColumns = isPunctuation(c, '(') ? columnNames(takeParenthesis(c)) : [];
  const key: SqlForeignKey = { columns, table, referencedColumns, offset };
  while (c.at < c.tokens.length && !isPunctuation(c, ',')) {
    if (isWord(c, 'REFERENCES', 'FOREIGN')) break;
    const part = accept(c, 'ON', 'DELETE')
      ? 'onDelete'
      : accept(c, 'ON', 'UPDATE')
        ? 'onUpdate'
        : undefined;
    const action = part ? readAction(c) : undefined;
    if (part && action) key[part] = action;
    else if (isPunctuation(c, '(')) takeParenthesis(c);
    else c.at++;
  }
  return key;
}

function readAction(c: Cursor): ReferentialAction | undefined {
  if (isWord(c, 'CASCADE')) return 'cascade';
  if (isWord(c, 'RESTRICT')) return 'restrict';
  if (isWord(c, 'NO')) return 'no action';
  if (isWord(c, 'SET')) return isWordAt(c, 1, 'NULL') ? 'set null' : 'set default';
  return undefined;
}

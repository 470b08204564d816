import { accept, type Cursor, isPunctuation, isWord, isWordAt, peek, skipWords } from './cursor.ts';
import { columnNames, readName } from './names.ts';
import type { SqlColumn, SqlDefinition } from './statement.ts';
import type { SqlToken } from './tokens.ts';

/** What may follow the type of a column. */
const AFTER_TYPE = new Set(
  `NOT NULL DEFAULT PRIMARY REFERENCES UNIQUE CHECK COLLATE GENERATED CONSTRAINT AUTO_INCREMENT
  AUTOINCREMENT COMMENT ON KEY IDENTITY AS STORED VIRTUAL FIRST AFTER USING DEFERRABLE INVISIBLE
  CHARSET ENCODE SPARSE ROWGUIDCOL`.split(/\s+/),
);
const CONSTRAINT = ['PRIMARY', 'UNIQUE', 'CONSTRAINT', 'FOREIGN', 'CHECK', 'EXCLUDE', 'LIKE'];
const INDEX = ['KEY', 'INDEX', 'FULLTEXT', 'SPATIAL'];

/** The columns between the parentheses of CREATE TABLE. */
export function readColumns(tokens: SqlToken[], source: string, end: number): SqlColumn[] {
  return listItems(tokens, end).flatMap(({ tokens: own, end: ownEnd }) => {
    const c: Cursor = { at: 0, tokens: own };
    return isWord(c, ...CONSTRAINT) || isIndex(c) ? [] : (readColumn(c, source, ownEnd) ?? []);
  });
}

/** MySQL's `KEY name (columns)`, as against a column called key. */
function isIndex(c: Cursor): boolean {
  if (!isWord(c, ...INDEX)) return false;
  const next = peek(c, 1);
  if (isPunctuation(c, '(', 1) || isWordAt(c, 1, ...INDEX)) return true;
  return (
    (next?.k === 'word' || next?.k === 'name') &&
    (isWordAt(c, 2, 'USING') || (isPunctuation(c, '(', 2) && peek(c, 3)?.k !== 'value'))
  );
}

function readColumn(c: Cursor, source: string, end: number): SqlColumn | undefined {
  const token = peek(c);
  if (token?.k !== 'word' && token?.k !== 'name') return undefined;
  c.at++;
  const column: SqlColumn = { name: token.text, offset: token.offset };
  const type = readType(c, source, end);
  return type ? { ...column, type } : column;
}

/** `varchar(20)`, `double precision`, `text[]`, as the source has it. */
function readType(c: Cursor, source: string, end: number): string | undefined {
  const start = peek(c);
  if (start?.k !== 'word' && start?.k !== 'name') return undefined;
  let depth = 0;
  for (; c.at < c.tokens.length; c.at++) {
    const token = peek(c);
    if (token?.k === 'hole') return undefined;
    if (isPunctuation(c, '(')) depth++;
    else if (isPunctuation(c, ')')) depth--;
    else if (depth === 0 && token?.k === 'word' && AFTER_TYPE.has(token.upper)) break;
    else if (depth === 0 && isWord(c, 'CHARACTER') && isWordAt(c, 1, 'SET')) break;
  }
  const text = source
    .slice(start.offset, peek(c)?.offset ?? end)
    .replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return text === '' ? undefined : text;
}

/** Items of a list, each with the offset at which its text ends. */
function listItems(tokens: SqlToken[], end: number): { tokens: SqlToken[]; end: number }[] {
  const items: { tokens: SqlToken[]; end: number }[] = [];
  let own: SqlToken[] = [];
  let depth = 0;
  for (const token of tokens) {
    if (token.k === 'punctuation') depth += token.text === '(' ? 1 : token.text === ')' ? -1 : 0;
    if (token.k === 'punctuation' && token.text === ',' && depth === 0) {
      items.push({ tokens: own, end: token.offset });
      own = [];
    } else own.push(token);
  }
  items.push({ tokens: own, end });
  return items.filter((item) => item.tokens.length > 0);
}

/** The actions of ALTER TABLE, as far as they concern columns, names of keys and the table's name. */
export function readAlterations(
  tokens: SqlToken[],
  source: string,
  end: number,
  into: SqlDefinition,
): void {
  for (const item of listItems(tokens, end)) {
    const c: Cursor = { at: 0, tokens: item.tokens };
    if (accept(c, 'ADD')) addition(c, source, item.end, into);
    else if (accept(c, 'DROP')) removal(c, into);
    else if (accept(c, 'RENAME')) renaming(c, into);
    else if (accept(c, 'ALTER') || accept(c, 'MODIFY')) retyping(c, source, item.end, into);
    else if (accept(c, 'CHANGE')) {
      accept(c, 'COLUMN');
      const from = readName(c)?.name;
      const column = readColumn(c, source, item.end);
      if (from === undefined || !column) continue;
      if (from !== column.name) into.renamesColumns.push({ from, to: column.name });
      into.columns.push(column);
    }
  }
}

function addition(c: Cursor, source: string, end: number, into: SqlDefinition): void {
  if (isWord(c, ...CONSTRAINT) || isIndex(c)) return;
  accept(c, 'COLUMN');
  skipWords(c, 'IF', 'NOT', 'EXISTS');
  if (isPunctuation(c, '(')) {
    const closing = c.tokens.at(-1);
    const inside = c.tokens.slice(c.at + 1, closing && isEnd(closing) ? -1 : undefined);
    into.columns.push(...readColumns(inside, source, closing?.offset ?? end));
    return;
  }
  const column = readColumn(c, source, end);
  if (column) into.columns.push(column);
}

function isEnd(token: SqlToken): boolean {
  return token.k === 'punctuation' && token.text === ')';
}

function removal(c: Cursor, into: SqlDefinition): void {
  const isKey = accept(c, 'CONSTRAINT') || accept(c, 'FOREIGN', 'KEY');
  if (!isKey && (isIndex(c) || isWord(c, 'PRIMARY', 'INDEX', 'KEY') || isWord(c, 'CHECK'))) return;
  if (!isKey) accept(c, 'COLUMN');
  skipWords(c, 'IF', 'EXISTS');
  const [name] = columnNames(c.tokens.slice(c.at, c.at + 1));
  if (name !== undefined) (isKey ? into.dropsKeys : into.dropsColumns).push(name);
}

/** `RENAME TO t`, `RENAME [COLUMN] a TO b`; a constraint or an index may be renamed as well. */
function renaming(c: Cursor, into: SqlDefinition): void {
  if (isWord(c, 'CONSTRAINT', 'INDEX', 'KEY')) return;
  if (accept(c, 'TO') || accept(c, 'AS')) {
    const to = readName(c)?.name;
    if (to !== undefined) into.renamedTo = to;
    return;
  }
  accept(c, 'COLUMN');
  const from = readName(c)?.name;
  if (from === undefined || !accept(c, 'TO')) return;
  const to = readName(c)?.name;
  if (to !== undefined) into.renamesColumns.push({ from, to });
}

/** `ALTER COLUMN a [SET DATA] TYPE t`, `MODIFY a t`; other alterations keep the type. */
function retyping(c: Cursor, source: string, end: number, into: SqlDefinition): void {
  const isModify = isWordAt(c, -1, 'MODIFY');
  accept(c, 'COLUMN');
  const token = peek(c);
  if (token?.k !== 'word' && token?.k !== 'name') return;
  c.at++;
  const says = accept(c, 'SET', 'DATA', 'TYPE') || accept(c, 'TYPE') || isModify;
  const type = says ? readType(c, source, end) : undefined;
  if (type) into.columns.push({ name: token.text, offset: token.offset, type });
}

import { accept, type Cursor, isPunctuation, isWord, isWordAt, peek } from './cursor.ts';
import { readName } from './names.ts';
import type { QueryScope } from './query-scope.ts';
import { QUERY_START } from './query-words.ts';
import { readClauses, readExpression, readQuery } from './read-query.ts';
import type { SqlBody } from './statement.ts';
import { type SqlToken, tokenizeSql } from './tokens.ts';

/** Rows that a trigger is given; they go by the names of tables. */
const GIVEN_ROWS = ['new', 'old', 'inserted', 'deleted'];

/** A body in quotes: the text of a function, which stands at `offset` of the whole text. */
export function readQuotedBody(quoted: Quoted): SqlBody {
  return readBody(tokensOf(quoted));
}

export interface Quoted {
  inner: string;
  offset: number;
}

/**
 * The parts of a block that runs once, `DO $$ BEGIN … END $$`: what defines something, statement by statement, what asks
 * for rows, and where something is run that is put together first.
 */
export function readBlockParts(quoted: Quoted): {
  definitions: SqlToken[][];
  tables: SqlBody['tables'];
  computed: number[];
} {
  const steps = splitSteps(tokensOf(quoted)).flatMap(writtenOut);
  const queries = steps.filter((step) => !isDefinition(step));
  return {
    definitions: steps.filter(isDefinition),
    tables: queries.flatMap((step) => readBody(step).tables),
    computed: queries.flatMap((step) => executeIn(step)?.offset ?? []),
  };
}

function tokensOf({ inner, offset }: Quoted): SqlToken[] {
  return tokenizeSql(inner).map((token) => ({ ...token, offset: token.offset + offset }));
}

function isDefinition([first]: SqlToken[]): boolean {
  return first?.k === 'word' && /^(?:CREATE|ALTER|DROP)$/.test(first.upper);
}

function executeIn(step: SqlToken[]): SqlToken | undefined {
  return step.find((token) => token.k === 'word' && token.upper === 'EXECUTE');
}

/** `EXECUTE 'ALTER TABLE …'` is what stands in the quotes. */
function writtenOut(step: SqlToken[]): SqlToken[][] {
  const [first, text, ...others] = step;
  const quoted = text?.k === 'value' && others.length === 0 ? text.quoted : undefined;
  return quoted && first === executeIn(step) ? splitSteps(tokensOf(quoted)) : [step];
}

/**
 * Reads the statements of a function or a trigger: plain SQL, PL/pgSQL, and the procedural languages of
 * MySQL and SQL Server, as far as they name tables.
 * @param localNames what stands for rows here, beside NEW and OLD
 */
export function readBody(tokens: SqlToken[], localNames: string[] = []): SqlBody {
  const names = [...GIVEN_ROWS, ...localNames.map((name) => name.toLowerCase())];
  const scope: QueryScope = { tables: [], ctes: new Set(names) };
  const body: SqlBody = { tables: scope.tables, calls: calledFunctions(tokens), computed: false };
  for (const own of splitSteps(tokens)) {
    const c: Cursor = { at: 0, tokens: own };
    if (executeIn(own)) body.computed = true;
    readStep(c, { tables: scope.tables, ctes: new Set(scope.ctes) });
  }
  return body;
}

function readStep(c: Cursor, scope: QueryScope): void {
  if (accept(c, 'PERFORM')) {
    readClauses(c, scope, 'read');
    return;
  }
  if (accept(c, 'TRUNCATE')) {
    accept(c, 'TABLE');
    const named = readName(c);
    if (named) scope.tables.push({ ...named, operation: 'write' });
    return;
  }
  const start = queryStart(c);
  // What stands before it, `IF (SELECT …) THEN`, `total := (SELECT …)`, is an expression.
  readExpression({ at: 0, tokens: c.tokens.slice(0, start) }, scope);
  if (start < c.tokens.length) readQuery({ ...c, at: start }, scope);
}

/** The query that a step runs, perhaps behind words such as RETURN QUERY or FOR row IN. */
function queryStart(c: Cursor): number {
  const at: Cursor = { ...c };
  for (let depth = 0; at.at < at.tokens.length; at.at++) {
    if (isPunctuation(at, '(')) depth++;
    else if (isPunctuation(at, ')')) depth--;
    else if (depth === 0 && isWord(at, ...QUERY_START) && !isWordAt(at, -1, 'OF', 'FOR'))
      return at.at;
    else if (depth === 0 && isWord(at, 'SELECT') && isWordAt(at, -1, 'FOR')) return at.at;
  }
  return at.at;
}

/** Steps end at semicolons and where a block begins; the words of CASE belong to an expression. */
function splitSteps(tokens: SqlToken[]): SqlToken[][] {
  const steps: SqlToken[][] = [];
  let own: SqlToken[] = [];
  let depth = 0;
  let cases = 0;
  for (const token of tokens) {
    if (token.k === 'punctuation') depth += token.text === '(' ? 1 : token.text === ')' ? -1 : 0;
    if (token.k === 'word' && token.upper === 'CASE' && own.length > 0) cases++;
    if (token.k === 'word' && token.upper === 'END' && cases > 0) {
      cases--;
      own.push(token);
      continue;
    }
    const ends = token.k === 'punctuation' && token.text === ';';
    const begins = token.k === 'word' && depth === 0 && cases === 0 && STEP_WORDS.has(token.upper);
    if (!ends && !begins) {
      own.push(token);
      continue;
    }
    if (ends) cases = 0;
    steps.push(own);
    own = [];
  }
  steps.push(own);
  return steps.filter((step) => step.length > 0);
}

const STEP_WORDS = new Set(['BEGIN', 'THEN', 'ELSE', 'LOOP', 'DECLARE', 'ELSIF', 'ELSEIF', 'DO']);

function calledFunctions(tokens: SqlToken[]): string[] {
  const c: Cursor = { at: 0, tokens };
  const names = new Set<string>();
  for (; c.at < tokens.length; c.at++) {
    const token = peek(c);
    if ((token?.k === 'word' || token?.k === 'name') && isPunctuation(c, '(', 1))
      names.add(token.text.toLowerCase());
  }
  return [...names];
}

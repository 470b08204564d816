import { type Cursor, isPunctuation, peek } from './cursor.ts';
import { DEFAULT_SCHEMAS } from './naming.ts';
import type { SqlTable } from './statement.ts';

/** Words that end a table reference: none of them can be a table or an alias without quotes. */
const RESERVED = new Set(
  `SELECT FROM WHERE GROUP HAVING ORDER LIMIT OFFSET FETCH UNION INTERSECT EXCEPT JOIN INNER LEFT RIGHT
  FULL CROSS NATURAL OUTER ON USING SET VALUES DEFAULT RETURNING WINDOW FOR WITH AS AND OR NOT CASE WHEN
  THEN ELSE END IN IS NULL LIKE BETWEEN EXISTS DISTINCT ALL INTO ONLY LATERAL TABLE IF DO CONFLICT WHEN
  MATCHED TABLESAMPLE STRAIGHT_JOIN FORCE USE IGNORE PARTITION QUALIFY LOCK ASOF GLOBAL ANY ARRAY`
    .split(/\s+/)
    .filter(Boolean),
);

export interface NamedTable extends Omit<SqlTable, 'operation'> {
  /** It is written with its schema. */
  qualified?: boolean;
}

/** Reads `schema.table`, quoted or not, or a hole; undefined when no name comes next. */
export function readName(c: Cursor): NamedTable | undefined {
  const parts: string[] = [];
  let hole: number | undefined;
  let exact = false;
  let partial = false;
  const offset = peek(c)?.offset ?? 0;
  for (;;) {
    const token = peek(c);
    if (!token) break;
    if (token.k === 'hole') {
      hole = token.index;
      if (token.glued) partial = true;
    } else if (token.k === 'name') {
      // BigQuery: `project.shop.orders`.
      parts.push(...(token.path ? token.text.split('.') : [token.text]));
      exact = token.exact === true;
    } else if (
      token.k === 'word' &&
      (parts.length > 0 || hole !== undefined || !RESERVED.has(token.upper))
    ) {
      parts.push(token.text);
      exact = false;
    } else break;
    c.at++;
    const next = peek(c);
    if (next && 'glued' in next && next.glued) {
      partial = true;
      continue;
    }
    if (!isPunctuation(c, '.')) break;
    c.at++;
  }
  if (hole !== undefined && (partial || parts.length > 0)) {
    // `${schema}.orders`: the hole is only the schema.
    const last = c.tokens[c.at - 1];
    if (!partial && last && last.k !== 'hole' && parts.length > 0)
      return { name: parts.at(-1) ?? '', offset };
    return partial ? { hole, partial: true, offset } : { hole, offset };
  }
  if (hole !== undefined) return { hole, offset };
  if (parts.length === 0) return undefined;
  const visible =
    parts.length > 1 && DEFAULT_SCHEMAS.has((parts.at(-2) ?? '').toLowerCase())
      ? parts.slice(-1)
      : parts.slice(-2);
  const name = visible.join('.');
  const found: NamedTable = { name, offset };
  if (parts.length > 1) found.qualified = true;
  if (exact) found.exact = true;
  return found;
}

/** Reads an alias, with or without AS, and a list of column aliases. */
export function readAlias(c: Cursor): string | undefined {
  const token = peek(c);
  let alias: string | undefined;
  if (token?.k === 'word' && token.upper === 'AS') {
    c.at++;
    alias = plainName(c);
  } else if (token?.k === 'name' || (token?.k === 'word' && !RESERVED.has(token.upper))) {
    alias = plainName(c);
  }
  return alias;
}

function plainName(c: Cursor): string | undefined {
  const token = peek(c);
  if (token?.k !== 'word' && token?.k !== 'name') return undefined;
  c.at++;
  return token.text;
}

/** Comma-separated column names inside a parenthesis already taken. */
export function columnNames(tokens: { k: string; text?: string }[]): string[] {
  return tokens.flatMap((t) => ((t.k === 'word' || t.k === 'name') && t.text ? [t.text] : []));
}

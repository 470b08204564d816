import type { LoadEntry, LoadSource } from '../model/load.ts';
import { csvRows } from './csv.ts';
import { jsonObjects } from './json-lines.ts';

/** `total_time` until PostgreSQL 12. */
const TIMES = ['total_exec_time', 'total_time'];

/**
 * Time of statements in an export of pg_stat_statements: `query` with `total_exec_time` in ms, as CSV
 * (`psql --csv`) or JSON. Undefined for other text.
 */
export function statementLoad(name: string, text: string): LoadSource[] | undefined {
  const rows = rowsOf(text);
  const time = TIMES.find((key) => rows[0] !== undefined && key in rows[0]);
  if (time === undefined || !('query' in (rows[0] ?? {}))) return undefined;
  const entries = rows.flatMap((row): LoadEntry[] => {
    const weight = Number(row[time]);
    if (typeof row.query !== 'string' || !Number.isFinite(weight)) return [];
    return [{ kind: 'statement', sql: row.query, weight }];
  });
  return [{ name, kind: 'statement', unit: 'ms', entries }];
}

function rowsOf(text: string): Record<string, unknown>[] {
  if (/^\s*[[{]/.test(text)) return jsonObjects(text);
  const end = text.indexOf('\n');
  // An access log would be read to its end for nothing.
  if (!/\bquery\b/.test(text.slice(0, Math.max(0, end)))) return [];
  const [head = [], ...rows] = csvRows(text);
  return rows.map((row) => Object.fromEntries(head.map((key, i) => [key, row[i] ?? ''])));
}

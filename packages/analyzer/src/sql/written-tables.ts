import type { Cursor } from './cursor.ts';
import type { QueryScope, ReadTable } from './query-scope.ts';

/** MySQL's UPDATE of several tables writes those whose columns are set. */
export function keepWritten(
  c: Cursor,
  scope: QueryScope,
  from: number,
  targets: ReadTable[],
): void {
  const written = new Set<string>();
  let depth = 0;
  for (let at = c.at; at + 2 < c.tokens.length; at++) {
    const token = c.tokens[at];
    if (token?.k === 'punctuation') depth += token.text === '(' ? 1 : token.text === ')' ? -1 : 0;
    if (token?.k === 'word' && token.upper === 'WHERE' && depth === 0) break;
    const before = c.tokens[at - 1];
    const startsAssignment =
      (before?.k === 'word' && before.upper === 'SET') ||
      (before?.k === 'punctuation' && before.text === ',');
    const next = c.tokens[at + 1];
    if (
      depth === 0 &&
      startsAssignment &&
      token &&
      'text' in token &&
      next?.k === 'punctuation' &&
      next.text === '.'
    ) {
      written.add(token.text.toLowerCase());
    }
  }
  if (written.size === 0) return;
  targets.forEach((target, index) => {
    const names = [target.alias, target.named.name].map((n) => n?.toLowerCase());
    const table = scope.tables[from + index];
    if (table && !names.some((name) => name && written.has(name))) table.operation = 'read';
  });
}

export function renameAliases(
  scope: QueryScope,
  from: number,
  targets: ReadTable[],
  sources: ReadTable[],
): void {
  targets.forEach((target, index) => {
    const source = sources.find((s) => s.alias !== undefined && s.alias === target.named.name);
    const table = scope.tables[from + index];
    if (source?.named.name && table) {
      table.name = source.named.name;
      const read = scope.tables.findIndex((t) => t.offset === source.named.offset);
      if (read !== -1) scope.tables.splice(read, 1);
    }
  });
}

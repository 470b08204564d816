import type { NamedTable } from './names.ts';
import type { SqlTable } from './statement.ts';

/** What a query has named so far; names of CTEs in scope are not tables. */
export interface QueryScope {
  tables: SqlTable[];
  ctes: Set<string>;
}

export interface ReadTable {
  named: NamedTable;
  alias?: string;
}

export function add(scope: QueryScope, named: NamedTable, operation: SqlTable['operation']): void {
  // What is written is a table even where a CTE has its name, and so is `public.users`.
  if (operation === 'read' && !named.qualified && isCte(scope, named)) return;
  scope.tables.push({ ...named, operation });
}

export function isCte(scope: QueryScope, { name }: NamedTable): boolean {
  return name !== undefined && scope.ctes.has(name.toLowerCase());
}

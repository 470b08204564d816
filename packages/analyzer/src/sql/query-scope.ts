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

export function isCte(scope: QueryScope, { name, exact }: NamedTable): boolean {
  return name !== undefined && scope.ctes.has(exact ? name : name.toLowerCase());
}

/** Without quotes a name is what it is in small letters, with them as it is written. */
export function addCte(scope: QueryScope, { name, exact }: NamedTable): void {
  if (!name) return;
  scope.ctes.add(name);
  if (!exact) scope.ctes.add(name.toLowerCase());
}

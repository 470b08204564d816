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
  if (named.name && scope.ctes.has(named.name.toLowerCase())) return;
  scope.tables.push({ ...named, operation });
}

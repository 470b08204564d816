import type { WrittenRouteTable } from '../model/written.ts';

/** The identity, with types: for a `routes.ts` whose default or `routes` export is a table. */
export function defineRoutes(table: WrittenRouteTable): WrittenRouteTable {
  return table;
}

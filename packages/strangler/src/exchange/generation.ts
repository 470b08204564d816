import type { ForwardPolicy } from '../http/forwarding.ts';
import type { RouteTable } from '../model/routes.ts';
import type { Matcher } from '../routes/match.ts';
import type { Pool } from '../upstream/call.ts';

/** A loaded table with what serves it. An exchange keeps the one it started with. */
export interface Generation {
  readonly table: RouteTable;
  readonly matcher: Matcher;
  readonly pools: ReadonlyMap<string, Pool>;
  /** By upstream name. */
  readonly policies: ReadonlyMap<string, ForwardPolicy>;
}

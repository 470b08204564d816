import type { Authenticator } from '../duties/authentication/authenticator.ts';
import type { RouteDuties } from '../duties/route-duties.ts';
import type { ForwardPolicy } from '../http/forwarding.ts';
import type { Route, RouteTable } from '../model/routes.ts';
import type { Observers } from '../observe/observers.ts';
import type { Matcher } from '../routes/match.ts';
import type { Pool } from '../upstream/call.ts';

/** A loaded table with what serves it. An exchange keeps the one it started with. */
export interface Generation {
  readonly table: RouteTable;
  readonly matcher: Matcher;
  readonly pools: ReadonlyMap<string, Pool>;
  /** By upstream name. */
  readonly policies: ReadonlyMap<string, ForwardPolicy>;
  /** Routes that are not in it have no duties. */
  readonly duties: ReadonlyMap<Route, RouteDuties>;
  readonly observers: Observers;
  /** Asked before the route is known, since a route wants claims that are verified. */
  readonly beforehand: readonly Authenticator[];
}

import type { Target } from '../decide/choose.ts';
import type { Route, RouteState, RouteTable } from '../model/routes.ts';
import type { Matcher } from '../routes/match.ts';
import type { MirrorJob } from '../shadow/mirror.ts';
import type { UpstreamPool } from '../upstream/pool.ts';
import type { Exchange } from './exchange.ts';

/** A loaded table with what serves it. An exchange keeps the one it started with. */
export interface Generation {
  readonly table: RouteTable;
  readonly matcher: Matcher;
  readonly pools: ReadonlyMap<string, UpstreamPool>;
}

/** How one upstream did on one request. */
export interface Observation {
  readonly target: Target;
  readonly failed: boolean;
  /** Milliseconds to the head of the answer. */
  readonly ms: number;
}

/** What an exchange needs of the proxy around it. */
export interface ProxyCore {
  generation(): Generation;
  state(route: Route): RouteState;
  observe(route: Route, observation: Observation): void;
  /** An answer that began well and broke off. */
  broken(route: Route, target: Target): void;
  /** Why an upstream gave no whole answer, for the log. */
  failed(route: Route, target: Target, why: string): void;
  fellBack(route: Route): void;
  unmatched(path: string): void;
  refused(status: number): void;
  /** Whether the mirror takes this request; sampling happens here. */
  wantsMirror(route: Route, state: RouteState): boolean;
  mirror(job: MirrorJob): void;
  readonly draining: boolean;
  /** Milliseconds from a monotonic clock. */
  now(): number;
  /** The same, up to a tenth of a second old and free. */
  readonly coarseNow: number;
  /** An HTTP date, up to a second old. */
  readonly date: string;
  readonly active: Set<Exchange>;
}

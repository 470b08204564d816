import type { RouteState } from './routes.ts';
import type { Parity } from './status.ts';

/** A route of the monolith's source, as `routes` of analysis.json lists them. */
export interface SourceEndpoint {
  readonly method: string;
  /** `/orders/:id` */
  readonly path: string;
  readonly file?: string;
  readonly line?: number;
}

export interface ProgressQuery {
  /** The monolith's endpoints; without them only the table is known. */
  readonly endpoints?: readonly SourceEndpoint[];
  /** Days at 100 % before something may be deleted in the monolith; default 7. */
  readonly days?: number;
}

export interface Share {
  readonly moved: number;
  readonly total: number;
  /** 0–1; 0 when there is nothing. */
  readonly share: number;
}

export interface RouteProgress {
  readonly id: string;
  readonly match: string;
  readonly methods?: readonly string[];
  readonly service: string;
  readonly state: RouteState;
  readonly parity: Parity;
  /** Days since every user is on the service without a break; 0 when that is not so. */
  readonly daysAtFull: number;
  /** What speaks against deleting it in the monolith; empty when nothing does. */
  readonly blockers: readonly string[];
  /** The monolith's endpoints that this route takes, when they are known. */
  readonly endpoints: readonly SourceEndpoint[];
}

export interface ProgressReport {
  /** ISO 8601 time since when requests are counted. */
  readonly since: string;
  /** Of the routes that name a service, those with all users on it. */
  readonly routes: Share;
  /** Of the monolith's endpoints, those on such a route; absent when they are not known. */
  readonly endpoints?: Share;
  readonly requests: Share;
  readonly writes: Share;
  readonly perRoute: readonly RouteProgress[];
  /** Ids of routes whose code in the monolith nothing reaches by this proxy any more. */
  readonly deletable: readonly string[];
  /** Kinds of request that are in no route of a service, most frequent first; numbers are estimates. */
  readonly unplanned: readonly {
    readonly endpoint: string;
    /** The route that takes it, absent when none does. */
    readonly route?: string;
    readonly requests: number;
    /** Whether the source has an endpoint for it; absent when that is not known. */
    readonly inSource?: boolean;
  }[];
}

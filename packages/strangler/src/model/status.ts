import type { Decision, Override } from './control.ts';
import type { RouteState } from './routes.ts';

export type TestOutcome = 'wait' | 'clear' | 'breach' | 'off';

/** A sequential test and what it has seen. */
export interface TestStatus {
  readonly outcome: TestOutcome;
  /** Of the service, in the present run of the test. */
  readonly observations: number;
  readonly failures: number;
  /** Of the monolith in the same time, or before where it gets no traffic. */
  readonly monolith: { readonly observations: number; readonly failures: number };
  /** Failure rate up to which the service is healthy, and the one from which it is broken, 0–1. */
  readonly healthy: number;
  readonly broken: number;
  readonly because: string;
}

export interface TargetTraffic {
  readonly requests: number;
  /** Of them, those by other methods than GET, HEAD and OPTIONS. */
  readonly writes: number;
  /** Connection failures, timeouts and 5xx answers. */
  readonly errors: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}

export interface Parity {
  readonly compared: number;
  readonly equal: number;
  readonly different: number;
  /** Shadow requests that the service failed to answer. */
  readonly failed: number;
  /** Mirrors given up because the queue was full or a body was over its cap. */
  readonly skipped: number;
  /** 95 % Wilson interval of equal answers among those compared and those that failed. */
  readonly lower: number;
  readonly upper: number;
}

export interface RouteStatus {
  readonly id: string;
  readonly name: string;
  readonly match: string;
  readonly methods?: readonly string[];
  readonly service?: string;
  readonly owner?: string;
  readonly state: RouteState['state'];
  readonly percent?: number;
  readonly declared: RouteState;
  /** ISO 8601 time since which the route is in this state. */
  readonly since: string;
  /** False after an automatic roll back, until a person re-arms the route. */
  readonly armed: boolean;
  readonly held: boolean;
  /** ISO 8601; when users were last taken back to the monolith and served there. */
  readonly rehearsed?: string;
  /** Gates that somebody answers for, and until when. */
  readonly override?: Override;
  readonly monolith: TargetTraffic;
  readonly serviceTraffic: TargetTraffic;
  /** Requests that failed on the service and were answered by the monolith. */
  readonly fallbacks: number;
  /** Of all proxies that share the states, as the tests are; traffic is this proxy's own. */
  readonly parity: Parity;
  readonly tests: {
    readonly errors: TestStatus;
    readonly latency: TestStatus;
    readonly mismatches: TestStatus;
  };
  readonly lastDecision?: Decision;
}

export interface UpstreamStatus {
  readonly name: string;
  readonly url: string;
  readonly healthy: boolean | undefined;
  readonly version: string | undefined;
  /** Open: nothing is sent there at present, except a probe now and then. */
  readonly circuit: 'closed' | 'open';
  readonly openConnections: number;
  readonly idleConnections: number;
}

/** Proxies that share the states of their routes. */
export interface FleetStatus {
  /** Proxies of one name belong together. */
  readonly name: string;
  /** Of the Redis server, without its password. */
  readonly address: string;
  /** Without a connection this proxy serves by what it knows and takes no step forward. */
  readonly connected: boolean;
  /** Whether this one takes the planned steps. */
  readonly leads: boolean;
  /** Heard of in the last three seconds, this one included. */
  readonly proxies: number;
}

export interface ProxyStatus {
  readonly schemaVersion: 1;
  readonly url: string;
  readonly startedAt: string;
  readonly draining: boolean;
  readonly activeRequests: number;
  readonly refusedRequests: number;
  /** Where states are shared through Redis. */
  readonly fleet?: FleetStatus;
  /** Paths seen that no route matches, most frequent first, bounded. */
  readonly unmatched: readonly { readonly path: string; readonly requests: number }[];
  readonly upstreams: readonly UpstreamStatus[];
  readonly routes: readonly RouteStatus[];
}

export type DifferenceKind =
  | 'status'
  | 'header'
  | 'type'
  | 'value'
  | 'missing'
  | 'extra'
  | 'length'
  /** The same elements in another order. */
  | 'order'
  /** A key that stands twice in one object, on one side only. */
  | 'duplicate'
  | 'text'
  | 'bytes';

/** Why answers differ: one place, one kind, however many requests. */
export interface DifferenceCause {
  /** JSON path with `[*]` for elements and `*` for keys that are data; `status`, `header:name`, `body`. */
  readonly path: string;
  readonly kind: DifferenceKind;
  /** What became what, where that is a matter of few values: `200 → 404`, `number → string`. */
  readonly change?: string;
  readonly count: number;
  /** Share of compared answers that show it, and its 95 % Wilson interval. */
  readonly share: number;
  readonly lower: number;
  readonly upper: number;
  /** Causes with the same number show in the very same answers: most likely one thing to repair. */
  readonly group: number;
  /** Kinds of request that show it, most frequent first, and how many of each were compared. */
  readonly endpoints: readonly {
    readonly endpoint: string;
    readonly count: number;
    readonly of: number;
  }[];
  /** A rule for `compare`, in case the difference does not matter. */
  readonly suggestion?: string;
  readonly examples: readonly {
    readonly request: string;
    readonly monolith: string;
    readonly service: string;
  }[];
}

export interface NoisePath {
  readonly path: string;
  readonly kind: DifferenceKind;
  /** Times the monolith disagreed with itself here, of times it was asked twice. */
  readonly varied: number;
  readonly asked: number;
}

export interface Count {
  readonly why: string;
  readonly count: number;
}

export interface DiffReport {
  readonly route: string;
  /** ISO 8601 time of the first comparison that counts. */
  readonly since?: string;
  readonly parity: Parity;
  /** Most frequent first. */
  readonly causes: readonly DifferenceCause[];
  /** Paths left out because the monolith varies there by itself. */
  readonly noise: readonly NoisePath[];
  /** Copies that the service did not answer. */
  readonly failures: readonly Count[];
  /** Requests that were not compared through no fault of the service. */
  readonly skips: readonly Count[];
}

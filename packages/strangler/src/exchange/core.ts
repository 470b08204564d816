import type { Socket } from 'node:net';
import type { Target } from '../decide/choose.ts';
import type { RequestHead } from '../http/request.ts';
import type { FinishedExchange, RecordSettings } from '../model/recorder.ts';
import type { Route, RouteState } from '../model/routes.ts';
import type { MirrorJob } from '../shadow/job.ts';
import type { Account } from './account.ts';
import type { Generation } from './generation.ts';
import type { Placed, Running } from './running.ts';

/** How one upstream did on one request. */
export interface Observation {
  readonly target: Target;
  readonly failed: boolean;
  /** Milliseconds to the head of the answer. */
  readonly ms: number;
  /** Of the trace that tells more, where there is one. */
  readonly traceId: string | undefined;
  readonly request: { readonly method: string; readonly target: string };
}

/** An exchange as the proxy around it sees it. */
export interface RunningExchange extends Placed {
  tick(now: number): void;
  refuse(status: number, detail: string): void;
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
  /** Somebody who writes down what happens to a request; sampling happens here. */
  account(generation: Generation, route: Route, request: RequestHead): Account | undefined;
  /** A duty failed by itself, which is a bug; the request is refused. */
  undecided(route: Route | undefined, error: unknown): void;
  fellBack(route: Route): void;
  unmatched(path: string): void;
  refused(status: number): void;
  /** Whether the mirror takes this request; sampling happens here. */
  wantsMirror(route: Route, state: RouteState): boolean;
  mirror(job: MirrorJob): void;
  /** Whether the exchange is to be recorded; sampling happens here. */
  wantsRecord(route: Route): boolean;
  recordExchange(exchange: FinishedExchange, settings: RecordSettings): void;
  readonly draining: boolean;
  /** Milliseconds from a monotonic clock. */
  now(): number;
  /** The same, up to a tenth of a second old and free. */
  readonly coarseNow: number;
  /** An HTTP date, up to a second old. */
  readonly date: string;
  readonly active: Running<RunningExchange>;
  /** Upstream sockets that have become something else than HTTP. */
  readonly tunnels: Set<Socket>;
}

import type { RouteGate, RouteState } from './routes.ts';

/** A step that is about to be taken towards the service. */
export interface Advance {
  /** Route id. */
  readonly route: string;
  readonly from: RouteState['state'];
  readonly to: RouteState['state'];
  /** Share asked for when `to` is canary. */
  readonly percent?: number;
  /** Upstream name of the service. */
  readonly service: string;
  /** Version the service reports on its health address, when it does. */
  readonly serviceVersion?: string;
  /** `gate.pacticipant` and `gate.environment` of the route, where set. */
  readonly pacticipant?: string;
  readonly environment?: string;
  /** Everything the route says under `gate`. */
  readonly asks: RouteGate;
  /** Where the service answers, and its health address when it has one. */
  readonly address: { readonly url: string; readonly health?: string };
  readonly owner?: string;
  /** ISO 8601 time at which real users were last taken back to the monolith and served there. */
  readonly rehearsed?: string;
  /** The smallest share of users that the route starts with, in percent. */
  readonly firstStep: number;
  /** Upstream names of services with another route in dark, shadow or canary, sorted. */
  readonly underWay: readonly string[];
}

export interface GateAnswer {
  readonly allowed: boolean;
  readonly reason: string;
  /** The command or change that would turn a no into a yes; beside a yes, what would be better. */
  readonly fix?: string;
  /**
   * The no is known to be one, such as a verification that failed; absent where it only says that
   * nothing is known. Only a certain no moves a route that is already on the service.
   */
  readonly certain?: boolean;
}

/** Asked before a route advances. Throwing, or taking longer than 10 s, counts as a no. */
export interface Gate {
  readonly name: string;
  /** Asked again and again while real users are on the service. */
  readonly watch?: boolean;
  check(advance: Advance): Promise<GateAnswer>;
}

export interface GateVerdict extends GateAnswer {
  readonly gate: string;
}

export type DecisionAction =
  | 'adopt'
  | 'promote'
  | 'refuse'
  | 'hold'
  | 'release'
  | 'rollback'
  | 'rearm'
  | 'forget'
  | 'rehearse'
  | 'lapse'
  | 'reload';

/** One line of the decision log: who did what to which route, why, and on what evidence. */
export interface Decision {
  readonly sequence: number;
  /** ISO 8601, from the clock handed to the proxy. */
  readonly at: string;
  readonly route: string;
  readonly action: DecisionAction;
  readonly from: RouteState;
  readonly to: RouteState;
  /** A person, or `ashlar` when the proxy decided by itself. */
  readonly by: string;
  readonly why: string;
  readonly evidence: Readonly<Record<string, unknown>>;
}

export interface ChangeRequest {
  readonly by?: string;
  readonly why?: string;
}

export interface PromoteRequest extends ChangeRequest {
  /** Defaults to the next state; with `percent` alone, `canary`. */
  readonly to?: RouteState['state'];
  readonly percent?: number;
  /** Re-arm a route that was rolled back, in the same breath. */
  readonly rearm?: boolean;
  /** Go ahead although gates say no. Needs `by`, `why` and `until`; logged with the refusals. */
  readonly force?: boolean;
  /** With `force`: how long the override holds, ISO 8601; then the gates decide again. */
  readonly until?: string;
}

/** Somebody answers for what gates refused, until the time that was given. */
export interface Override {
  readonly by: string;
  readonly why: string;
  /** ISO 8601. */
  readonly until: string;
  /** Names of the gates that said no. */
  readonly gates: readonly string[];
}

export interface RehearsalRequest extends ChangeRequest {
  /** How long the monolith serves the route's users again; 1 to 20, default 5. */
  readonly seconds?: number;
}

/** What it was like to take real users back to the monolith, and whether that counts. */
export interface Rehearsal {
  readonly route: string;
  readonly passed: boolean;
  readonly because: string;
  readonly from: RouteState;
  /** Where the route stands now: where it stood before, unless somebody moved it meanwhile. */
  readonly to: RouteState;
  /** Answers of the monolith on this route meanwhile, and how many of them were errors. */
  readonly answers: number;
  readonly errors: number;
}

/** What became of a route when its gates were asked again. */
export interface Recheck {
  readonly route: string;
  readonly action: 'none' | 'rollback' | 'hold' | 'lapse';
  readonly gates: readonly GateVerdict[];
}

export interface HoldRequest extends ChangeRequest {
  /** Lift the hold instead of setting it. */
  readonly release?: boolean;
}

export interface ChangeResult {
  readonly changed: boolean;
  readonly route: string;
  readonly from: RouteState;
  readonly to: RouteState;
  /** What every gate said; those with `allowed: false` explain a `changed: false`. */
  readonly gates: readonly GateVerdict[];
  readonly decision: Decision;
}

export interface ReloadResult {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Routes whose state moved because the table says so. */
  readonly moved: readonly ChangeResult[];
  /** Routes that the table wants further than the gates allow; they stay where they were. */
  readonly refused: readonly ChangeResult[];
}

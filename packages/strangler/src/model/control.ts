import type { RouteState } from './routes.ts';

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
}

export interface GateAnswer {
  readonly allowed: boolean;
  readonly reason: string;
  /** The command or change that would turn a no into a yes. */
  readonly fix?: string;
}

/** Asked before a route advances. Throwing, or taking longer than 10 s, counts as a no. */
export interface Gate {
  readonly name: string;
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
  /** Go ahead although gates say no. Needs `by` and `why`; logged with the refusals. */
  readonly force?: boolean;
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

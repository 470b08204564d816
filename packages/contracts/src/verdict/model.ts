import type { BrokerConnection } from '../client/connection.ts';

/** Which version of a pacticipant is meant: one of `version`, `branch`, `tag`, `latest`, `mainBranch`. */
export interface PacticipantSelector {
  readonly name: string;
  readonly version?: string | undefined;
  /** The newest version of this branch. */
  readonly branch?: string | undefined;
  /** The newest version with this tag. */
  readonly tag?: string | undefined;
  /** The newest version of all. */
  readonly latest?: boolean | undefined;
  /** The newest version of the main branch. */
  readonly mainBranch?: boolean | undefined;
}

/** What the pacticipant has to get along with. */
export type DeployTarget =
  | { readonly environment: string }
  | { readonly tag: string }
  | { readonly mainBranch: true };

export interface IgnoreSelector {
  readonly name: string;
  /** Without it every version is ignored. */
  readonly version?: string | undefined;
}

export interface RetryWhileUnknown {
  /** Attempts after the first. */
  readonly times: number;
  /** Milliseconds between attempts. Default 10 000. */
  readonly intervalMs?: number | undefined;
}

export interface CanIDeployOptions {
  readonly broker: BrokerConnection;
  /** One is asked against the target; several without a target are asked against each other. */
  readonly pacticipants: readonly PacticipantSelector[];
  readonly to?: DeployTarget | undefined;
  readonly ignore?: readonly IgnoreSelector[] | undefined;
  /** Waits for verifications that are still running. Never retries a *no*, nor an error. */
  readonly retryWhileUnknown?: RetryWhileUnknown | undefined;
  /** The verdict is marked, and its exit code is 0 whatever it says. */
  readonly dryRun?: boolean | undefined;
  /** Called before each wait, for progress. */
  readonly onRetry?: ((attempt: number, verdict: Verdict) => void) | undefined;
}

export interface CanIMergeOptions extends Omit<CanIDeployOptions, 'to'> {}

export interface VersionedPacticipant {
  readonly name: string;
  /** Undefined when the broker has no such version. */
  readonly version: string | undefined;
}

export interface VerdictRow {
  readonly consumer: VersionedPacticipant;
  readonly provider: VersionedPacticipant;
  /** Null: no result. */
  readonly success: boolean | null;
  readonly verifiedAt: string | undefined;
  readonly pactUrl: string | undefined;
  readonly resultUrl: string | undefined;
  readonly ignored: boolean;
}

interface Reason {
  /** What is the case, in one sentence. */
  readonly text: string;
  /** What to do about it; undefined when nothing has to be done. */
  readonly nextStep: string | undefined;
}

interface PairReason extends Reason {
  readonly consumer: VersionedPacticipant;
  readonly provider: VersionedPacticipant;
}

/** The verification was run and failed: a *no*. */
export interface VerificationFailed extends PairReason {
  readonly kind: 'verification-failed';
  readonly resultUrl: string | undefined;
}
/** Nobody has verified this content with this provider version: *unknown*. */
export interface NotVerified extends PairReason {
  readonly kind: 'not-verified';
}
/** The other side is not where the target says: *unknown*. */
export interface NoVersionAtTarget extends PairReason {
  readonly kind: 'no-version-at-target';
  /** The side that is missing. */
  readonly missing: string;
}
/** The version asked about has neither published nor verified a pact: a *no*. */
export interface VersionUnknown extends Reason {
  readonly kind: 'version-unknown';
  readonly pacticipant: VersionedPacticipant;
}
/** Every pact that counts is verified: a *yes*. */
export interface AllVerified extends Reason {
  readonly kind: 'all-verified';
}
/** There is no pact to look at: a *yes* that may surprise. */
export interface NothingToVerify extends Reason {
  readonly kind: 'nothing-to-verify';
}
/** Worth knowing, does not count. */
export interface VerdictWarning extends Reason {
  readonly kind: 'warning';
}
/** A sentence of the broker that says something else than the above. */
export interface BrokerStatement extends Reason {
  readonly kind: 'broker-statement';
}

export type VerdictReason =
  | VerificationFailed
  | NotVerified
  | NoVersionAtTarget
  | VersionUnknown
  | AllVerified
  | NothingToVerify
  | VerdictWarning
  | BrokerStatement;

export interface VerdictCounts {
  readonly success: number;
  readonly failed: number;
  readonly unknown: number;
  readonly ignored: number;
}

export interface VerdictQuestion {
  readonly pacticipants: readonly PacticipantSelector[];
  readonly to: DeployTarget | null;
  readonly ignore: readonly IgnoreSelector[];
}

/** The content of `verdict.json`, described by `schemas/verdict.schema.json`. */
export interface Verdict {
  readonly schemaVersion: 1;
  readonly question: VerdictQuestion;
  /** True: yes. False: no. Null: unknown, since a result is missing. */
  readonly deployable: boolean | null;
  /** One sentence that answers the question. */
  readonly summary: string;
  readonly reasons: readonly VerdictReason[];
  readonly rows: readonly VerdictRow[];
  readonly counts: VerdictCounts;
  readonly dryRun: boolean;
}

import type { Reason, Site } from './analysis.ts';
import type { Load } from './load.ts';

/** The document `plan.json`: what to extract, in which order, and what stands in the way. */

export const PLAN_SCHEMA_VERSION = 1;

/** One factor of the ranking: `weight * value` is added to the score. */
export interface Factor {
  name: string;
  /** 0..1, higher is better for extracting early. */
  value: number;
  weight: number;
  evidence: Reason[];
}

export interface Candidate {
  domain: string;
  score: number;
  factors: Factor[];
  /** What must be solved before or during the extraction. */
  blockers: Reason[];
  /** Domains that wait for its answer before they can start; absent without any. */
  neededBy?: string[];
  /** Share of the ways into other domains that would wait for its answer, where that is more than a third. */
  awaitedShare?: number;
  /** Share of runs with weights varied by ±30 % in which it stays in the first three, 0..1. */
  topThree: number;
}

export type StepKind =
  | 'find-out'
  | 'break-cycle'
  | 'share-code'
  | 'own-table'
  | 'replace-read'
  | 'replace-transaction'
  | 'replace-join'
  | 'drop-foreign-key'
  | 'untie-state'
  | 'split-job'
  | 'introduce-event'
  | 'write-contract'
  | 'prepare-service'
  | 'move-table'
  | 'move-job'
  | 'move-route';

export interface Step {
  order: number;
  kind: StepKind;
  subject: string;
  text: string;
  sites: Site[];
  /** What it changes for the domain, once the steps before it are done. */
  changes: StepChange[];
}

/** A factor of the ranking before and after a step, 0..1. */
export interface StepChange {
  factor: string;
  before: number;
  after: number;
}

export interface Plan {
  schemaVersion: typeof PLAN_SCHEMA_VERSION;
  ashlarVersion: string;
  /** Best first. */
  candidates: Candidate[];
  /** What was measured at run time, when the plan was given it; then `scale` is among the factors. */
  load?: Load;
  /** A small, safe first extraction to learn on; null when nothing qualifies. */
  warmUp: string | null;
  chosen: string | null;
  steps: Step[];
  /** Routes of the chosen domain, as a routes.yaml needs them. */
  routes: { method: string; path: string }[];
  /** Absent when nothing is chosen, and in documents of versions that did not look. */
  exposure?: Exposure;
}

/** What only the process itself could reach so far, and a network can once the domain is out. */
export interface Exposure {
  operations: ExposedOperation[];
  tables: ExposedTable[];
  /** Reachable already, and then at the address of the service as well. */
  routes: { method: string; path: string }[];
}

export interface ExposedOperation {
  /** `src/stock.ts#Stock.reserve`. */
  operation: string;
  servedBy: string;
  askedBy: string[];
  /** Tables that it uses, itself or through what it calls, as far as calls between files show it. */
  reads: string[];
  /** Uses of which it is not known what they do included. */
  writes: string[];
  /** Where it is called today. */
  sites: Site[];
}

/** A table of one side that the other side uses: an operation, a copy or an event has to take its place. */
export interface ExposedTable {
  table: string;
  servedBy: string;
  askedBy: string;
  use: 'read' | 'write';
  sites: Site[];
}

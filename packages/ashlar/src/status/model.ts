/** The document of `ashlar status --json`: where every domain stands on its way out of the monolith. */
export interface StatusReport {
  schemaVersion: 1;
  /** Where each part was read, or why nothing is known of it. */
  sources: Record<'plan' | 'table' | 'proxy' | 'broker', Source>;
  domains: DomainStatus[];
  /** Null when no broker could be asked. */
  environments: EnvironmentStatus[] | null;
}

export interface Source {
  known: boolean;
  /** File or address; or why it is not known. */
  text: string;
}

export interface DomainStatus {
  domain: string;
  owner: string | null;
  /** Null when there is no analysis, or the plan does not rank the domain. */
  plan: PlanStatus | null;
  routes: RouteLine[];
  contracts: ContractLine[];
  /** What of it is live; null when no broker could be asked. */
  runs: { pacticipant: string; environment: string; version: string }[] | null;
  next: NextStep;
}

export interface PlanStatus {
  /** 1 is the best candidate. */
  rank: number;
  of: number;
  /** 0..1. */
  score: number;
  /** What still has to be done in the code before routes can move, and the first of it. */
  stepsLeft: number;
  step: { kind: string; subject: string; text: string } | null;
}

export interface RouteLine {
  id: string;
  match: string;
  service: string;
  owner: string | null;
  state: string;
  /** Of users, in canary. */
  percent: number | null;
  /** Whether a running proxy said so; else it is what the table declares. */
  live: boolean;
  held: boolean;
  armed: boolean;
  rehearsed: boolean;
  parity: { compared: number; different: number; failed: number; lower: number } | null;
  override: { by: string; until: string; gates: string[] } | null;
}

export interface ContractLine {
  pacticipant: string;
  version: string | null;
  environment: string;
  /** Null: the broker does not know, or could not be asked. */
  deployable: boolean | null;
  text: string;
  nextStep: string | null;
}

export interface EnvironmentStatus {
  name: string;
  production: boolean;
  versions: { pacticipant: string; version: string }[];
}

export interface NextStep {
  command: string;
  why: string;
}

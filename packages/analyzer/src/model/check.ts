import type { Boundaries } from './boundaries.ts';
import type { Site } from './site.ts';

export const CHECK_RULES = [
  'imports',
  'one-writer',
  'transaction',
  'join',
  'cycle',
  'owner',
  'contract',
  'route-owner',
] as const;
export type CheckRule = (typeof CHECK_RULES)[number];

/** What is allowed; everything is on by default except `imports` and `owner`, which need words. */
export interface CheckSettings {
  /** Domains that each named domain may import; domains that are not named may import all. */
  imports: Readonly<Record<string, readonly string[]>>;
  oneWriterPerTable: boolean;
  noTransactionAcrossDomains: boolean;
  noJoinAcrossDomains: boolean;
  noCycle: boolean;
  ownerRequired: boolean;
}

export const DEFAULT_CHECK: CheckSettings = {
  imports: {},
  oneWriterPerTable: true,
  noTransactionAcrossDomains: true,
  noJoinAcrossDomains: true,
  noCycle: true,
  ownerRequired: false,
};

/** One breach of a rule at one place. */
export interface Violation {
  rule: CheckRule;
  /** The same while lines move and unrelated code changes. */
  id: string;
  message: string;
  sites: Site[];
}

export interface Exemption {
  /** Id of a violation; `*` stands for any run of characters. */
  id: string;
  owner: string;
  reason: string;
  /** Last day on which it holds, `YYYY-MM-DD`. */
  expires: string;
}

export const BASELINE_SCHEMA_VERSION = 1;

/** Known debt: violations that do not fail a run. */
export interface Baseline {
  schemaVersion: typeof BASELINE_SCHEMA_VERSION;
  /** Ids, sorted. */
  violations: string[];
  /** Where everything was, and what ashlar.yaml said of it; absent in files of older versions. */
  boundaries?: Boundaries & { steeredBy: string };
}

export const CHECK_SCHEMA_VERSION = 1;

export interface CheckResult {
  /** Neither in the baseline nor exempt: these fail. */
  fresh: Violation[];
  known: Violation[];
  exempt: { violation: Violation; exemption: Exemption }[];
  /** Ids of the baseline that are no longer broken. */
  solved: string[];
  expired: Exemption[];
  /** Exemptions that matched nothing. */
  unused: Exemption[];
}

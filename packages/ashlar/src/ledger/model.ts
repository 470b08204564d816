/** `ashlar-ledger.jsonl`: what each extraction was for and what came of it, one JSON object a line. */
export type LedgerEntry = Hypothesis | Measurement | Decision;

interface Line {
  schemaVersion: 1;
  /** Domain and number, such as `inventory-1`. */
  id: string;
  /** ISO 8601. */
  at: string;
  by: string;
}

export interface Hypothesis extends Line {
  type: 'hypothesis';
  domain: string;
  /** What is to get better, and why this extraction should do it. */
  text: string;
  metric: Metric;
  /** What it is expected to cost; null where nobody looked. */
  cost: Cost | null;
}

export interface Metric {
  name: string;
  unit: string;
  /** Before the extraction. */
  baseline: number;
  /** Better than the baseline: above it or below. */
  target: number;
  /** Day by which the target should be reached, `YYYY-MM-DD`. */
  due: string;
}

export interface Measurement extends Line {
  type: 'measurement';
  value: number;
  /** Where the number comes from. */
  source: string;
  cost: Cost | null;
}

export type Verdict = 'keep' | 'stop' | 'merge-back';

export interface Decision extends Line {
  type: 'verdict';
  verdict: Verdict;
  why: string;
}

/** What an extraction costs to run. Null is not known. */
export interface Cost {
  /** Things deployed on their own because of it. */
  deployables: number | null;
  /** Places in the code that call into the domain, or out of it: each a call over the network afterwards. */
  networkCalls: { in: number; out: number; inLoops: number } | null;
  /** Operations that can be reached over the network. */
  endpoints: number | null;
  /** 95th percentile of the service's answers above the monolith's, in ms: the largest of its routes. */
  addedP95Ms: number | null;
}

/** A hypothesis with what was measured and decided about it. */
export interface LedgerAccount {
  hypothesis: Hypothesis;
  measurements: Measurement[];
  decision: Decision | null;
}

import type { Cost, LedgerAccount, Metric, Verdict } from './model.ts';

export interface Judgement {
  /** `wait` before the day it is due, unless the target is reached; or without a measurement. */
  advice: Verdict | 'wait';
  why: string;
  /** Share of the way from baseline to target, below 0 when it got worse; null without a measurement. */
  progress: number | null;
  cost: Cost | null;
}

/**
 * What the numbers say: the target reached: keep. Past its day and no better than before: merge back, as
 * it costs something every day. Past its day and somewhere between: stop, keep what is there and take no
 * more out for this reason. The decision is a person's.
 *
 * @param today `YYYY-MM-DD`
 */
export function judge({ hypothesis, measurements }: LedgerAccount, today: string): Judgement {
  const { metric } = hypothesis;
  const last = measurements.at(-1);
  const cost = mergedCost([hypothesis.cost, ...measurements.map((one) => one.cost)]);
  if (last === undefined) {
    const why =
      today > metric.due
        ? `nothing was measured, and it was due ${metric.due}`
        : 'nothing was measured yet';
    return { advice: 'wait', why, progress: null, cost };
  }
  const progress = progressOf(metric, last.value);
  const { advice, text } = adviceFor(progress, today > metric.due);
  const numbers = `${metric.name}: ${metric.baseline} → ${inUnit(metric, last.value)}, ${metric.target} wanted by ${metric.due}`;
  return { advice, why: `${numbers}; ${text}`, progress, cost };
}

function adviceFor(
  progress: number,
  due: boolean,
): { readonly advice: Judgement['advice']; readonly text: string } {
  if (progress >= 1) return { advice: 'keep', text: 'the target is reached' };
  if (!due) return { advice: 'wait', text: 'there is still time' };
  if (progress <= 0) {
    return { advice: 'merge-back', text: 'it is no better than before, and costs every day' };
  }
  return { advice: 'stop', text: 'it is better and not what was wanted: extract no more for this' };
}

/** With its unit, which a metric need not have. */
export function inUnit({ unit }: Metric, value: number): string {
  return unit === '' ? `${value}` : `${value} ${unit}`;
}

export function progressOf({ baseline, target }: Metric, value: number): number {
  return (value - baseline) / (target - baseline);
}

/** The latest that is known of each part. */
function mergedCost(costs: readonly (Cost | null)[]): Cost | null {
  const known = costs.filter((cost) => cost !== null);
  if (known.length === 0) return null;
  const latest = <Key extends keyof Cost>(key: Key): Cost[Key] | null =>
    known.findLast((cost) => cost[key] !== null)?.[key] ?? null;
  return {
    deployables: latest('deployables'),
    networkCalls: latest('networkCalls'),
    endpoints: latest('endpoints'),
    addedP95Ms: latest('addedP95Ms'),
  };
}

import type { Parity } from '../model/status.ts';
import { wilson } from './wilson.ts';

/** What parity is made of; counts of requests. */
export type ParityCounts = Pick<Parity, 'compared' | 'different' | 'failed' | 'skipped'>;

/** A copy that got no answer counts against the service as one that differs does. */
export function parityOf({ compared, different, failed, skipped }: ParityCounts): Parity {
  const equal = compared - different;
  return {
    compared,
    equal,
    different,
    failed,
    skipped,
    ...wilson(equal, compared + failed),
  };
}

export function sumOfCounts(counts: Iterable<ParityCounts>): ParityCounts {
  const sum = { compared: 0, different: 0, failed: 0, skipped: 0 };
  for (const { compared, different, failed, skipped } of counts) {
    sum.compared += compared;
    sum.different += different;
    sum.failed += failed;
    sum.skipped += skipped;
  }
  return sum;
}

import type { Reason } from '../model/analysis.ts';
import type { Load, LoadShare } from '../model/load.ts';
import type { Factor } from '../model/plan.ts';

/** With a measured load; the other factors share what is left of 1. */
const SCALE_WEIGHT = 0.1;

/**
 * The factors of a domain with what is asked of it at run time: 1 for the domain with the most load, in
 * proportion for the others. What carries much load gains most by being scaled alone.
 */
export function withScale(factors: readonly Factor[], domain: string, load: Load): Factor[] {
  const most = load.domains[0]?.share ?? 0;
  const own = load.domains.find((one) => one.domain === domain)?.share ?? 0;
  const value = most === 0 ? 0 : Math.round((own / most) * 1000) / 1000;
  const evidence = load.sources.map((source) => reasonOf(source, domain));
  return [
    ...factors.map((factor) => ({
      ...factor,
      weight: rounded(factor.weight * (1 - SCALE_WEIGHT)),
    })),
    { name: 'scale', weight: SCALE_WEIGHT, value, evidence },
  ];
}

function reasonOf({ name, kind, unit, domains }: LoadShare, domain: string): Reason {
  const share = domains.find((one) => one.domain === domain)?.share ?? 0;
  const what = `${unit === 'ms' ? 'the time of ' : ''}${kind}s`;
  return { text: `${(share * 100).toFixed(1)} % of ${what} (${name})`, sites: [] };
}

const rounded = (weight: number): number => Math.round(weight * 1000) / 1000;

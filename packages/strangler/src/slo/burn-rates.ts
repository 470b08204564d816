/** An alert on two windows: the long one sees that it matters, the short one that it goes on. */
export interface BurnAlert {
  readonly severity: 'page' | 'ticket';
  readonly long: string;
  readonly short: string;
  /** How many times as fast as allowed the budget is spent. */
  readonly burn: number;
  /** The share of the whole budget that is gone when it fires. */
  readonly budget: number;
}

/**
 * Windows and shares of the budget of The Site Reliability Workbook, chapter 5, "Multiwindow,
 * Multi-Burn-Rate Alerts". Its rates (14.4, 6, 3, 1) are those of 30 days.
 */
const PAIRS = [
  { severity: 'page', long: '1h', hours: 1, short: '5m', budget: 0.02 },
  { severity: 'page', long: '6h', hours: 6, short: '30m', budget: 0.05 },
  { severity: 'ticket', long: '1d', hours: 24, short: '2h', budget: 0.1 },
  { severity: 'ticket', long: '3d', hours: 72, short: '6h', budget: 0.1 },
] as const;

/** All windows that the alerts look at, shortest first. */
export const WINDOWS: readonly string[] = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'];

export function burnAlerts(windowDays: number): BurnAlert[] {
  return PAIRS.map(({ severity, long, hours, short, budget }) => ({
    severity,
    long,
    short,
    budget,
    burn: Math.round(((budget * windowDays * 24) / hours) * 1000) / 1000,
  }));
}

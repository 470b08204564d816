import { RouteBudget } from '../budget/route-budget.ts';
import { DifferenceLedger } from '../compare/ledger.ts';
import { type ParityCounts, parityOf, sumOfCounts } from '../compare/parity.ts';
import type { Target } from '../decide/choose.ts';
import type { Route } from '../model/routes.ts';
import type { Parity, TargetTraffic } from '../model/status.ts';
import { Histogram } from './histogram.ts';
import { RollingWindow } from './window.ts';

/** Takes a fixed share, evenly spread and without chance. */
export class Sampler {
  readonly #share: number;
  #due = 0;

  constructor(share: number) {
    this.#share = share;
  }

  take(): boolean {
    this.#due += this.#share;
    if (this.#due < 1) return false;
    this.#due -= 1;
    return true;
  }
}

interface Totals {
  requests: number;
  writes: number;
  errors: number;
  latency: Histogram;
}

/** Everything counted about one route since the proxy started. */
export class RouteRecord {
  readonly totals: Readonly<Record<Target, Totals>> = {
    monolith: { requests: 0, writes: 0, errors: 0, latency: new Histogram() },
    service: { requests: 0, writes: 0, errors: 0, latency: new Histogram() },
  };
  readonly monolith: RollingWindow;
  readonly budget: RouteBudget;
  readonly shadowSampler: Sampler;
  readonly noiseSampler: Sampler;
  ledger: DifferenceLedger;
  fallbacks = 0;
  /** What other proxies of the same name have compared, by proxy. */
  readonly #elsewhere = new Map<string, ParityCounts>();
  readonly #pattern: string;

  constructor(route: Route, now: () => number) {
    this.#pattern = route.match;
    this.ledger = new DifferenceLedger(route.match);
    this.monolith = new RollingWindow(route.budget.windowSeconds, now());
    this.budget = new RouteBudget(route.budget, this.monolith, now);
    this.shadowSampler = new Sampler(route.shadow.sample);
    this.noiseSampler = new Sampler(route.shadow.noise);
  }

  /** After a repair, old differences say nothing about the new version. */
  forgetComparisons(): void {
    this.ledger = new DifferenceLedger(this.#pattern);
    this.#elsewhere.clear();
  }

  comparedElsewhere(proxy: string, counts: ParityCounts): void {
    this.#elsewhere.set(proxy, counts);
  }

  /** Of all proxies that share the route's state. */
  parity(): Parity {
    const own = this.ledger.parity();
    if (this.#elsewhere.size === 0) return own;
    return parityOf(sumOfCounts([own, ...this.#elsewhere.values()]));
  }

  traffic(target: Target): TargetTraffic {
    const { requests, writes, errors, latency } = this.totals[target];
    return {
      requests,
      writes,
      errors,
      p50Ms: round(latency.quantile(0.5)),
      p95Ms: round(latency.quantile(0.95)),
      p99Ms: round(latency.quantile(0.99)),
    };
  }
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}

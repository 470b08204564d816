import type { Budget } from '../model/routes.ts';
import type { TestStatus } from '../model/status.ts';
import type { RollingWindow } from '../observe/window.ts';
import { type Rates, RepeatedTest } from './sequential.ts';

/** A rate of zero cannot be told from a small one; this is what counts as none. */
const FLOOR = 0.001;
/** How long a latency bound is good for. */
const BOUND_MS = 250;
/** Share of answers beyond the monolith's p95 in a service as fast as the monolith, and in one
 * that is not. */
const SLOW: Rates = { healthy: 0.05, broken: 0.2 };
const OFF: TestStatus = {
  outcome: 'off',
  observations: 0,
  failures: 0,
  healthy: 0,
  broken: 0,
  because: 'switched off',
};

export interface Breach {
  readonly test: 'errors' | 'latency' | 'mismatches';
  readonly because: string;
  readonly evidence: TestStatus;
}

/** The three tests of one route, against the monolith as it does at the same time. */
export class RouteBudget {
  readonly #budget: Budget;
  readonly #monolith: RollingWindow;
  readonly #now: () => number;
  #errors: RepeatedTest;
  #latency: RepeatedTest;
  #mismatches: RepeatedTest;
  #served = 0;
  #bound: number | undefined;
  #boundUntil = 0;

  constructor(budget: Budget, monolith: RollingWindow, now: () => number) {
    this.#budget = budget;
    this.#monolith = monolith;
    this.#now = now;
    this.#errors = this.#newTest(() => this.#errorRates());
    this.#latency = this.#newTest(() => SLOW);
    this.#mismatches = this.#newTest(() => this.#mismatchRates());
  }

  /** Answers of the service since the tests began. */
  get served(): number {
    return this.#served;
  }

  restart(): void {
    this.#served = 0;
    this.#errors = this.#newTest(() => this.#errorRates());
    this.#latency = this.#newTest(() => SLOW);
    this.#mismatches = this.#newTest(() => this.#mismatchRates());
  }

  answered(failed: boolean, ms: number): Breach | undefined {
    this.#served++;
    if (this.#errors.add(failed)) return this.#breach('errors');
    const bound = this.#latencyBound();
    if (bound === undefined || failed) return undefined;
    return this.#latency.add(ms > bound) ? this.#breach('latency') : undefined;
  }

  broken(): Breach | undefined {
    return this.#errors.amend() ? this.#breach('errors') : undefined;
  }

  compared(different: boolean): Breach | undefined {
    return this.#mismatches.add(different) ? this.#breach('mismatches') : undefined;
  }

  status(): { errors: TestStatus; latency: TestStatus; mismatches: TestStatus } {
    const bound = this.#latencyBound();
    const now = this.#now();
    const requests = this.#monolith.requests(now);
    return {
      errors: this.#errors.status(
        requests === 0
          ? 'the monolith is not measured at present; compared with no errors at all'
          : `monolith: ${this.#monolith.errors(now)} errors in ${requests} requests`,
      ),
      latency: Number.isFinite(this.#budget.latency)
        ? this.#latency.status(
            bound === undefined
              ? 'the monolith is not measured enough to compare'
              : `slow is above ${bound.toFixed(1)} ms, from the monolith's p95`,
          )
        : OFF,
      mismatches: this.#mismatches.status('answers that differ beyond the rules and the noise'),
    };
  }

  #newTest(rates: () => Rates): RepeatedTest {
    return new RepeatedTest(this.#budget.minimum, rates);
  }

  #breach(test: Breach['test']): Breach {
    const evidence = this.status()[test];
    const because = `${test}: ${evidence.failures} of ${evidence.observations} (healthy ${percent(
      evidence.healthy,
    )}, broken ${percent(evidence.broken)}; ${evidence.because})`;
    return { test, because, evidence };
  }

  #errorRates(): Rates {
    const now = this.#now();
    const requests = this.#monolith.requests(now);
    const measured =
      requests >= this.#budget.minimum ? this.#monolith.errors(now) / requests : FLOOR;
    return spread(measured, this.#budget.errors);
  }

  #mismatchRates(): Rates {
    return spread(FLOOR, this.#budget.mismatches);
  }

  /** Worked out anew a few times a second: a quantile per request would cost more than routing. */
  #latencyBound(): number | undefined {
    const now = this.#now();
    if (!Number.isFinite(this.#budget.latency)) return undefined;
    if (now < this.#boundUntil) return this.#bound;
    const enough = this.#monolith.requests(now) >= Math.max(20, this.#budget.minimum);
    const { latency, latencySlackMs } = this.#budget;
    this.#bound = enough
      ? this.#monolith.quantile(0.95, now) * latency + latencySlackMs
      : undefined;
    // While there is no bound yet, the next answer may be the one that makes it possible.
    this.#boundUntil = enough ? now + BOUND_MS : 0;
    return this.#bound;
  }
}

function spread(rate: number, allowance: number): Rates {
  const healthy = Math.min(Math.max(rate, FLOOR), 0.98);
  return { healthy, broken: Math.min(healthy + allowance, 0.99) };
}

function percent(rate: number): string {
  return `${(rate * 100).toFixed(1)} %`;
}

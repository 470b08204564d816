import type { Budget } from '../model/routes.ts';
import type { TestStatus } from '../model/status.ts';
import type { RollingWindow } from '../observe/window.ts';
import type { Counts } from './evidence.ts';
import { RecentAnswers } from './recent-answers.ts';
import { type Allowance, RepeatedTest } from './sequential.ts';
import { emptyTally, isEmpty, type Seen, type Tally } from './tally.ts';

/** How long a latency bound is good for. */
const BOUND_MS = 250;
/** The monolith is measured well enough for a p95. */
const ENOUGH = 20;
/**
 * About one answer in twenty of the monolith is slower than its own p95. When of the service's
 * surely more than that are slower than `latency` times it, the service's p95 is too high.
 */
const SLOW: Allowance = { healthy: 0.02, broken: 0.1 };
const OFF: TestStatus = {
  outcome: 'off',
  observations: 0,
  failures: 0,
  monolith: { observations: 0, failures: 0 },
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
  #errors!: RepeatedTest;
  #latency!: RepeatedTest;
  #mismatches!: RepeatedTest;
  readonly #known = new RecentAnswers();
  #served = 0;
  #tally: Tally = emptyTally();
  #p95: number | undefined;
  #p95Until = 0;

  constructor(budget: Budget, monolith: RollingWindow, now: () => number) {
    this.#budget = budget;
    this.#monolith = monolith;
    this.#now = now;
    this.restart();
  }

  /** Answers of the service since the tests began. */
  get served(): number {
    return this.#served;
  }

  restart(): void {
    const { minimum, errors, mismatches } = this.#budget;
    this.#served = 0;
    this.#tally = emptyTally();
    this.#errors = new RepeatedTest(minimum, upTo(errors), () => this.#known.counts());
    this.#latency = new RepeatedTest(minimum, SLOW, () => this.#slowBefore());
    this.#mismatches = new RepeatedTest(minimum, upTo(mismatches));
  }

  monolithAnswered(failed: boolean, ms: number): void {
    this.#errors.addMonolith(failed);
    this.#known.add(failed);
    count(this.#tally.errors.monolith, failed);
    const p95 = failed ? undefined : this.#monolithP95();
    if (p95 === undefined) return;
    this.#latency.addMonolith(ms > p95);
    count(this.#tally.latency.monolith, ms > p95);
  }

  answered(failed: boolean, ms: number): Breach | undefined {
    this.#served++;
    count(this.#tally.errors.service, failed);
    if (this.#errors.add(failed)) return this.#breach('errors');
    const bound = this.#latencyBound();
    if (bound === undefined || failed) return undefined;
    count(this.#tally.latency.service, ms > bound);
    return this.#latency.add(ms > bound) ? this.#breach('latency') : undefined;
  }

  broken(): Breach | undefined {
    this.#tally.amended++;
    return this.#errors.amend() ? this.#breach('errors') : undefined;
  }

  compared(different: boolean): Breach | undefined {
    count(this.#tally.mismatches, different);
    return this.#mismatches.add(different) ? this.#breach('mismatches') : undefined;
  }

  /** What this process itself has seen since it was last asked; undefined for nothing. */
  takeTally(): Tally | undefined {
    const tally = this.#tally;
    if (isEmpty(tally)) return undefined;
    this.#tally = emptyTally();
    return tally;
  }

  /**
   * What another process has seen of the same step. The evidence does not depend on the order of
   * what was seen; good news goes first, so that no order makes an alarm that the whole does not.
   */
  heard({ errors, latency, mismatches, amended }: Tally): Breach | undefined {
    this.#served += errors.service.observations;
    each(errors.monolith, (failed) => {
      this.#errors.addMonolith(failed);
      this.#known.add(failed);
    });
    each(latency.monolith, (slow) => this.#latency.addMonolith(slow));
    const failing = each(errors.service, (failed) => this.#errors.add(failed));
    const slow = each(latency.service, (late) => this.#latency.add(late));
    const different = each(mismatches, (differs) => this.#mismatches.add(differs));
    let broken = false;
    for (let i = 0; i < amended; i++) broken = this.#errors.amend() || broken;
    if (failing || broken) return this.#breach('errors');
    if (slow) return this.#breach('latency');
    return different ? this.#breach('mismatches') : undefined;
  }

  status(): { errors: TestStatus; latency: TestStatus; mismatches: TestStatus } {
    const { failures, observations } = this.#errors.reference;
    const bound = this.#latencyBound();
    return {
      errors: this.#errors.status(
        observations === 0
          ? 'the monolith is not measured; compared with no errors at all'
          : `monolith: ${failures} errors in ${observations} requests`,
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

  #breach(test: Breach['test']): Breach {
    const evidence = this.status()[test];
    const because = `${test}: ${evidence.failures} of ${evidence.observations} (healthy up to ${percent(
      evidence.healthy,
    )}, broken from ${percent(evidence.broken)}; ${evidence.because})`;
    return { test, because, evidence };
  }

  /** Of what a p95 is taken from, one in twenty is above it. */
  #slowBefore(): Counts {
    const observations = this.#monolith.requests(this.#now());
    return { failures: observations / 20, observations };
  }

  #latencyBound(): number | undefined {
    const { latency, latencySlackMs } = this.#budget;
    if (!Number.isFinite(latency)) return undefined;
    const p95 = this.#monolithP95();
    return p95 === undefined ? undefined : p95 * latency + latencySlackMs;
  }

  /** Worked out anew a few times a second: a quantile per request would cost more than routing. */
  #monolithP95(): number | undefined {
    const now = this.#now();
    if (now < this.#p95Until) return this.#p95;
    const enough = this.#monolith.requests(now) >= Math.max(ENOUGH, this.#budget.minimum);
    this.#p95 = enough ? this.#monolith.quantile(0.95, now) : undefined;
    // While there is none yet, the next answer may be the one that makes it possible.
    this.#p95Until = enough ? now + BOUND_MS : 0;
    return this.#p95;
  }
}

function count(seen: Seen, failed: boolean): void {
  seen.observations++;
  if (failed) seen.failures++;
}

/** Whether any of them was the one that breaches. */
function each({ observations, failures }: Seen, add: (failed: boolean) => unknown): boolean {
  let breached = false;
  for (let i = 0; i < observations; i++)
    breached = add(i >= observations - failures) === true || breached;
  return breached;
}

/** Healthy is up to a fifth of what is allowed; from all of it on a service is broken. */
function upTo(allowed: number): Allowance {
  return { healthy: allowed / 5, broken: allowed };
}

function percent(rate: number): string {
  return `${(rate * 100).toFixed(1)} %`;
}

import type { TestOutcome, TestStatus } from '../model/status.ts';
import { type Counts, chanceAlike, evidenceAbove, evidenceBelow, sum } from './evidence.ts';

/** Chance of a wrong alarm in the whole life of a test, and of a wrong "clear" in it. */
const ALPHA = 0.01;
const BETA = 0.01;
/** An alarm may come from a run or a burst, by the monolith as it is now or with what was known. */
const WAYS = 4;
/** Failures are looked at as they come; whether all is well, at every so many observations. */
const CLEAR_EVERY = 16;
/** A burst ends after so many answers of the service. */
const BURST = 64;

/** How far the service may be above the monolith. */
export interface Allowance {
  /** No alarm, but for the chance α, while the difference is this or less, 0–1. */
  readonly healthy: number;
  /** No "clear", but for the chance β, while the difference is this or more, 0–1. */
  readonly broken: number;
}

/** So many times the minimum a stretch waits for the monolith to be measured in it. */
const PATIENCE = 4;
/** The monolith gets no traffic when it has answered nothing during so many of the service's. */
const SILENT = 2 * BURST;
/** Below this chance that the monolith fails alike, a fault is the service's own. */
const ALIKE = 0.1;

/** Service and monolith over the same stretch of time. */
class Stretch {
  readonly service: { failures: number; observations: number } = { failures: 0, observations: 0 };
  readonly monolith: { failures: number; observations: number } = { failures: 0, observations: 0 };
  readonly #earlier: Counts;

  /** `earlier` are the monolith's counts before. */
  constructor(earlier: Counts) {
    this.#earlier = earlier;
  }

  /**
   * The monolith to compare with: as it is in this stretch, and as it was before only where it
   * gets little or nothing to do.
   */
  reference(minimum: number, silent: boolean): Counts | undefined {
    const { observations, failures } = this.monolith;
    if (observations >= minimum) return this.monolith;
    if (silent) return this.#earlier;
    if (this.service.observations < PATIENCE * minimum) return undefined;
    return failures > 0 ? this.monolith : this.#earlier;
  }

  /**
   * Evidence that the service is above the monolith by more than `healthy`. One that has as much to
   * do as the service is taken as it is now. Of one with less, what was known before counts as
   * well, unless it may have the same fault now: that would else be put down to the service.
   */
  evidence(healthy: number, silent: boolean): number {
    const { service, monolith } = this;
    if (monolith.observations >= service.observations) {
      return evidenceAbove(service, monolith, healthy);
    }
    const unasked = silent && monolith.observations === 0;
    const alike = unasked ? NEVER : chanceAlike(service, monolith, healthy);
    if (alike > Math.log(ALIKE)) return NEVER;
    return evidenceAbove(service, sum(this.#earlier, monolith), healthy);
  }
}

/**
 * A test that is asked after every answer for as long as the route lives. It says `wait` until the
 * evidence suffices, so that little traffic is neither a pass nor a failure.
 *
 * Two stretches are judged side by side. A run ends with a `clear`, so that a long good past does
 * not drown a fresh fault; a burst ends after so many answers, for the fault that comes in the
 * middle of a long run. The chances α and β are shared out, 1/2, 1/6, 1/12 … of each to the first,
 * second, third stretch, and so hold for all of them together, however many there are.
 */
export class RepeatedTest {
  readonly #minimum: number;
  readonly #allowance: Allowance;
  readonly #before: () => Counts;
  #run: Stretch;
  #runs = 1;
  #burst: Stretch;
  #bursts = 1;
  #cleared = false;
  #breached = false;
  /** Answers of the service since the monolith's last one. At first it is as it was a moment ago. */
  #quiet = Number.POSITIVE_INFINITY;

  /**
   * @param minimum no verdict before this many observations
   * @param before what is known of the monolith when a stretch begins
   */
  constructor(minimum: number, allowance: Allowance, before: () => Counts = () => NOTHING) {
    this.#minimum = minimum;
    this.#allowance = allowance;
    this.#before = before;
    this.#run = new Stretch(before());
    this.#burst = this.#run;
  }

  /** The monolith's answers in the same time, or before where it gets no traffic. */
  get reference(): Counts {
    return this.#run.reference(this.#minimum, this.#silent) ?? this.#run.monolith;
  }

  /** True when this very observation breaches. */
  add(failed: boolean): boolean {
    this.#quiet++;
    for (const { service } of this.#stretches()) {
      service.observations++;
      if (failed) service.failures++;
    }
    const { observations } = this.#run.service;
    if (this.#breached || observations < this.#minimum) return false;
    if ((failed || observations === this.#minimum) && this.#alarm()) return true;
    if (!failed && observations % CLEAR_EVERY === 0) this.#clear();
    this.#endBurst();
    return false;
  }

  addMonolith(failed: boolean): void {
    this.#quiet = 0;
    for (const { monolith } of this.#stretches()) {
      monolith.observations++;
      if (failed) monolith.failures++;
    }
  }

  /** An observation counted as good turned out bad. */
  amend(): boolean {
    for (const { service } of this.#stretches()) {
      if (service.failures < service.observations) service.failures++;
    }
    if (this.#breached || this.#run.service.observations < this.#minimum) return false;
    return this.#alarm();
  }

  #alarm(): boolean {
    const above = (stretch: Stretch, number: number): boolean =>
      stretch.evidence(this.#allowance.healthy, this.#silent) >= needed(number, ALPHA / WAYS);
    this.#breached = above(this.#run, this.#runs) || above(this.#burst, this.#bursts);
    return this.#breached;
  }

  #clear(): void {
    const monolith = this.#run.reference(this.#minimum, this.#silent);
    if (monolith === undefined) return;
    const evidence = evidenceBelow(this.#run.service, monolith, this.#allowance.broken);
    if (evidence < needed(this.#runs, BETA)) return;
    this.#cleared = true;
    this.#runs++;
    this.#run = new Stretch(this.#before());
  }

  #endBurst(): void {
    if (this.#burst.service.observations < BURST) return;
    this.#bursts++;
    this.#burst = new Stretch(this.#before());
  }

  get #silent(): boolean {
    return this.#quiet >= SILENT;
  }

  /** The first burst is the first run. */
  #stretches(): readonly Stretch[] {
    return this.#run === this.#burst ? [this.#run] : [this.#run, this.#burst];
  }

  status(because: string): TestStatus {
    const outcome: TestOutcome = this.#breached ? 'breach' : this.#cleared ? 'clear' : 'wait';
    const { failures, observations } = this.reference;
    const rate = observations === 0 ? 0 : failures / observations;
    return {
      outcome,
      ...this.#run.service,
      monolith: { failures, observations },
      healthy: Math.min(1, rate + this.#allowance.healthy),
      broken: Math.min(1, rate + this.#allowance.broken),
      because,
    };
  }
}

/** Logarithm of an e-value that the stretch with this number has to reach. */
function needed(number: number, chance: number): number {
  return Math.log((number * (number + 1)) / chance);
}

/** Logarithm of no chance at all. */
const NEVER = Number.NEGATIVE_INFINITY;
const NOTHING: Counts = { failures: 0, observations: 0 };

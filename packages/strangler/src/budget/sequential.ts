import type { TestOutcome, TestStatus } from '../model/status.ts';

/** Chance of a wrong alarm, and of a missed one. */
const ALPHA = 0.01;
const BETA = 0.01;
const BREACH = Math.log((1 - BETA) / ALPHA);
const CLEAR = Math.log(BETA / (1 - ALPHA));

/** Two failure rates to tell apart, 0–1. */
export interface Rates {
  readonly healthy: number;
  readonly broken: number;
}

/**
 * Wald's sequential probability ratio test between two failure rates (Wald, "Sequential Tests of
 * Statistical Hypotheses", 1945). It answers as soon as the evidence suffices and says `wait`
 * until then, so that little traffic is neither a pass nor a failure.
 */
export function sequentialTest(failures: number, observations: number, rates: Rates): TestOutcome {
  const { healthy, broken } = rates;
  const ratio =
    failures * Math.log(broken / healthy) +
    (observations - failures) * Math.log((1 - broken) / (1 - healthy));
  if (ratio >= BREACH) return 'breach';
  return ratio <= CLEAR ? 'clear' : 'wait';
}

/**
 * The test repeated for as long as the route lives: every `clear` starts the next run, so that a
 * fault after a million good answers shows as fast as one at the start (Page's procedure, 1954).
 */
export class RepeatedTest {
  readonly #minimum: number;
  readonly #rates: () => Rates;
  #observations = 0;
  #failures = 0;
  #cleared = false;
  #breached = false;

  constructor(minimum: number, rates: () => Rates) {
    this.#minimum = minimum;
    this.#rates = rates;
  }

  /** True when this very observation breaches. */
  add(failed: boolean): boolean {
    this.#observations++;
    if (failed) this.#failures++;
    return this.#judge();
  }

  /** An observation counted as good turned out bad. */
  amend(): boolean {
    if (this.#failures < this.#observations) this.#failures++;
    return this.#judge();
  }

  #judge(): boolean {
    if (this.#breached || this.#observations < this.#minimum) return false;
    const outcome = sequentialTest(this.#failures, this.#observations, this.#rates());
    if (outcome === 'breach') {
      this.#breached = true;
      return true;
    }
    if (outcome === 'clear') {
      this.#cleared = true;
      this.#observations = 0;
      this.#failures = 0;
    }
    return false;
  }

  status(because: string): TestStatus {
    const outcome = this.#breached ? 'breach' : this.#cleared ? 'clear' : 'wait';
    return {
      outcome,
      observations: this.#observations,
      failures: this.#failures,
      ...this.#rates(),
      because,
    };
  }
}

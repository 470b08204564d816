import type { Counts } from './evidence.ts';
import type { Seen } from './tally.ts';

/** Enough to know a rate of one in a thousand, and few enough to follow when it changes. */
const HALF = 1000;

/**
 * The last one to two thousand answers of a side, however long ago: what is known of a monolith
 * that gets little traffic, or none any more.
 */
export class RecentAnswers {
  #newer: Seen = { observations: 0, failures: 0 };
  #older: Seen = { observations: 0, failures: 0 };

  add(failed: boolean): void {
    if (this.#newer.observations >= HALF) {
      this.#older = this.#newer;
      this.#newer = { observations: 0, failures: 0 };
    }
    this.#newer.observations++;
    if (failed) this.#newer.failures++;
  }

  counts(): Counts {
    return {
      observations: this.#older.observations + this.#newer.observations,
      failures: this.#older.failures + this.#newer.failures,
    };
  }
}

import { type Ruling, rule } from './gcra.ts';
import type { Claimed, Quotas } from './quotas.ts';

/** Keys that are counted at a time; of more, the oldest start anew. */
const ROOM = 100_000;
/** Looked through for keys whose time is over, so many with each request. */
const SWEEP = 2;

/** Counts in this process. */
export class LocalQuotas implements Quotas {
  /** When a steady stream of each key would be due next, in ms. */
  readonly #due = new Map<string, number>();
  readonly #now: () => number;
  #sweep = this.#due.entries();

  /** `now` in ms of a monotonic clock. */
  constructor(now: () => number) {
    this.#now = now;
  }

  get size(): number {
    return this.#due.size;
  }

  take(claimed: readonly Claimed[]): readonly Ruling[] {
    const now = this.#now();
    const ruled = claimed.map(({ limit, key }) => rule(limit, this.#due.get(key) ?? now, now));
    if (ruled.every(({ ruling }) => ruling.allowed)) {
      for (const [i, { next }] of ruled.entries()) this.#set((claimed[i] as Claimed).key, next);
    }
    this.#forget(now);
    return ruled.map(({ ruling }) => ruling);
  }

  close(): void {
    this.#due.clear();
  }

  #set(key: string, due: number): void {
    if (!this.#due.has(key) && this.#due.size >= ROOM) {
      this.#due.delete(this.#due.keys().next().value as string);
    }
    this.#due.set(key, due);
  }

  /** A few at a time, so that no request pays for all. */
  #forget(now: number): void {
    for (let i = 0; i < SWEEP; i++) {
      const { value, done } = this.#sweep.next();
      if (done === true) {
        this.#sweep = this.#due.entries();
        return;
      }
      if (value[1] <= now) this.#due.delete(value[0]);
    }
  }
}

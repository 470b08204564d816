import type { Decision } from '../model/control.ts';
import { KEPT_DECISIONS } from './store.ts';

/**
 * The end of a decision list that others write to as well. A decision's place in that list is its
 * sequence; what is not in it yet stands behind, with the places it would get.
 */
export class DecisionTail {
  readonly #shown: Decision[];
  #log: Decision[] = [];
  #waiting: readonly Decision[] = [];
  #known = 0;

  /** @param shown is kept up to date */
  constructor(shown: Decision[]) {
    this.#shown = shown;
  }

  /** How long the list was when it was last heard of. */
  get known(): number {
    return this.#known;
  }

  /** Decisions of the list, the first of which has this sequence; those known already are passed over. */
  read(first: number, decisions: readonly Decision[]): void {
    if (first > this.#known + 1) {
      this.#log = [];
      this.#known = first - 1;
    }
    for (const [index, decision] of decisions.entries()) {
      if (first + index === this.#known + 1) this.#add({ ...decision, sequence: first + index });
    }
    this.#show();
  }

  /** @returns whether it follows on what is known; if not, what came between has to be read */
  wrote(decision: Decision): boolean {
    if (decision.sequence !== this.#known + 1) return false;
    this.#add(decision);
    this.#show();
    return true;
  }

  waitsFor(decisions: readonly Decision[]): void {
    this.#waiting = decisions;
    this.#show();
  }

  /** The list is gone. */
  forget(): void {
    this.#log = [];
    this.#known = 0;
    this.#show();
  }

  #add(decision: Decision): void {
    this.#known++;
    this.#log.push(decision);
    if (this.#log.length > KEPT_DECISIONS) this.#log.shift();
  }

  #show(): void {
    const next = this.#waiting.map((decision, index) => ({
      ...decision,
      sequence: this.#known + index + 1,
    }));
    this.#shown.splice(0, this.#shown.length, ...this.#log, ...next);
  }
}

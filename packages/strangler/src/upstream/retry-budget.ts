const SHARE = 0.2;
const MOST = 20;

/**
 * Second tries may be a fifth of the requests, and twenty in a burst: an upstream that drops
 * every connection must not get twice the load for it.
 */
export class RetryBudget {
  #left = MOST;

  earn(): void {
    this.#left = Math.min(MOST, this.#left + SHARE);
  }

  spend(): boolean {
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}

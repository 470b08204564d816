/** How often those that are over are looked for at most, in ms. */
const SWEEP_MS = 1000;

/** `full` and `unknown`: whether it was used cannot be told. */
export type Use = 'fresh' | 'used' | 'full' | 'unknown';

/**
 * Identifiers (`jti`, RFC 7519 4.1.7) of tokens that have been used, until the tokens expire by
 * themselves. Nothing is forgotten before its time: when there is no room, new ones are refused.
 */
export class OneTimeTokens {
  readonly #used = new Map<string, number>();
  readonly #room: number;
  #swept = 0;

  constructor(room: number) {
    this.#room = room;
  }

  /** `expires` and `now` in ms. */
  use(id: string, expires: number, now: number): Use {
    const before = this.#used.get(id);
    if (before !== undefined && before > now) return 'used';
    if (this.#used.size >= this.#room && now >= this.#swept + SWEEP_MS) this.#sweep(now);
    if (this.#used.size >= this.#room) return 'full';
    this.#used.set(id, expires);
    return 'fresh';
  }

  #sweep(now: number): void {
    this.#swept = now;
    for (const [id, expires] of this.#used) if (expires <= now) this.#used.delete(id);
  }
}

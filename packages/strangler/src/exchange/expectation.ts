const PATIENCE_MS = 1000;

/**
 * A client that waits for 100 Continue. An upstream that knows no Expect would wait for the body
 * meanwhile; after a second the proxy says it instead (RFC 9110 10.1.1 allows that at any time).
 */
export class Expectation {
  readonly #until: number;
  #met = false;

  /** `now` in milliseconds of a monotonic clock. */
  constructor(now: number) {
    this.#until = now + PATIENCE_MS;
  }

  /** The upstream says 100. False when the client has had one already. */
  meet(): boolean {
    const first = !this.#met;
    this.#met = true;
    return first;
  }

  /** True once, when the time has come to say it ourselves. */
  due(now: number): boolean {
    return now >= this.#until && this.meet();
  }
}

export interface BreakerSettings {
  /** Failures in a row that open the circuit; 0 never opens it. */
  readonly failures: number;
  /** How long an open circuit lets nothing through, in ms. */
  readonly openMs: number;
}

/** While an upstream recovers, one request in this time finds out whether it has. */
const PROBE_MS = 1000;

/**
 * Keeps requests from an upstream that answers none of them (Nygard, Release It!, circuit
 * breaker). Only what the upstream owes counts: refused and broken connections, silence, and
 * answers that are not HTTP. A 5xx is an answer, and the route's budget judges it.
 */
export class Breaker {
  readonly #settings: BreakerSettings;
  #failures = 0;
  #closedAt = 0;
  #open = false;

  constructor(settings: BreakerSettings) {
    this.#settings = settings;
  }

  get open(): boolean {
    return this.#open;
  }

  /** Whether a request may go, at `now` in monotonic ms; an open circuit lets probes through. */
  admits(now: number): boolean {
    if (!this.#open) return true;
    if (now < this.#closedAt) return false;
    this.#closedAt = now + PROBE_MS;
    return true;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#open = false;
  }

  failed(now: number): void {
    const { failures, openMs } = this.#settings;
    this.#failures++;
    if (failures === 0 || this.#failures < failures) return;
    this.#open = true;
    this.#closedAt = now + openMs;
  }
}

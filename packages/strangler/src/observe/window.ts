import { Histogram, quantileOf } from './histogram.ts';

interface Half {
  requests: number;
  errors: number;
  latency: Histogram;
}

/** The recent past in two halves; the older one is dropped whole when the newer is full. */
export class RollingWindow {
  readonly #halfMs: number;
  #current: Half = emptyHalf();
  #previous: Half = emptyHalf();
  #turnAt: number;

  constructor(seconds: number, now: number) {
    this.#halfMs = (seconds * 1000) / 2;
    this.#turnAt = now + this.#halfMs;
  }

  add(failed: boolean, ms: number, now: number): void {
    this.#turn(now);
    this.#current.requests++;
    if (failed) this.#current.errors++;
    this.#current.latency.add(ms);
  }

  requests(now: number): number {
    this.#turn(now);
    return this.#current.requests + this.#previous.requests;
  }

  errors(now: number): number {
    this.#turn(now);
    return this.#current.errors + this.#previous.errors;
  }

  quantile(q: number, now: number): number {
    this.#turn(now);
    return quantileOf([this.#current.latency, this.#previous.latency], q);
  }

  #turn(now: number): void {
    if (now < this.#turnAt) return;
    const both = now >= this.#turnAt + this.#halfMs;
    this.#previous = both ? emptyHalf() : this.#current;
    this.#current = emptyHalf();
    this.#turnAt = now + this.#halfMs;
  }
}

function emptyHalf(): Half {
  return { requests: 0, errors: 0, latency: new Histogram() };
}

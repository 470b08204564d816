import type { Timeouts } from '../model/routes.ts';

export type Phase = 'connect' | 'request-body' | 'first-byte' | 'idle' | 'streaming';

function limitOf(phase: Phase, timeouts: Timeouts): number {
  switch (phase) {
    case 'connect':
      return timeouts.connectMs;
    case 'request-body':
      return timeouts.bodyMs;
    case 'first-byte':
      return timeouts.firstByteMs;
    case 'idle':
      return timeouts.idleMs;
    case 'streaming':
      // An event stream may be silent for hours, and so may the answer to an unfinished request.
      return 0;
  }
}

/** The time limits of one exchange. Swept from outside, so that no request costs a timer. */
export class Deadline {
  readonly #clock: { readonly coarseNow: number };
  #timeouts: Timeouts | undefined;
  #phase: Phase = 'connect';
  #until = Infinity;
  #total = Infinity;

  constructor(clock: { readonly coarseNow: number }) {
    this.#clock = clock;
  }

  begin(timeouts: Timeouts): void {
    this.#timeouts = timeouts;
    if (timeouts.totalMs > 0) this.#total = this.#clock.coarseNow + timeouts.totalMs;
  }

  enter(phase: Phase): void {
    this.#phase = phase;
    this.touch();
  }

  /** Something moved: the present phase starts over. */
  touch(): void {
    const ms = this.#timeouts === undefined ? 0 : limitOf(this.#phase, this.#timeouts);
    this.#until = ms > 0 ? this.#clock.coarseNow + ms : Infinity;
  }

  /** What is late, if anything is. */
  late(now: number): Phase | 'end' | undefined {
    if (now >= this.#total) return 'end';
    return now >= this.#until ? this.#phase : undefined;
  }
}

import type { Timeouts } from '../model/routes.ts';

export type Phase = 'connect' | 'request-body' | 'first-byte' | 'idle' | 'streaming';

const LIMIT: Readonly<Record<Phase, keyof Timeouts | undefined>> = {
  connect: 'connectMs',
  'request-body': 'bodyMs',
  'first-byte': 'firstByteMs',
  idle: 'idleMs',
  // An event stream may be silent for hours, and so may the answer to an unfinished request.
  streaming: undefined,
};

/** The time limits of one exchange. Swept from outside, so that no request costs a timer. */
export class Deadline {
  readonly #clock: { readonly coarseNow: number };
  #timeouts: Timeouts | undefined;
  #phase: Phase = 'connect';
  #until = Infinity;
  #total = Infinity;
  #grace = Infinity;

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
    const limit = LIMIT[this.#phase];
    const ms = limit === undefined ? 0 : (this.#timeouts?.[limit] ?? 0);
    this.#until = ms > 0 ? this.#clock.coarseNow + ms : Infinity;
  }

  leaveBy(time: number): void {
    this.#grace = time;
  }

  /** What is late, if anything is. */
  late(now: number): Phase | 'end' | 'grace' | undefined {
    if (now >= this.#grace) return 'grace';
    if (now >= this.#total) return 'end';
    return now >= this.#until ? this.#phase : undefined;
  }
}

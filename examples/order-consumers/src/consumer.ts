import type { OrderEvent } from './order-created.ts';

export type Outcome = 'taken' | 'duplicate' | 'ignored';

/** One consumer: what it makes of events, and what it can tell about that. */
export interface Consumer {
  readonly name: string;
  /** @throws InvalidEventError if the data are not what this consumer needs */
  readonly take: (event: OrderEvent<unknown>) => Outcome;
  readonly report: () => unknown;
  readonly close: () => void;
}

/** Sending it again would not help. */
export class InvalidEventError extends Error {}

import type { RateLimit } from '../../model/duties.ts';
import type { Ruling } from './gcra.ts';

/** A limit and whose share of it is asked for. */
export interface Claimed {
  readonly limit: RateLimit;
  readonly key: string;
}

/** Counts. Of several limits either all are charged or, when one says no, none. */
export interface Quotas {
  take(claimed: readonly Claimed[]): readonly Ruling[] | Promise<readonly Ruling[]>;
  close(): void;
}

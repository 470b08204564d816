import type { Site } from './site.ts';

/** A statement of a transaction that several databases commit together. */
export interface TwoPhaseCommit extends Site {
  /** Its first line, values that are filled in shown as `…`. */
  statement: string;
}

import type { Direction, Impact } from './model.ts';
import type { Effect } from './recorder.ts';

/** One difference of two schemas at the same place. */
export interface KeywordChange {
  /** End of the rule: `type-changed`. */
  readonly rule: string;
  readonly effect: Effect;
  readonly keyword: string;
  readonly message: string;
  /** In place of what the effect would say. */
  readonly impact?: Impact;
}

/** Compares the keywords of one family. */
export type KeywordRule = (
  old: unknown,
  now: unknown,
  direction: Direction,
) => Generator<KeywordChange>;

import type { Fields } from '../http/fields.ts';

/** An answer kept for comparison. */
export interface KeptAnswer {
  readonly status: number;
  readonly fields: Fields;
  /** Undefined when it was larger than the cap. */
  readonly body: Buffer | undefined;
}

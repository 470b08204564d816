/** A place where what came differs from what a pact expects. */
export interface Mismatch {
  readonly part: MatchedPart;
  /** In a body the path as Pact writes it (`$.items[0].id`), elsewhere the name of the header or parameter. */
  readonly path: string;
  /** What was expected, in words; begins in lower case, for "expected …". */
  readonly message: string;
  readonly expected: unknown;
  /** Undefined where nothing was there. */
  readonly actual: unknown;
}

export type MatchedPart = 'method' | 'path' | 'query' | 'header' | 'status' | 'body' | 'metadata';

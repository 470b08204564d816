/** Failures among observations, counted on. */
export interface Seen {
  observations: number;
  failures: number;
}

/** What the tests of a route were told in some stretch of time. */
export interface Tally {
  readonly errors: { readonly service: Seen; readonly monolith: Seen };
  /** Answers slower than the bound, of those that were held against one. */
  readonly latency: { readonly service: Seen; readonly monolith: Seen };
  readonly mismatches: Seen;
  /** Answers of the service that were first counted as good. */
  amended: number;
}

export function emptyTally(): Tally {
  return {
    errors: { service: nothing(), monolith: nothing() },
    latency: { service: nothing(), monolith: nothing() },
    mismatches: nothing(),
    amended: 0,
  };
}

export function isEmpty({ errors, latency, mismatches, amended }: Tally): boolean {
  const all = [errors.service, errors.monolith, latency.service, latency.monolith, mismatches];
  return amended === 0 && all.every(({ observations }) => observations === 0);
}

function nothing(): Seen {
  return { observations: 0, failures: 0 };
}

/** One request as the client saw it. */
export interface Observation {
  readonly shopper: string;
  /** 0 when no answer came. */
  readonly status: number;
  /** Who says that it answered: the `Server` field, else `monolith`. */
  readonly answeredBy: string;
  /** About the endpoints being moved, as opposed to the rest of the shop. */
  readonly moved: boolean;
  readonly milliseconds: number;
}

export interface Tally {
  readonly requests: number;
  /** No answer, or a 5xx. */
  readonly errors: number;
  /** Requests to the moved endpoints, by who answered. */
  readonly answered: ReadonlyMap<string, number>;
  /** Who answered the moved endpoints, by shopper. */
  readonly byShopper: ReadonlyMap<string, ReadonlySet<string>>;
  readonly p95: number;
}

/** Error answers and connection failures are what a budget is about; a 404 can be the right answer. */
export function isError(observation: Observation): boolean {
  return observation.status === 0 || observation.status >= 500;
}

export function tally(observations: readonly Observation[]): Tally {
  const moved = observations.filter((observation) => observation.moved);
  const answered = new Map<string, number>();
  const byShopper = new Map<string, Set<string>>();
  for (const { answeredBy, shopper } of moved) {
    answered.set(answeredBy, (answered.get(answeredBy) ?? 0) + 1);
    const seen = byShopper.get(shopper) ?? new Set();
    byShopper.set(shopper, seen.add(answeredBy));
  }
  const times = observations.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  return {
    requests: observations.length,
    errors: observations.filter(isError).length,
    answered,
    byShopper,
    p95: times[Math.floor(times.length * 0.95)] ?? 0,
  };
}

/** Shoppers whose moved endpoints were answered by the service at least once. */
export function shoppersOnService({ byShopper }: Tally): string[] {
  return [...byShopper].filter(([, servers]) => isOnService(servers)).map(([shopper]) => shopper);
}

/** Shoppers who met both sides: none, while a canary is sticky. */
export function shoppersOnBoth({ byShopper }: Tally): string[] {
  return [...byShopper].filter(([, servers]) => servers.size > 1).map(([shopper]) => shopper);
}

export function servedByService({ answered }: Tally): number {
  return [...answered]
    .filter(([server]) => isServiceName(server))
    .reduce((sum, [, count]) => sum + count, 0);
}

function isOnService(servers: ReadonlySet<string>): boolean {
  return [...servers].some(isServiceName);
}

function isServiceName(server: string): boolean {
  return server.startsWith('inventory-service/');
}

/** Upper bounds of the duration histogram, in seconds. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5] as const;

/** Counts requests since the start of this process. */
export interface RequestMetrics {
  count(method: string, route: string, status: number, seconds: number): void;
  /** Prometheus text exposition format 0.0.4. */
  text(): string;
}

interface Durations {
  readonly buckets: number[];
  sum: number;
  total: number;
}

export function requestMetrics(): RequestMetrics {
  const requests = new Map<string, number>();
  const durations = new Map<string, Durations>();
  return {
    count(method, route, status, seconds) {
      const labels = `method="${method}",route="${label(route)}"`;
      const key = `${labels},status="${status}"`;
      requests.set(key, (requests.get(key) ?? 0) + 1);
      const found = durations.get(labels) ?? { buckets: BOUNDS.map(() => 0), sum: 0, total: 0 };
      durations.set(labels, found);
      found.sum += seconds;
      found.total++;
      const index = BOUNDS.findIndex((bound) => seconds <= bound);
      if (index >= 0) found.buckets[index] = (found.buckets[index] ?? 0) + 1;
    },
    text: () =>
      [
        '# HELP pact_broker_http_requests_total Requests answered since the start.',
        '# TYPE pact_broker_http_requests_total counter',
        ...sorted(requests).map(
          ([labels, value]) => `pact_broker_http_requests_total{${labels}} ${value}`,
        ),
        '# HELP pact_broker_http_request_duration_seconds Time until the answer was sent.',
        '# TYPE pact_broker_http_request_duration_seconds histogram',
        ...sorted(durations).flatMap(([labels, value]) => histogram(labels, value)),
        '',
      ].join('\n'),
  };
}

function histogram(labels: string, { buckets, sum, total }: Durations): string[] {
  const name = 'pact_broker_http_request_duration_seconds';
  let upTo = 0;
  const lines = BOUNDS.map((bound, index) => {
    upTo += buckets[index] ?? 0;
    return `${name}_bucket{${labels},le="${bound}"} ${upTo}`;
  });
  return [
    ...lines,
    `${name}_bucket{${labels},le="+Inf"} ${total}`,
    `${name}_sum{${labels}} ${sum}`,
    `${name}_count{${labels}} ${total}`,
  ];
}

function sorted<T>(values: ReadonlyMap<string, T>): [string, T][] {
  return [...values].sort(([a], [b]) => (a < b ? -1 : 1));
}

function label(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

import type { Target } from '../decide/choose.ts';
import type { Route, RouteState } from '../model/routes.ts';
import { EDGES_MS, type Exemplar } from './histogram.ts';
import type { RouteRecord } from './record.ts';

const TARGETS: readonly Target[] = ['monolith', 'service'];
const STATES: readonly RouteState['state'][] = ['monolith', 'dark', 'shadow', 'canary', 'service'];

interface MeasuredRoute {
  readonly route: Route;
  readonly state: RouteState;
  readonly armed: boolean;
  readonly record: RouteRecord;
}

export interface MeasuredProxy {
  readonly routes: readonly MeasuredRoute[];
  readonly refusals: ReadonlyMap<number, number>;
  readonly active: number;
  readonly upstreams: readonly { readonly name: string; readonly open: number }[];
  /** Messages that did not fit their API description, by `[route, request or response]` as JSON. */
  readonly violations: ReadonlyMap<string, number>;
  /** Spans that a collector has taken, spans lost, and lines of the access log lost. */
  readonly observed: {
    readonly exported: number;
    readonly dropped: number;
    readonly lines: number;
  };
}

export type MetricsFormat = 'prometheus' | 'openmetrics';

/** What a scraper that says so in Accept is told the format is. */
export const METRICS_TYPES: Readonly<Record<MetricsFormat, string>> = {
  prometheus: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
};

/**
 * Our own counters in the Prometheus text exposition format, version 0.0.4, or in OpenMetrics 1.0, which has
 * exemplars.
 */
export function metricsText(proxy: MeasuredProxy, format: MetricsFormat): string {
  const lines: string[] = [];
  const open = format === 'openmetrics';
  const family = (name: string, type: string, help: string, samples: readonly string[]): void => {
    // In OpenMetrics a counter's family has the name without the suffix of its samples.
    const named = open && type === 'counter' ? name.replace(/_total$/, '') : name;
    lines.push(`# HELP ${named} ${help}`, `# TYPE ${named} ${type}`, ...samples);
  };
  const perTarget = (sample: (m: MeasuredRoute, target: Target) => string[]): string[] =>
    proxy.routes.flatMap((m) => TARGETS.flatMap((target) => sample(m, target)));
  family(
    'ashlar_proxy_requests_total',
    'counter',
    'Requests by route and by who was asked.',
    perTarget((m, t) => [
      `ashlar_proxy_requests_total${tags(m, t)} ${m.record.totals[t].requests}`,
    ]),
  );
  family(
    'ashlar_proxy_errors_total',
    'counter',
    'Connection failures, timeouts, broken answers and 5xx.',
    perTarget((m, t) => [`ashlar_proxy_errors_total${tags(m, t)} ${m.record.totals[t].errors}`]),
  );
  family(
    'ashlar_proxy_response_head_seconds',
    'histogram',
    'Time from sending the request upstream to the head of its answer.',
    perTarget((m, t) => latencySamples(m, t, open)),
  );
  routeFamilies(proxy, family);
  family(
    'ashlar_proxy_refused_total',
    'counter',
    'Requests the proxy answered itself.',
    [...proxy.refusals]
      .sort(([a], [b]) => a - b)
      .map(([status, count]) => `ashlar_proxy_refused_total{status="${status}"} ${count}`),
  );
  family(
    'ashlar_proxy_violations_total',
    'counter',
    'Messages that did not fit the API description of their route.',
    [...proxy.violations]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, count]) => {
        const [route = '', message = ''] = JSON.parse(key) as string[];
        return `ashlar_proxy_violations_total{route="${quoted(route)}",message="${message}"} ${count}`;
      }),
  );
  family(
    'ashlar_proxy_spans_total',
    'counter',
    'Spans that went to the collector, and lost ones.',
    [
      `ashlar_proxy_spans_total{outcome="exported"} ${proxy.observed.exported}`,
      `ashlar_proxy_spans_total{outcome="dropped"} ${proxy.observed.dropped}`,
    ],
  );
  family('ashlar_proxy_access_lines_dropped_total', 'counter', 'Lost lines of the access log.', [
    `ashlar_proxy_access_lines_dropped_total ${proxy.observed.lines}`,
  ]);
  family('ashlar_proxy_active_requests', 'gauge', 'Requests running now.', [
    `ashlar_proxy_active_requests ${proxy.active}`,
  ]);
  family(
    'ashlar_proxy_upstream_connections',
    'gauge',
    'Open connections by upstream.',
    proxy.upstreams.map(
      ({ name, open }) => `ashlar_proxy_upstream_connections{upstream="${quoted(name)}"} ${open}`,
    ),
  );
  return `${lines.join('\n')}\n${open ? '# EOF\n' : ''}`;
}

function routeFamilies(
  proxy: MeasuredProxy,
  family: (name: string, type: string, help: string, samples: readonly string[]) => void,
): void {
  const each = (name: string, value: (m: MeasuredRoute) => number): string[] =>
    proxy.routes.map((m) => `${name}{route="${quoted(m.route.id)}"} ${value(m)}`);
  const states = proxy.routes.flatMap((m) =>
    STATES.map((state) => {
      const on = state === m.state.state ? 1 : 0;
      return `ashlar_proxy_route_state{route="${quoted(m.route.id)}",state="${state}"} ${on}`;
    }),
  );
  family('ashlar_proxy_route_state', 'gauge', '1 for the state the route is in.', states);
  const share = (m: MeasuredRoute): number =>
    m.state.state === 'service' ? 100 : (m.state.percent ?? 0);
  const simple: [string, string, string, (m: MeasuredRoute) => number][] = [
    ['route_percent', 'gauge', 'Share of users on the service.', share],
    ['route_armed', 'gauge', '0 after an automatic roll back.', (m) => (m.armed ? 1 : 0)],
    ['fallbacks_total', 'counter', 'Answered by the monolith.', (m) => m.record.fallbacks],
    ['compared_total', 'counter', 'Compared.', (m) => m.record.ledger.parity().compared],
    ['different_total', 'counter', 'Found different.', (m) => m.record.ledger.parity().different],
    ['shadow_failed_total', 'counter', 'Not answered.', (m) => m.record.ledger.parity().failed],
    ['shadow_skipped_total', 'counter', 'Given up.', (m) => m.record.ledger.parity().skipped],
    ['parity_lower', 'gauge', 'Lower Wilson bound.', (m) => m.record.ledger.parity().lower],
  ];
  for (const [name, type, help, value] of simple) {
    family(`ashlar_proxy_${name}`, type, help, each(`ashlar_proxy_${name}`, value));
  }
}

function latencySamples(m: MeasuredRoute, target: Target, exemplars: boolean): string[] {
  const name = 'ashlar_proxy_response_head_seconds';
  const { latency } = m.record.totals[target];
  const samples: string[] = [];
  let below = 0;
  for (const [index, edge] of EDGES_MS.entries()) {
    below += latency.counts[index] ?? 0;
    const bucket = `${name}_bucket${tags(m, target, String(edge / 1000))} ${below}`;
    samples.push(bucket + (exemplars ? exemplarText(latency.exemplars[index]) : ''));
  }
  const last = `${name}_bucket${tags(m, target, '+Inf')} ${latency.count}`;
  samples.push(last + (exemplars ? exemplarText(latency.exemplars[EDGES_MS.length]) : ''));
  samples.push(`${name}_sum${tags(m, target)} ${latency.sum / 1000}`);
  samples.push(`${name}_count${tags(m, target)} ${latency.count}`);
  return samples;
}

function exemplarText(exemplar: Exemplar | undefined): string {
  if (exemplar === undefined) return '';
  const { traceId, ms, at } = exemplar;
  return ` # {trace_id="${traceId}"} ${ms / 1000} ${at / 1000}`;
}

function tags({ route }: MeasuredRoute, target: Target, le?: string): string {
  const more = le === undefined ? '' : `,le="${le}"`;
  return `{route="${quoted(route.id)}",target="${target}"${more}}`;
}

function quoted(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

/** A Grafana dashboard over the proxy's metrics, for "Import"; the data source is chosen there. */
export function grafanaDashboard(): object {
  const rows: readonly (readonly [title: string, unit: string, queries: readonly Query[]])[] = [
    [
      'Requests by route and side',
      'reqps',
      [
        [
          'sum by (route, target) (rate(ashlar_proxy_requests_total{route=~"$route"}[$__rate_interval]))',
          '{{route}} {{target}}',
        ],
      ],
    ],
    [
      'Errors by route and side',
      'percentunit',
      [
        [
          'sum by (route, target) (rate(ashlar_proxy_errors_total{route=~"$route"}[$__rate_interval])) / sum by (route, target) (rate(ashlar_proxy_requests_total{route=~"$route"}[$__rate_interval]))',
          '{{route}} {{target}}',
        ],
      ],
    ],
    [
      'Time to the head of the answer, p95',
      's',
      [
        [
          'histogram_quantile(0.95, sum by (le, route, target) (rate(ashlar_proxy_response_head_seconds_bucket{route=~"$route"}[$__rate_interval])))',
          '{{route}} {{target}}',
        ],
      ],
    ],
    [
      'Share of users on the service',
      'percent',
      [['ashlar_proxy_route_percent{route=~"$route"}', '{{route}}']],
    ],
    [
      'Parity, lower bound',
      'percentunit',
      [['ashlar_proxy_parity_lower{route=~"$route"}', '{{route}}']],
    ],
    [
      'Error budget: bad requests over an hour',
      'percentunit',
      [['ashlar_slo:bad_ratio:1h{route=~"$route"}', '{{route}} {{slo}}']],
    ],
    [
      'Answered by the proxy itself',
      'reqps',
      [['sum by (status) (rate(ashlar_proxy_refused_total[$__rate_interval]))', '{{status}}']],
    ],
    [
      'Fallbacks, violations of API descriptions, lost spans',
      'reqps',
      [
        [
          'sum by (route) (rate(ashlar_proxy_fallbacks_total{route=~"$route"}[$__rate_interval]))',
          'fallback {{route}}',
        ],
        [
          'sum by (route, message) (rate(ashlar_proxy_violations_total{route=~"$route"}[$__rate_interval]))',
          '{{message}} {{route}}',
        ],
        ['sum(rate(ashlar_proxy_spans_total{outcome="dropped"}[$__rate_interval]))', 'lost spans'],
      ],
    ],
    [
      'Running requests, connections to upstreams',
      'short',
      [
        ['sum(ashlar_proxy_active_requests)', 'requests'],
        ['sum by (upstream) (ashlar_proxy_upstream_connections)', '{{upstream}}'],
      ],
    ],
  ];
  return {
    title: 'Ashlar proxy',
    uid: 'ashlar-proxy',
    schemaVersion: 39,
    version: 1,
    editable: true,
    tags: ['ashlar'],
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    templating: { list: [dataSource(), routeChoice()] },
    annotations: { list: [] },
    panels: rows.map(([title, unit, queries], index) => panel(index, title, unit, queries)),
  };
}

type Query = readonly [expr: string, legend: string];

const SOURCE = { type: 'prometheus', uid: '$datasource' };
const WIDTH = 12;
const HEIGHT = 8;

function panel(index: number, title: string, unit: string, queries: readonly Query[]): object {
  return {
    id: index + 1,
    type: 'timeseries',
    title,
    datasource: SOURCE,
    gridPos: {
      x: (index % 2) * WIDTH,
      y: Math.floor(index / 2) * HEIGHT,
      w: WIDTH,
      h: HEIGHT,
    },
    fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
    options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi' } },
    targets: queries.map(([expr, legendFormat], i) => ({
      refId: String.fromCharCode(65 + i),
      datasource: SOURCE,
      expr,
      legendFormat,
      exemplar: true,
    })),
  };
}

function dataSource(): object {
  return { name: 'datasource', label: 'Data source', type: 'datasource', query: 'prometheus' };
}

function routeChoice(): object {
  return {
    name: 'route',
    label: 'Route',
    type: 'query',
    datasource: SOURCE,
    query: 'label_values(ashlar_proxy_requests_total, route)',
    refresh: 2,
    includeAll: true,
    multi: true,
    allValue: '.*',
    current: { text: 'All', value: '$__all' },
  };
}

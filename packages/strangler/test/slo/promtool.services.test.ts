import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { grafanaDashboard, loadRoutes, prometheusRules } from '../../src/index.ts';

const found = spawnSync('promtool', ['--version']).error === undefined;
const missing = found ? '' : ' (skipped: no promtool; Debian has it in the package prometheus)';

const RULES = prometheusRules(
  loadRoutes({
    schemaVersion: 1,
    upstreams: { monolith: 'http://127.0.0.1:1', orders: 'http://127.0.0.1:2' },
    routes: [
      {
        id: 'orders',
        match: '/orders/**',
        state: 'service',
        service: 'orders',
        owner: 'team-a',
        slo: { availability: 0.999, latency: { ms: 500, share: 0.99 } },
      },
      { match: '/**', state: 'monolith' },
    ],
  }),
);

/** Counts of the proxy over three hours, a value a minute, in promtool's notation. */
interface Traffic {
  readonly requests: string;
  readonly errors?: string;
  readonly fallbacks?: string;
  /** Answers that began within the half second of the objective. */
  readonly inTime?: string;
}

const series = ({ requests, errors = '0x180', fallbacks = '0x180', inTime = requests }: Traffic) =>
  [
    ['requests_total', ',target="service"', requests],
    ['errors_total', ',target="service"', errors],
    ['fallbacks_total', '', fallbacks],
    ['response_head_seconds_bucket', ',target="service",le="0.5"', inTime],
    ['response_head_seconds_count', ',target="service"', requests],
  ].map(([name, more, values]) => ({
    series: `ashlar_proxy_${name}{route="orders"${more}}`,
    values,
  }));

describe.skipIf(!found)(`Prometheus' own tool${missing}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'ashlar-promtool-'));
  const rules = join(folder, 'rules.yaml');
  writeFileSync(rules, RULES);
  afterAll(() => rmSync(folder, { recursive: true }));
  const promtool = (...args: string[]): string => {
    const { stdout, stderr } = spawnSync('promtool', args, { cwd: folder, encoding: 'utf8' });
    return stdout + stderr;
  };

  it('takes the rules', () => {
    expect(promtool('check', 'rules', '--lint-fatal', rules)).toContain('SUCCESS: 22 rules found');
  });

  it('takes every query of the dashboard', () => {
    const { panels } = grafanaDashboard() as { panels: { targets?: { expr: string }[] }[] };
    const queries = panels.flatMap(({ targets }) => targets ?? []).map(({ expr }) => expr);
    expect(queries.length).toBeGreaterThan(8);
    const asRules = queries.map((expr, index) => ({
      record: `query_${index}`,
      expr: expr.replaceAll('$__rate_interval', '5m').replaceAll('$route', '.*'),
    }));
    const file = join(folder, 'queries.yaml');
    writeFileSync(file, stringify({ groups: [{ name: 'queries', rules: asRules }] }));
    expect(promtool('check', 'rules', file)).toContain(`SUCCESS: ${queries.length} rules found`);
  });

  it.each<[string, Traffic, string, string[]]>([
    ['healthy', { requests: '0+6000x180', errors: '0+3x180' }, '2h', []],
    [
      'one error in ten',
      { requests: '0+600x180', errors: '0+60x180' },
      '2h',
      [
        'page availability 1h',
        'page availability 6h',
        'ticket availability 1d',
        'ticket availability 3d',
      ],
    ],
    [
      'a slow leak',
      { requests: '0+6000x180', errors: '0+24x180' },
      '2h',
      ['ticket availability 1d', 'ticket availability 3d'],
    ],
    [
      // The hour still holds it, the last five minutes do not.
      'over for twenty minutes',
      { requests: '0+600x180', errors: '0+60x100 6000+0x80' },
      '2h',
      ['page availability 6h', 'ticket availability 1d', 'ticket availability 3d'],
    ],
    [
      'made good by the monolith',
      { requests: '0+660x180', errors: '0+60x180', fallbacks: '0+60x180' },
      '2h',
      [],
    ],
    [
      'slow for one in five',
      { requests: '0+600x180', inTime: '0+480x180' },
      '2h',
      ['page latency 1h', 'page latency 6h', 'ticket latency 1d', 'ticket latency 3d'],
    ],
    ['without traffic', { requests: '0x180' }, '2h', []],
  ])('fires for who is %s', (name, traffic, at, alerts) => {
    const file = join(folder, 'test.yaml');
    const samples = alerts.map((alert) => {
      const [severity, slo, window] = alert.split(' ');
      return {
        labels: `{severity="${severity}",slo="${slo}",window="${window}",owner="team-a"}`,
        value: 1,
      };
    });
    writeFileSync(
      file,
      stringify({
        rule_files: ['rules.yaml'],
        evaluation_interval: '1m',
        tests: [
          {
            name,
            interval: '1m',
            input_series: series(traffic),
            promql_expr_test: [
              {
                expr: 'sum by (severity, slo, window, owner) (ALERTS{alertname="AshlarErrorBudgetBurn",alertstate="firing"})',
                eval_time: at,
                exp_samples: samples,
              },
            ],
          },
        ],
      }),
    );
    expect(promtool('test', 'rules', file)).toContain('SUCCESS');
  });
});

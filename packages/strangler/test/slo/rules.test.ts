import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  grafanaDashboard,
  hasObjectives,
  loadRoutes,
  prometheusRules,
  type WrittenRoute,
} from '../../src/index.ts';
import { burnAlerts } from '../../src/slo/burn-rates.ts';
import { startGateway } from '../support/gateway.ts';

const table = (route: Partial<WrittenRoute>) =>
  loadRoutes({
    schemaVersion: 1,
    upstreams: { monolith: 'http://127.0.0.1:1' },
    routes: [
      { match: '/orders/**', id: 'orders', state: 'monolith', owner: 'team-a', ...route },
      { match: '/**', state: 'monolith' },
    ],
  });

interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly labels: Record<string, string>;
}
const rulesOf = (text: string): { name: string; rules: Rule[] }[] => parse(text).groups;

describe('burn rates', () => {
  it.each([
    [30, [14.4, 6, 3, 1]],
    [7, [3.36, 1.4, 0.7, 0.233]],
    [90, [43.2, 18, 9, 3]],
  ])('of %i days are %j', (days, wanted) => {
    expect(burnAlerts(days).map(({ burn }) => burn)).toEqual(wanted);
  });
});

describe('rules', () => {
  it('record every window that an alert looks at, and no number is crooked', () => {
    const [availability, latency, ...others] = rulesOf(
      prometheusRules(table({ slo: { availability: 0.999, latency: { ms: 300, share: 0.99 } } })),
    );
    expect(others).toEqual([]);
    expect(availability?.name).toBe('ashlar-slo-orders-availability');
    for (const group of [availability, latency]) {
      const recorded = new Set(group?.rules.flatMap(({ record }) => record ?? []));
      const alerts = group?.rules.filter(({ alert }) => alert !== undefined) ?? [];
      expect(alerts).toHaveLength(4);
      for (const { expr, labels } of alerts) {
        for (const [name] of expr.matchAll(/ashlar_slo:bad_ratio:\w+/g)) {
          expect(recorded).toContain(name);
        }
        expect(labels).toMatchObject({ route: 'orders', owner: 'team-a' });
      }
    }
    const limits = availability?.rules.flatMap(({ alert, expr }) =>
      alert === undefined ? [] : [/> (\S+) and/.exec(expr)?.[1]],
    );
    expect(limits).toEqual(['0.0144', '0.006', '0.003', '0.001']);
    expect(latency?.rules[0]?.expr).toContain('le="0.3"');
  });

  it.each<[object, RegExp]>([
    [{ latency: { ms: 250, share: 0.9 } }, /one of 0\.5, 1,/],
    [{ availability: 1 }, /availability/],
    [{ availability: 0.9, colour: 1 }, /colour/],
  ])('refuse %j when the table is loaded', (slo, message) => {
    expect(() => table({ slo } as never)).toThrow(message);
  });

  it('are none where nothing is promised', () => {
    expect(hasObjectives(table({}))).toBe(false);
    expect(hasObjectives(table({ slo: { availability: 0.9 } }))).toBe(true);
  });
});

describe('what rules and dashboard ask for', () => {
  it('is what the proxy measures', async () => {
    const gateway = await startGateway(
      'fast',
      { defaults: { slo: { availability: 0.999, latency: { ms: 300, share: 0.99 } } } },
      [{ id: 'orders' }],
    );
    try {
      await gateway.ask('/a');
      const metrics = gateway.proxy.metrics();
      const known = new Set([...metrics.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name));
      const table = loadRoutes({
        schemaVersion: 1,
        upstreams: { monolith: 'http://127.0.0.1:1' },
        defaults: { slo: { availability: 0.999, latency: { ms: 300, share: 0.99 } } },
        routes: [{ match: '/**', id: 'orders', state: 'monolith' }],
      });
      const asked = prometheusRules(table) + JSON.stringify(grafanaDashboard());
      const names = [...asked.matchAll(/ashlar_proxy_\w+/g)].map(([name]) =>
        name.replace(/_(?:bucket|count)$/, ''),
      );
      expect(names.length).toBeGreaterThan(20);
      for (const name of names) expect(known).toContain(name);
      expect(metrics).toContain('le="0.3"');
    } finally {
      await gateway.close();
    }
  });
});

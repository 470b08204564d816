import { readFileSync } from 'node:fs';
import { HTTPRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { exportTable } from '../../src/export/export-table.ts';
import { cookieRegex, pathRegex } from '../../src/export/path-regex.ts';
import { EXPORT_TARGETS } from '../../src/export/targets.ts';
import { loadRoutes, type WrittenRoute, type WrittenRouteTable } from '../../src/index.ts';
import type { Upstream } from '../../src/model/routes.ts';
import { compilePattern, matchesPath } from '../../src/routes/pattern.ts';
import { FEATURES, type Route, tableOf, textOf } from './features.ts';
import { sketches } from './sketches.ts';

describe.each(EXPORT_TARGETS.map((target) => target.name))('the export to %s', (target) => {
  const plain = textOf({}, target);

  it.each(FEATURES)('keeps %s, or says its name', (_, route, named) => {
    const { files, problems } = exportTable(tableOf(route), target);
    const said = problems.some(
      (problem) => problem.feature === named || problem.feature.startsWith(named),
    );
    const shows = files.length > 0 && files.map(({ content }) => content).join('\n') !== plain;
    expect(shows || said, JSON.stringify(problems)).toBe(true);
    const refused = problems.some(({ severity }) => severity === 'refused');
    expect(files.length === 0).toBe(refused);
  });

  it('refuses duties that it would let go, until they are left out by name', () => {
    const keys = { kind: 'apiKey' };
    const table = tableOf({});
    const guarded = {
      ...table,
      routes: table.routes.map((route) => ({
        ...route,
        authentication: keys,
        dutyOfTomorrow: ['x'],
      })),
    } as unknown as typeof table;
    const refused = exportTable(guarded, target);
    expect(refused.files).toEqual([]);
    const names = refused.problems.filter((p) => p.severity === 'refused').map((p) => p.feature);
    expect(new Set(names)).toEqual(new Set(['authentication', 'dutyOfTomorrow']));
    const half = exportTable(guarded, target, { leaveOut: ['authentication'] });
    expect(half.files).toEqual([]);
    const all = exportTable(guarded, target, { leaveOut: ['authentication', 'dutyOfTomorrow'] });
    expect(all.files.length).toBeGreaterThan(0);
    expect(all.problems.filter(({ feature }) => feature === 'authentication')).toHaveLength(2);
  });

  it.each(['ca', 'cert', 'key', 'serverName'])(
    'refuses to forget the %s with which an upstream is spoken to',
    (part) => {
      const table = tableOf({});
      const orders = table.upstreams.orders as Upstream;
      const tlsFiles = { ...orders.tlsFiles, [part]: 'x' };
      const upstreams = { ...table.upstreams, orders: { ...orders, tlsFiles } };
      const { files, problems } = exportTable({ ...table, upstreams }, target);
      expect(files).toEqual([]);
      const refused = problems.filter(({ severity }) => severity === 'refused');
      expect(refused).toMatchObject([
        { feature: 'tls', text: expect.stringContaining('upstream orders') },
      ]);
    },
  );

  it('says once that heads and connections are limited otherwise', () => {
    const named = exportTable(tableOf({}), target).problems.filter(
      ({ feature }) => feature === 'limits',
    );
    expect(named).toMatchObject([{ severity: 'warned' }]);
  });

  it('refuses duties of the table, and warns where somebody sees less', () => {
    const table = tableOf({ slo: { availability: 0.99 } });
    const signed = { ...table, downstreamToken: { issuer: 'x' } } as unknown as typeof table;
    const { files, problems } = exportTable(signed, target);
    const named = (feature: string) => problems.filter((one) => one.feature === feature);
    expect(files).toEqual([]);
    expect(named('downstreamToken')).toMatchObject([{ severity: 'refused' }]);
    expect(named('slo')).toMatchObject([{ severity: 'warned', route: 'orders' }]);
    expect(exportTable(table, target).files.length).toBeGreaterThan(0);
  });

  it('says once what becomes of copies during a canary', () => {
    const { problems } = exportTable(tableOf({ state: 'canary', percent: 20 }), target);
    const said = problems.filter(({ feature }) => feature === 'mirror' || feature === 'compare');
    expect(said).toHaveLength(1);
  });

  it('takes the states of a running proxy before those of the table', () => {
    const states = new Map([['orders', { state: 'monolith' as const }]]);
    const [file] = exportTable(tableOf({}), target, { states }).files;
    expect(file?.content).not.toContain('10.0.0.7');
    expect(plain).toMatch(/10\.0\.0\.7|name: orders/);
  });

  it('is the same for the same table, and says who wrote it', () => {
    expect(textOf({}, target)).toBe(plain);
    expect(plain).toContain(`ashlar export --to ${target}`);
  });
});

it('knows no other router', () => {
  expect(() => exportTable(tableOf({}), 'apache')).toThrow(
    expect.objectContaining({ code: 'PROXY_EXPORT_UNKNOWN' }),
  );
});

describe('a path pattern as a regular expression', () => {
  it.each(['/', '/**', '/orders', '/orders/**', '/orders/*', '/*/v1/**', '/a.b/*/x-y'])(
    '%s fits the paths that the pattern fits',
    (match) => {
      const pattern = compilePattern(match);
      if (typeof pattern === 'string') throw new Error(pattern);
      const regex = new RegExp(`^(?:${pathRegex(pattern)})$`);
      const paths = sketches(2000, 7).map(({ path }) => path.split('?')[0] ?? '');
      let fitting = 0;
      for (const path of ['/', '//', '/orders', '/orders/', '/a.b/7/x-y', '/axb/7/x-y', ...paths]) {
        expect(regex.test(path), path).toBe(matchesPath(pattern, path));
        if (regex.test(path)) fitting++;
      }
      expect(fitting).toBeGreaterThan(0);
    },
  );

  it.each([
    ['trial=yes', true],
    ['a=b; trial=yes', true],
    ['a=b;trial=yes; c=d', true],
    ['trial=no; trial=yes', false],
    ['xtrial=yes', false],
    ['a=trial=yes', false],
    ['trial=yess', false],
  ])('the cookie of %s: %s', (header, fits) => {
    expect(new RegExp(cookieRegex('trial', 'yes')).test(header)).toBe(fits);
  });
});

describe('the order of the Gateway API', () => {
  const of = (routes: WrittenRoute[]) => {
    const { problems } = exportTable(
      loadRoutes({
        schemaVersion: 1,
        upstreams: { monolith: 'http://m:1', orders: 'http://o:1' },
        routes: [...routes, { id: 'rest', match: '/**', state: 'monolith' }],
      }),
      'gateway-api',
    );
    return problems.filter(({ feature }) => feature === 'order').map(({ route }) => route);
  };
  const on = { service: 'orders', state: 'service' } as const;
  it.each<[string, WrittenRoute[], string[]]>([
    [
      'a longer prefix first',
      [
        { id: 'a', match: '/a/b/**', ...on },
        { id: 'b', match: '/a/**', ...on },
      ],
      [],
    ],
    [
      'a longer prefix last',
      [
        { id: 'a', match: '/a/**', ...on },
        { id: 'b', match: '/a/b/**', ...on },
      ],
      ['a'],
    ],
    [
      'prefixes that do not meet',
      [
        { id: 'a', match: '/a/**', ...on },
        { id: 'b', match: '/b/c/**', ...on },
      ],
      [],
    ],
    [
      'methods that do not meet',
      [
        { id: 'a', match: '/a/**', methods: ['GET'], ...on },
        { id: 'b', match: '/a/b/**', methods: ['POST'], ...on },
      ],
      [],
    ],
    [
      'a host last',
      [
        { id: 'a', match: '/a/**', ...on },
        { id: 'b', match: '/**', host: 'x.example', ...on },
      ],
      ['a'],
    ],
    [
      'more headers first',
      [
        { id: 'a', match: '/a/**', headers: { x: '1' }, ...on },
        { id: 'b', match: '/a/**', ...on },
      ],
      [],
    ],
    [
      'more headers last',
      [
        { id: 'a', match: '/a/**', ...on },
        { id: 'b', match: '/a/**', headers: { x: '1' }, ...on },
      ],
      ['a'],
    ],
    ['a pattern before the rest alone', [{ id: 'a', match: '/a/*', ...on }], []],
    [
      'a pattern before a prefix that it meets',
      [
        { id: 'a', match: '/a/*', ...on },
        { id: 'b', match: '/a/**', ...on },
      ],
      ['a'],
    ],
  ])('with %s', (_, routes, expected) => {
    expect(of(routes)).toEqual(expected);
  });
});

describe('what comes out can be read', () => {
  const everything: Route = {
    methods: ['GET'],
    headers: { 'X-Tenant': 'acme' },
    state: 'canary',
    percent: 25,
    deny: ['ann'],
    sticky: { header: 'x-user' },
  };

  it('as YAML, with the weights of the shares', () => {
    const envoy = parse(textOf(everything, 'envoy'));
    const routes = envoy.static_resources.listeners[0].filter_chains[0].filters[0].typed_config
      .route_config.virtual_hosts[0].routes as { name: string; route: Record<string, unknown> }[];
    expect(routes.map(({ name }) => name)).toEqual(['orders/denied', 'orders/rest', 'rest/rest']);
    expect(routes[1]?.route.weighted_clusters).toEqual({
      clusters: [
        { name: 'orders', weight: 2500 },
        { name: 'monolith', weight: 7500 },
      ],
    });
    const gateway = parseAllDocuments(textOf(everything, 'gateway-api')).map((one) => one.toJS());
    expect(gateway[0].spec.rules[1].backendRefs).toEqual([
      { name: 'orders', port: 4000, weight: 2500 },
      { name: 'monolith', port: 3000, weight: 7500 },
    ]);
    const traefik = parse(textOf(everything, 'traefik')).http;
    const priorities = Object.values(traefik.routers as Record<string, { priority: number }>);
    expect(priorities.map(({ priority }) => priority)).toEqual([3, 2, 1]);
    const kong = parse(textOf(everything, 'kong'));
    expect(kong.upstreams[0]).toMatchObject({
      hash_on_header: 'x-user',
      targets: [{ weight: 2500 }, { weight: 7500 }],
    });
  });

  it.each([
    ['http://inventory:80', { name: 'inventory', port: 80 }],
    ['http://stock.shop.svc:81', { name: 'stock', namespace: 'shop', port: 81 }],
    ['http://stock.shop.svc.cluster.local:81', { name: 'stock', namespace: 'shop', port: 81 }],
    ['http://stock.example.org:81', { name: 'orders', port: 81 }],
    ['http://10.0.0.7:81', { name: 'orders', port: 81 }],
    ['http://localhost:81', { name: 'orders', port: 81 }],
  ])('the upstream at %s is that Service', (url, backend) => {
    const table = tableOf({}, { upstreams: { monolith: 'http://m:1', orders: url } });
    const [file] = exportTable(table, 'gateway-api').files;
    expect(parse(file?.content ?? '').spec.rules[0].backendRefs).toEqual([backend]);
  });

  it('by the published schema of HTTPRoute', () => {
    const table = loadRoutes({
      schemaVersion: 1,
      upstreams: { monolith: 'http://m:1', own: { url: 'http://own:6', preserveHost: false } },
      routes: [
        {
          id: 'host',
          match: '/**',
          host: 'shop.example',
          methods: ['PUT'],
          service: 'own',
          state: 'service',
        },
        { id: 'hosts', match: '/v1/**', host: '*.shop.example', service: 'own', state: 'service' },
        {
          id: 'canary',
          match: '/canary/**',
          service: 'own',
          ...everything,
          timeouts: { totalMs: 7500 },
        },
        {
          id: 'shadow',
          match: '/shadow/**',
          service: 'own',
          state: 'shadow',
          shadow: { sample: 0.25 },
        },
        {
          id: 'one',
          match: '/one',
          query: { beta: '1', page: '*' },
          service: 'own',
          state: 'service',
        },
        {
          id: 'pattern',
          match: '/p/:id',
          headers: { 'x-any': '*' },
          service: 'own',
          state: 'service',
        },
        { id: 'rest', match: '/**', state: 'monolith' },
      ],
    } as WrittenRouteTable);
    const [file] = exportTable(table, 'gateway-api').files;
    const routes = parseAllDocuments(file?.content ?? '').map((one) => one.toJS());
    expect(routes.map(({ metadata }) => metadata.name)).toEqual([
      'ashlar',
      'ashlar-any-shop-example',
      'ashlar-shop-example',
    ]);
    for (const route of routes) new HTTPRoute(route).validate();
    const [broken] = routes;
    broken.spec.rules[0].matches[0].path.type = 'Somehow';
    expect(() => new HTTPRoute(broken).validate()).toThrow();
  });

  it('by the schema of what we write for Envoy', async () => {
    const { Ajv2020 } = await import('ajv/dist/2020.js');
    const schema = JSON.parse(
      readFileSync(new URL('./envoy-subset.schema.json', import.meta.url), 'utf8'),
    );
    const validate = new Ajv2020({ strict: true, strictRequired: false }).compile(schema);
    for (const [name, route] of FEATURES) {
      const text = textOf(route, 'envoy');
      if (text === '') continue;
      expect(validate(parse(text)), `${name}: ${JSON.stringify(validate.errors)}`).toBe(true);
    }
  });
});

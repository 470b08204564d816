import { stringify } from 'yaml';
import { ANY_SEGMENT } from '../../routes/pattern.ts';
import { type Branch, branchesOf, weightsOf } from '../branches.ts';
import type {
  ExportedFile,
  ExportProblem,
  ExportRoute,
  ExportTable,
  ExportTarget,
  ExportUpstream,
} from '../model.ts';
import { mayOverlap } from '../overlap.ts';
import { pathRegex } from '../path-regex.ts';
import { refused, warned } from '../problems.ts';

/**
 * Kubernetes Gateway API: one HTTPRoute for each host. It has no order of its own: the most specific rule
 * wins (host, exact path, longest prefix, method, number of headers, of parameters). Where the table wants
 * another order between routes that may fit the same request, the export is refused.
 */
export const gatewayApi: ExportTarget = {
  name: 'gateway-api',
  title: 'Kubernetes Gateway API v1',
  abilities: {
    sticky: 'none',
    mirror: true,
    canaryMirror: false,
    lists: ['header'],
    http2: true,
    cookies: false,
    query: true,
    bodyBytes: false,
    ownForwarded: false,
    timeouts: ['totalMs'],
  },
  problems: (table) => [
    ...patterns(table.routes),
    ...order(table.routes),
    ...transport(table.upstreams),
  ],
  render: (table): readonly ExportedFile[] => [
    { name: 'httproutes.yaml', content: documents(table) },
  ],
};

function documents(table: ExportTable): string {
  // Without a host first, then by name: the order does not matter to the Gateway API.
  const hosts = [...new Set(table.routes.map(({ host }) => host ?? ''))].sort();
  const byName = new Map(table.upstreams.map((upstream) => [upstream.name, upstream]));
  const texts = hosts.map((host) => {
    const routes = table.routes.filter((route) => (route.host ?? '') === host);
    return stringify(
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'HTTPRoute',
        metadata: { name: host === '' ? 'ashlar' : `ashlar-${label(host)}` },
        spec: {
          parentRefs: [{ name: 'ashlar' }],
          ...(host === '' ? {} : { hostnames: [host] }),
          rules: routes.flatMap(branchesOf).map((branch) => ruleOf(branch, byName)),
        },
      },
      { lineWidth: 0 },
    );
  });
  return `# Written by \`ashlar export --to gateway-api\`. The Gateway is called ashlar.\n${texts.join('---\n')}`;
}

function ruleOf(branch: Branch, upstreams: ReadonlyMap<string, ExportUpstream>): object {
  const { split, mirror, to, route } = branch;
  const weights = split === undefined ? [[to, undefined] as const] : weightsOf(split);
  const { totalMs } = route.timeouts;
  return {
    matches: matchesOf(branch),
    ...(mirror === undefined
      ? {}
      : {
          filters: [
            {
              type: 'RequestMirror',
              requestMirror: {
                backendRef: backend(upstreams.get(mirror.upstream)),
                ...(mirror.sample >= 1
                  ? {}
                  : {
                      fraction: {
                        numerator: Math.round(mirror.sample * 10_000),
                        denominator: 10_000,
                      },
                    }),
              },
            },
          ],
        }),
    backendRefs: weights.map(([name, weight]) => {
      const upstream = upstreams.get(name);
      return {
        ...backend(upstream),
        ...(weight === undefined ? {} : { weight }),
        ...(upstream === undefined || upstream.preserveHost
          ? {}
          : { filters: [{ type: 'URLRewrite', urlRewrite: { hostname: upstream.host } }] }),
      };
    }),
    ...(totalMs === 0 ? {} : { timeouts: { request: duration(totalMs) } }),
  };
}

/** The Service that the upstream's host names (`name`, `name.namespace.svc…`); else one of its own name. */
function backend(upstream: ExportUpstream | undefined): object {
  const { name = 'monolith', host = '', port = 80 } = upstream ?? {};
  const [, service, namespace] =
    /^([a-z][a-z0-9-]*)(?:\.([a-z0-9-]+)\.svc(?:\..*)?)?$/.exec(host) ?? [];
  if (service === undefined || service === 'localhost') return { name: label(name), port };
  return { name: service, ...(namespace === undefined ? {} : { namespace }), port };
}

function matchesOf({ route, extra }: Branch): object[] {
  const methods = extra.methods ?? route.methods ?? [undefined];
  const users = extra.user?.among ?? [undefined];
  const headers = route.headers.map(([name, value]) => condition(name, value));
  const queryParams = route.query.map(([name, value]) => condition(name, value));
  return pathMatches(route).flatMap((path) =>
    methods.flatMap((method) =>
      users.map((user) => {
        const named = user === undefined ? [] : [condition(extra.user?.name ?? '', user)];
        const all = [...headers, ...named];
        return {
          path,
          ...(method === undefined ? {} : { method }),
          ...(all.length === 0 ? {} : { headers: all }),
          ...(queryParams.length === 0 ? {} : { queryParams }),
        };
      }),
    ),
  );
}

function condition(name: string, value: string): object {
  return value === '*'
    ? { type: 'RegularExpression', name, value: '.*' }
    : { type: 'Exact', name, value };
}

/** A slash at the end makes no difference, and a prefix is one of whole segments: as in the table. */
function pathMatches({ path }: ExportRoute): { type: string; value: string }[] {
  if (path.segments.includes(ANY_SEGMENT)) {
    return [{ type: 'RegularExpression', value: pathRegex(path) }];
  }
  const text = `/${path.segments.join('/')}`;
  if (path.open) return [{ type: 'PathPrefix', value: text }];
  return text === '/'
    ? [{ type: 'Exact', value: '/' }]
    : [
        { type: 'Exact', value: text },
        { type: 'Exact', value: `${text}/` },
      ];
}

function patterns(routes: readonly ExportRoute[]): ExportProblem[] {
  return routes.flatMap(({ id, path, headers, query }) => [
    ...(path.segments.includes(ANY_SEGMENT)
      ? [
          warned(
            'match',
            id,
            'a pattern inside a path is a regular expression, which not every implementation knows',
          ),
        ]
      : []),
    ...(headers.some(([, value]) => value === '*')
      ? [
          warned(
            'headers',
            id,
            '"present" is a regular expression, which not every implementation knows',
          ),
        ]
      : []),
    ...(query.some(([, value]) => value === '*')
      ? [
          warned(
            'query',
            id,
            '"present" is a regular expression, which not every implementation knows',
          ),
        ]
      : []),
  ]);
}

function transport(upstreams: readonly ExportUpstream[]): ExportProblem[] {
  return upstreams.flatMap(({ name, tls, http2 }) => [
    ...(tls
      ? [warned('tls', undefined, `upstream ${name} wants TLS: add a BackendTLSPolicy`)]
      : []),
    ...(http2
      ? [
          warned(
            'http2',
            undefined,
            `upstream ${name} speaks HTTP/2: set appProtocol on its Service`,
          ),
        ]
      : []),
  ]);
}

/** A route that stands before another in the table has to be the more specific one. */
function order(routes: readonly ExportRoute[]): ExportProblem[] {
  return routes.flatMap((route, index) =>
    routes.slice(index + 1).flatMap((later): ExportProblem[] => {
      if (!mayOverlap(route, later)) return [];
      const hosts = compare(hostRank(route), hostRank(later));
      if (hosts !== 0) {
        return hosts > 0
          ? []
          : [refused('order', route.id, `${later.id} names a host and would go first`)];
      }
      const pattern = [route, later].some(({ path }) => path.segments.includes(ANY_SEGMENT));
      if (pattern) {
        // The shortest prefix of all; a pattern goes before it everywhere.
        if (later.path.open && later.path.segments.length === 0 && later.host === undefined)
          return [];
        const text = `whether it goes before ${later.id} is up to the implementation`;
        return [refused('order', route.id, text)];
      }
      return compare(specificity(route), specificity(later)) >= 0
        ? []
        : [refused('order', route.id, `${later.id} is more specific and would go first`)];
    }),
  );
}

/** Hosts decide before anything else. */
function hostRank({ host }: ExportRoute): number[] {
  return [host === undefined ? 0 : host.startsWith('*.') ? 1 : 2, host?.length ?? 0];
}

/** By which the Gateway API then puts rules in order; more is first. Rules alike keep the order of the file. */
function specificity({ path, methods, headers, query }: ExportRoute): number[] {
  return [
    path.open ? 0 : 1,
    `/${path.segments.join('/')}`.length,
    methods === undefined ? 0 : 1,
    headers.length,
    query.length,
  ];
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** A duration as the Gateway API writes it (GEP-2257). */
function duration(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}

/** A DNS label (RFC 1123). */
function label(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll('*', 'any')
    .replace(/[^a-z0-9]+/g, '-');
  return plain.replace(/^-+|-+$/g, '').slice(0, 56) || 'any';
}

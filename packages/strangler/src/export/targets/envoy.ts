import { stringify } from 'yaml';
import { type Branch, branchesOf, weightsOf } from '../branches.ts';
import type { ExportedFile, ExportTable, ExportTarget, ExportUpstream } from '../model.ts';
import { escapeRegex, hostRegex, pathRegex } from '../path-regex.ts';

const TYPES = 'type.googleapis.com/envoy.extensions';

/** Envoy, a whole bootstrap with static resources (API v3). Regular expressions are RE2 and fit whole. */
export const envoy: ExportTarget = {
  name: 'envoy',
  title: 'Envoy (API v3)',
  abilities: {
    sticky: 'none',
    mirror: true,
    canaryMirror: false,
    lists: ['header', 'cookie'],
    http2: true,
    cookies: true,
    query: true,
    bodyBytes: false,
    ownForwarded: false,
    timeouts: ['connectMs', 'idleMs', 'totalMs'],
  },
  problems: ({ routes }) => [
    ...routes
      .filter(({ cookies }) => cookies.length > 0)
      .map(({ id }) => ({
        feature: 'cookies',
        route: id,
        severity: 'warned' as const,
        text: 'of a repeated cookie any decides; here the first',
      })),
    ...routes
      .filter(({ query }) => query.length > 0)
      .map(({ id }) => ({
        feature: 'query',
        route: id,
        severity: 'warned' as const,
        text: 'of a repeated parameter the first decides; here all have to fit',
      })),
  ],
  render: (table): readonly ExportedFile[] => [
    {
      name: 'envoy.yaml',
      content: `# Written by \`ashlar export --to envoy\`.\n${stringify(bootstrap(table), { lineWidth: 0 })}`,
    },
  ],
};

function bootstrap(table: ExportTable): object {
  const byName = new Map(table.upstreams.map((upstream) => [upstream.name, upstream]));
  const branches = table.routes.flatMap(branchesOf);
  const manager = {
    '@type': `${TYPES}.filters.network.http_connection_manager.v3.HttpConnectionManager`,
    stat_prefix: 'ashlar',
    // Nothing is normalised: what was matched is what is forwarded.
    normalize_path: false,
    merge_slashes: false,
    upgrade_configs: [{ upgrade_type: 'websocket' }],
    route_config: {
      name: 'ashlar',
      virtual_hosts: [
        {
          name: 'all',
          domains: ['*'],
          routes: branches.map((branch) => routeOf(branch, byName)),
        },
      ],
    },
    http_filters: [
      {
        name: 'envoy.filters.http.router',
        typed_config: { '@type': `${TYPES}.filters.http.router.v3.Router` },
      },
    ],
  };
  const connect = Math.max(...table.routes.map(({ timeouts }) => timeouts.connectMs), 1);
  return {
    static_resources: {
      listeners: [
        {
          name: 'ashlar',
          address: { socket_address: { address: '0.0.0.0', port_value: 8080 } },
          filter_chains: [
            {
              filters: [
                { name: 'envoy.filters.network.http_connection_manager', typed_config: manager },
              ],
            },
          ],
        },
      ],
      clusters: table.upstreams.map((upstream) => clusterOf(upstream, connect)),
    },
  };
}

function routeOf(branch: Branch, upstreams: ReadonlyMap<string, ExportUpstream>): object {
  const { route, extra, split, mirror } = branch;
  const methods = extra.methods ?? route.methods;
  const headers: object[] = [];
  if (methods !== undefined) headers.push(fits(':method', methods.map(escapeRegex).join('|')));
  if (route.host !== undefined) headers.push(fits(':authority', hostRegex(route.host, '.')));
  for (const [name, value] of route.headers) headers.push(wanted(name, value));
  for (const [name, value] of route.cookies) {
    headers.push(fits('cookie', cookieText(name, value === '*' ? '[^;]*' : escapeRegex(value))));
  }
  if (extra.without !== undefined) {
    headers.push({ name: extra.without, present_match: true, invert_match: true });
  }
  if (extra.user !== undefined) {
    const { kind, name, among } = extra.user;
    const users = among.map(escapeRegex).join('|');
    headers.push(
      kind === 'header' ? fits(name, users) : fits('cookie', cookieText(name, `(?:${users})`)),
    );
  }
  const { timeouts } = route;
  const one = upstreams.get(branch.to);
  return {
    name: `${route.id}/${branch.name}`,
    match: {
      safe_regex: { regex: pathRegex(route.path) },
      ...(headers.length === 0 ? {} : { headers }),
      ...(route.query.length === 0
        ? {}
        : { query_parameters: route.query.map(([name, value]) => wanted(name, value)) }),
    },
    route: {
      ...(split === undefined
        ? { cluster: branch.to, ...hostRewrite(one) }
        : {
            weighted_clusters: {
              clusters: weightsOf(split).map(([name, weight]) => ({
                name,
                weight,
                ...hostRewrite(upstreams.get(name)),
              })),
            },
          }),
      timeout: seconds(timeouts.totalMs),
      idle_timeout: seconds(timeouts.idleMs),
      ...(mirror === undefined
        ? {}
        : {
            request_mirror_policies: [
              {
                cluster: mirror.upstream,
                runtime_fraction: {
                  default_value: {
                    numerator: Math.round(mirror.sample * 1_000_000),
                    denominator: 'MILLION',
                  },
                },
              },
            ],
          }),
    },
  };
}

function hostRewrite(upstream: ExportUpstream | undefined): object {
  if (upstream === undefined || upstream.preserveHost) return {};
  return { host_rewrite_literal: `${upstream.host}:${upstream.port}` };
}

function fits(name: string, regex: string): object {
  return { name, string_match: { safe_regex: { regex } } };
}

function wanted(name: string, value: string): object {
  return value === '*' ? { name, present_match: true } : { name, string_match: { exact: value } };
}

/** RE2 cannot look ahead, so any cookie of that name will do. */
function cookieText(name: string, value: string): string {
  return `(?:.*;)? *${escapeRegex(name)}=${value}(?:;.*)?`;
}

/** Protobuf's duration in JSON; 0 is no limit. */
function seconds(ms: number): string {
  return `${ms / 1000}s`;
}

function clusterOf({ name, host, port, tls, http2 }: ExportUpstream, connectMs: number): object {
  const numeric = /^[\d.]+$|:/.test(host);
  return {
    name,
    type: numeric ? 'STATIC' : 'STRICT_DNS',
    connect_timeout: seconds(connectMs),
    load_assignment: {
      cluster_name: name,
      endpoints: [
        {
          lb_endpoints: [
            { endpoint: { address: { socket_address: { address: host, port_value: port } } } },
          ],
        },
      ],
    },
    ...(http2
      ? {
          typed_extension_protocol_options: {
            'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': {
              '@type': `${TYPES}.upstreams.http.v3.HttpProtocolOptions`,
              explicit_http_config: { http2_protocol_options: {} },
            },
          },
        }
      : {}),
    ...(tls
      ? {
          transport_socket: {
            name: 'envoy.transport_sockets.tls',
            typed_config: {
              '@type': `${TYPES}.transport_sockets.tls.v3.UpstreamTlsContext`,
              sni: host,
              common_tls_context: {
                validation_context: {
                  trusted_ca: { filename: '/etc/ssl/certs/ca-certificates.crt' },
                  // Without it any name that such an authority vouches for would do.
                  match_typed_subject_alt_names: [
                    { san_type: numeric ? 'IP_ADDRESS' : 'DNS', matcher: { exact: host } },
                  ],
                },
              },
            },
          },
        }
      : {}),
  };
}

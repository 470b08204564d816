import type { Route, RouteState, RouteTable } from '../model/routes.ts';
import { compilePattern } from '../routes/pattern.ts';
import type { ExportRoute, ExportTable, Mirroring } from './model.ts';

/**
 * The table as routers understand it: where a route's users go at present, without what the proxy does
 * about it in time.
 *
 * @param states where routes stand in a running proxy; the table's own words for the others
 */
export function readTable(
  table: RouteTable,
  states: ReadonlyMap<string, RouteState> = new Map(),
): ExportTable {
  const used = new Set<string>();
  const routes = table.routes.map((route) => {
    const read = readRoute(route, states.get(route.id) ?? route.declared);
    for (const name of upstreamsOf(read)) used.add(name);
    return read;
  });
  return {
    salt: table.salt,
    trustForwarded: table.trustForwarded,
    upstreams: Object.values(table.upstreams)
      .filter(({ name }) => used.has(name))
      .map(({ name, host, port, tls, http2, preserveHost, health }) => ({
        name,
        host,
        port,
        tls,
        http2,
        preserveHost,
        health,
      })),
    routes,
  };
}

function upstreamsOf(route: ExportRoute): readonly string[] {
  const { otherwise, split, mirror, allow, deny, service } = route;
  const listed = allow.length > 0 && service !== undefined ? [service] : [];
  return [
    otherwise,
    ...(split === undefined ? [] : [split.service, 'monolith']),
    ...(mirror === undefined ? [] : [mirror.upstream]),
    ...listed,
    ...(deny.length > 0 ? ['monolith'] : []),
  ];
}

function readRoute(route: Route, state: RouteState): ExportRoute {
  const path = compilePattern(route.match);
  if (typeof path === 'string') throw new TypeError(`pattern of route ${route.id} ${path}`);
  const { service } = route;
  const onService = state.state === 'service' && service !== undefined;
  const canary = state.state === 'canary' && service !== undefined;
  const lists = state.state !== 'monolith' && state.state !== 'shadow';
  return {
    id: route.id,
    path,
    methods: route.methods,
    host: route.host,
    headers: Object.entries(route.headers),
    cookies: Object.entries(route.cookies),
    query: Object.entries(route.query),
    state,
    otherwise: onService ? service : 'monolith',
    split: canary ? { percent: state.percent ?? 0, service } : undefined,
    allow: lists && !onService ? route.allow : [],
    deny: lists ? route.deny : [],
    service,
    sticky: route.sticky,
    mirror: mirroring(route, state),
    timeouts: route.timeouts,
    bodyBytes: route.limits.bodyBytes,
  };
}

function mirroring({ service, shadow }: Route, { state }: RouteState): Mirroring | undefined {
  const wanted = state === 'shadow' || (state === 'canary' && shadow.duringCanary);
  if (!wanted || service === undefined || shadow.sample === 0) return undefined;
  return { upstream: shadow.sandbox ?? service, methods: shadow.methods, sample: shadow.sample };
}

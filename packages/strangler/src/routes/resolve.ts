import { ProxyError } from '../model/error.ts';
import type { Limits, Route, RouteState, RouteTable, Upstream } from '../model/routes.ts';
import type { WrittenRoute, WrittenRouteTable, WrittenUpstream } from '../model/written.ts';
import { dutyProblems, resolveDuties, resolveTableDuties, tableDutyProblems } from './duties.ts';
import { invalidTable } from './invalid.ts';
import { compilePattern } from './pattern.ts';
import { SAFE_METHODS } from './safe-methods.ts';
import { resolveRouteLimits, resolveSettings } from './settings.ts';
import { readUpstreamTls, upstreamTlsProblems } from './upstream-tls.ts';

/** Fills in defaults and checks what a schema cannot: names that refer to each other. */
export function resolveTable(written: WrittenRouteTable, source: string | undefined): RouteTable {
  const where = source ?? 'the route table';
  const tls = Object.entries(written.upstreams).flatMap(([name, one]) =>
    upstreamTlsProblems(name, one),
  );
  if (tls.length > 0) throw invalidTable(where, tls);
  const upstreams: Record<string, Upstream> = {};
  for (const [name, upstream] of Object.entries(written.upstreams)) {
    upstreams[name] = resolveUpstream(name, upstream, source);
  }
  const limits = resolveLimits(written.limits ?? {});
  const problems = tableDutyProblems(written);
  const ids = new Set<string>();
  const routes = written.routes.map((route, index) => {
    const place = `routes[${index}]`;
    problems.push(...problemsOf(route, place, upstreams));
    problems.push(...dutyProblems(route, place, written));
    const id = route.id ?? freeId(route, ids);
    if (route.id !== undefined && ids.has(route.id)) problems.push(`${place}.id "${id}" is taken`);
    ids.add(id);
    return resolveRoute(route, id, written, limits);
  });
  if (problems.length > 0) throw invalidTable(where, problems);
  for (const [index, route] of routes.entries()) refuseUnsafeShadow(route, index, where, upstreams);
  return {
    schemaVersion: 1,
    source,
    salt: written.salt ?? 'ashlar',
    trustForwarded: written.trustForwarded ?? false,
    limits,
    upstreams,
    ...resolveTableDuties(written, source),
    routes,
  };
}

function problemsOf(
  route: WrittenRoute,
  place: string,
  upstreams: Readonly<Record<string, Upstream>>,
): string[] {
  const problems: string[] = [];
  const { service } = route;
  if (service !== undefined && upstreams[service] === undefined) {
    problems.push(`${place}.service "${service}" is not among the upstreams`);
  }
  if (service === 'monolith') problems.push(`${place}.service must not be the monolith itself`);
  if (service === undefined && route.state !== 'monolith') {
    problems.push(`${place} is in state ${route.state} and names no service`);
  }
  if (route.state === 'canary' && route.percent === undefined) {
    problems.push(`${place} is in state canary and says no percent`);
  }
  for (const [path, pattern] of Object.entries(route.compare?.patterns ?? {})) {
    if (!isRegExp(pattern)) {
      problems.push(`${place}.compare.patterns["${path}"] is no regular expression`);
    }
  }
  for (const pattern of route.compare?.mask ?? []) {
    if (!isRegExp(pattern))
      problems.push(`${place}.compare.mask "${pattern}" is no regular expression`);
  }
  if (typeof compilePattern(route.match) === 'string') {
    problems.push(`${place}.match "${route.match}" ${compilePattern(route.match)}`);
  }
  return problems;
}

function resolveRoute(
  written: WrittenRoute,
  id: string,
  table: WrittenRouteTable,
  limits: Limits,
): Route {
  const declared: RouteState =
    written.state === 'canary'
      ? { state: 'canary', percent: written.percent ?? 0 }
      : { state: written.state };
  return {
    id,
    name: written.name ?? id,
    match: written.match,
    methods: written.methods?.map((method) => method.toUpperCase()),
    host: written.host?.toLowerCase(),
    headers: lowerKeys(written.headers ?? {}),
    query: written.query ?? {},
    cookies: written.cookies ?? {},
    claims: written.claims ?? {},
    declared,
    service: written.service,
    allow: written.allow ?? [],
    deny: written.deny ?? [],
    owner: written.owner,
    ...resolveDuties(written, table),
    limits: resolveRouteLimits({ ...table.defaults?.limits, ...written.limits }, limits),
    ...resolveSettings(written, table.defaults ?? {}, written.service),
  };
}

/** An upstream that only takes mirrored writes must be there, and writes need their key. */
function refuseUnsafeShadow(
  route: Route,
  index: number,
  where: string,
  upstreams: Readonly<Record<string, Upstream>>,
): void {
  const { sandbox, idempotencyKeyHeader, methods } = route.shadow;
  if (sandbox !== undefined && upstreams[sandbox] === undefined) {
    throw invalidTable(where, [
      `routes[${index}].shadow.sandbox "${sandbox}" is not among the upstreams`,
    ]);
  }
  const unsafe = methods.filter((method) => !SAFE_METHODS.has(method));
  if (unsafe.length === 0 || (sandbox !== undefined && idempotencyKeyHeader !== undefined)) return;
  throw new ProxyError(
    'PROXY_UNSAFE_SHADOW',
    `${where}: routes[${index}] ("${route.id}") would mirror ${unsafe.join(', ')} without ${
      sandbox === undefined ? 'a sandbox' : 'an idempotency key'
    }.`,
    'Mirror GET and HEAD only, or set shadow.sandbox (an upstream whose writes do not count) and shadow.idempotencyKeyHeader.',
  );
}

function resolveUpstream(
  name: string,
  written: string | WrittenUpstream,
  source: string | undefined,
): Upstream {
  const full: WrittenUpstream = typeof written === 'string' ? { url: written } : written;
  const url = new URL(full.url);
  const tls = url.protocol === 'https:';
  return {
    name,
    url: url.origin,
    tls,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (tls ? 443 : 80) : Number(url.port),
    health: full.health,
    version: full.version ?? 'version',
    preserveHost: full.preserveHost ?? true,
    http2: full.http2 ?? false,
    breaker: {
      failures: full.breaker?.failures ?? 20,
      openMs: full.breaker?.openMs ?? 2000,
    },
    maxConnections: full.maxConnections ?? 256,
    keepAliveMs: full.keepAliveMs ?? 4000,
    audience: full.audience ?? name,
    tlsFiles: readUpstreamTls(name, full, source),
  };
}

function resolveLimits(written: Partial<Limits>): Limits {
  return {
    headBytes: written.headBytes ?? 16_384,
    headerCount: written.headerCount ?? 100,
    bodyBytes: written.bodyBytes ?? 0,
    headMs: written.headMs ?? 15_000,
    keepAliveMs: written.keepAliveMs ?? 65_000,
  };
}

function freeId(route: WrittenRoute, taken: ReadonlySet<string>): string {
  const words = [...(route.methods ?? []), ...route.match.split(/[^A-Za-z0-9._-]+/)];
  const base =
    words
      .filter((word) => /^[A-Za-z0-9]/.test(word))
      .join('-')
      .toLowerCase() || 'root';
  let id = base;
  for (let n = 2; taken.has(id); n++) id = `${base}-${n}`;
  return id;
}

function isRegExp(text: string): boolean {
  try {
    return new RegExp(text, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

function lowerKeys(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [key.toLowerCase(), value]),
  );
}

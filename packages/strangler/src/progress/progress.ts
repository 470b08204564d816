import type { Decision } from '../model/control.ts';
import type {
  ProgressQuery,
  ProgressReport,
  RouteProgress,
  Share,
  SourceEndpoint,
} from '../model/progress.ts';
import type { Route, RouteState, RouteTable } from '../model/routes.ts';
import type { ProxyStatus, RouteStatus } from '../model/status.ts';
import { createMatcher, type Matcher } from '../routes/match.ts';
import { compilePattern, covers, matchesPath } from '../routes/pattern.ts';
import { describeState } from '../state/steps.ts';

export interface ProgressFacts {
  readonly table: RouteTable;
  readonly status: ProxyStatus;
  readonly decisions: readonly Decision[];
  readonly sightings: readonly { endpoint: string; route: string; requests: number }[];
  /** Wall clock in ms. */
  readonly now: number;
}

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 7;

/** How much of the monolith is strangled, and what of it can go. */
export function progressOf(facts: ProgressFacts, query: ProgressQuery = {}): ProgressReport {
  const { table, status, sightings } = facts;
  const days = query.days ?? DEFAULT_DAYS;
  const byRoute = placed(createMatcher(table), query.endpoints ?? []);
  const perRoute = table.routes.flatMap((route) => {
    const seen = status.routes.find(({ id }) => id === route.id);
    const { service } = route;
    if (seen === undefined || service === undefined) return [];
    return [routeProgress({ ...route, service }, seen, facts, days, byRoute.get(route.id) ?? [])];
  });
  const full = perRoute.filter(({ state }) => isFull(state));
  const counted = (count: (route: RouteStatus, side: 'service' | 'both') => number): Share => {
    const sum = (side: 'service' | 'both'): number =>
      status.routes.reduce((all, route) => all + count(route, side), 0);
    return share(sum('service'), sum('both'));
  };
  const source = query.endpoints;
  return {
    since: status.startedAt,
    routes: share(full.length, perRoute.length),
    ...(source === undefined
      ? {}
      : { endpoints: share(full.flatMap(({ endpoints }) => endpoints).length, source.length) }),
    requests: counted(
      ({ monolith, serviceTraffic }, side) =>
        serviceTraffic.requests + (side === 'both' ? monolith.requests : 0),
    ),
    writes: counted(
      ({ monolith, serviceTraffic }, side) =>
        serviceTraffic.writes + (side === 'both' ? monolith.writes : 0),
    ),
    perRoute,
    deletable: perRoute.filter(({ blockers }) => blockers.length === 0).map(({ id }) => id),
    unplanned: [
      ...sightings,
      ...status.unmatched.map(({ path, requests }) => ({ endpoint: path, requests })),
    ].map((seen) =>
      source === undefined ? seen : { ...seen, inSource: isInSource(seen.endpoint, source) },
    ),
  };
}

function routeProgress(
  route: Route & { readonly service: string },
  { state, percent, parity, since }: RouteStatus,
  { table, status, decisions, now }: ProgressFacts,
  days: number,
  endpoints: readonly SourceEndpoint[],
): RouteProgress {
  const present: RouteState = percent === undefined ? { state } : { state, percent };
  const from = isFull(present) ? fullSince(route.id, decisions, since) : now;
  const daysAtFull = Math.max(0, (now - from) / DAY_MS);
  return {
    id: route.id,
    match: route.match,
    ...(route.methods === undefined ? {} : { methods: route.methods }),
    service: route.service,
    state: present,
    parity,
    daysAtFull,
    blockers: [
      ...stateBlockers(route, present, daysAtFull, days),
      ...othersOn(route, table, status),
    ],
    endpoints,
  };
}

function stateBlockers(route: Route, state: RouteState, at: number, days: number): string[] {
  if (!isFull(state)) return [`it is in ${describeState(state)}`];
  const blockers: string[] = [];
  if (state.state !== 'service') blockers.push('it is still a canary; promote it to service');
  if (at < days) blockers.push(`${at.toFixed(1)} of ${days} days at 100 %`);
  if (route.fallback.length > 0) {
    blockers.push(
      `the monolith stands in for ${route.fallback.join(', ')} when the service fails; set fallback: false`,
    );
  }
  if (route.deny.length > 0) {
    blockers.push(`its deny list keeps ${route.deny.length} users on the monolith`);
  }
  return blockers;
}

/** Routes before it that send some of the same requests to the monolith. */
function othersOn(route: Route, table: RouteTable, status: ProxyStatus): string[] {
  const own = compilePattern(route.match);
  const blockers: string[] = [];
  for (const other of table.routes) {
    if (other.id === route.id) break;
    const pattern = compilePattern(other.match);
    if (typeof own === 'string' || typeof pattern === 'string') continue;
    const state = status.routes.find(({ id }) => id === other.id);
    const shared =
      other.methods === undefined ||
      route.methods === undefined ||
      other.methods.some((method) => route.methods?.includes(method));
    const moved = other.service === route.service && state !== undefined && isFull(state);
    if (moved || !shared || !(covers(pattern, own) || covers(own, pattern))) continue;
    blockers.push(`route "${other.id}" before it sends some of its requests to the monolith`);
  }
  return blockers;
}

function isFull({ state, percent }: RouteState): boolean {
  return state === 'service' || (state === 'canary' && percent === 100);
}

/** When the route came to 100 % for the last time, as far back as decisions are kept. */
function fullSince(id: string, decisions: readonly Decision[], since: string): number {
  let at = Date.parse(since);
  for (const decision of decisions.toReversed()) {
    if (decision.route !== id || decision.action === 'refuse') continue;
    if (!isFull(decision.to)) break;
    at = Math.min(at, Date.parse(decision.at));
  }
  return at;
}

/** Each endpoint of the source with the route that takes it. */
function placed(
  matcher: Matcher,
  endpoints: readonly SourceEndpoint[],
): ReadonlyMap<string, SourceEndpoint[]> {
  const found = new Map<string, SourceEndpoint[]>();
  for (const endpoint of endpoints) {
    const method = /^[A-Z]+$/.test(endpoint.method) ? endpoint.method : 'GET';
    const target = exampleOf(endpoint.path);
    const match = matcher.match({
      method: method === 'ALL' ? 'GET' : method,
      target,
      header: () => undefined,
    });
    if (match.kind !== 'route') continue;
    found.set(match.route.id, [...(found.get(match.route.id) ?? []), endpoint]);
  }
  return found;
}

/** A path that the pattern of a web framework matches: `/orders/:id(\d+)` gives `/orders/x`. */
function exampleOf(path: string): string {
  const slashed = path.startsWith('/') ? path : `/${path}`;
  return slashed
    .split('/')
    .map((segment) => (/[:{<*(]/.test(segment) ? 'x' : segment))
    .join('/');
}

function isInSource(endpoint: string, source: readonly SourceEndpoint[]): boolean {
  const [first = '', second] = endpoint.split(' ');
  const [method, path] = second === undefined ? [undefined, first] : [first, second];
  return source.some((known) => {
    const same = method === undefined || known.method === 'ALL' || known.method === method;
    const pattern = compilePattern(
      exampleOf(known.path)
        .split('/')
        .map((segment) => (segment === 'x' ? '*' : segment))
        .join('/'),
    );
    return same && typeof pattern !== 'string' && matchesPath(pattern, path);
  });
}

function share(moved: number, total: number): Share {
  return { moved, total, share: total === 0 ? 0 : moved / total };
}

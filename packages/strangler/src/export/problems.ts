import type { Route, RouteState, RouteTable, Timeouts } from '../model/routes.ts';
import type { Abilities, ExportProblem, ExportRoute, ExportTable } from './model.ts';

/** Keys of a route that readTable takes up, or that only matter while a proxy moves the route. */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  ...['id', 'name', 'match', 'methods', 'host', 'headers', 'query', 'cookies', 'claims'],
  ...['declared', 'service', 'steps', 'plan', 'sticky', 'allow', 'deny', 'fallback', 'compare'],
  ...['budget', 'shadow', 'record', 'timeouts', 'limits', 'gate', 'owner'],
]);

/** Likewise of the table itself: its routes say which of these they use. */
const UNDERSTOOD_TABLE: ReadonlySet<string> = new Set([
  ...['schemaVersion', 'source', 'salt', 'trustForwarded', 'limits', 'upstreams', 'routes'],
  ...['authenticators', 'quotaStore', 'apis'],
]);

/** Without these somebody sees less; nobody gets in, and nothing goes elsewhere. */
const SEEING: ReadonlySet<string> = new Set(['observe', 'slo', 'observability']);

/** What of the table a router with these abilities cannot say, in the order of the routes. */
export function problemsOf(
  table: RouteTable,
  exported: ExportTable,
  abilities: Abilities,
): ExportProblem[] {
  const found: ExportProblem[] = [...unknownDuties(table, UNDERSTOOD_TABLE, undefined)];
  if (!table.trustForwarded && !abilities.ownForwarded) {
    const text = 'what the client says in X-Forwarded-For is added to, here it is replaced';
    found.push(warned('trustForwarded', undefined, text));
  }
  for (const [index, route] of table.routes.entries()) {
    const read = exported.routes[index];
    if (read === undefined) continue;
    found.push(
      ...unknownDuties(route, UNDERSTOOD, route.id),
      ...ofMatching(route, read, abilities),
      ...ofUsers(route, read, abilities),
      ...ofTime(route, read.state, abilities),
    );
  }
  for (const { name, http2 } of exported.upstreams) {
    if (http2 && !abilities.http2) {
      found.push(refused('http2', undefined, `upstream ${name} speaks HTTP/2 only`));
    }
    if (Object.values(table.upstreams[name]?.tlsFiles ?? {}).some((file) => file !== undefined)) {
      const text = `the authority, certificate or name that upstream ${name} asks for would be gone`;
      found.push(refused('tls', undefined, text));
    }
  }
  const text = 'heads, connections and upstreams that fail are limited as it does by itself';
  return [...found, warned('limits', undefined, text)];
}

/**
 * Duties of the gateway (authentication, limits, validation, …): a router that leaves them out lets
 * pass what this proxy would not. Whatever a later version adds is refused as well until it is known here.
 */
function unknownDuties(
  from: Route | RouteTable,
  understood: ReadonlySet<string>,
  route: string | undefined,
): ExportProblem[] {
  const whose = route === undefined ? 'the table' : 'this route';
  return Object.entries(from)
    .filter(([key, value]) => !understood.has(key) && !isEmpty(value))
    .map(([key]) =>
      SEEING.has(key)
        ? warned(key, route, `${key} of ${whose} is gone`)
        : refused(key, route, `${key} of ${whose} would be gone`),
    );
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === 0) return true;
  return typeof value === 'object' && Object.values(value).every(isEmpty);
}

function ofMatching(route: Route, read: ExportRoute, abilities: Abilities): ExportProblem[] {
  const found: ExportProblem[] = [];
  if (Object.keys(route.claims).length > 0) {
    found.push(refused('claims', route.id, 'it reads no tokens, so claims choose nothing'));
  }
  if (read.cookies.length > 0 && !abilities.cookies) {
    found.push(refused('cookies', route.id, 'it has no condition on cookies'));
  }
  if (read.query.length > 0 && !abilities.query) {
    found.push(refused('query', route.id, 'it has no condition on query parameters'));
  }
  return found;
}

function ofUsers(route: Route, read: ExportRoute, abilities: Abilities): ExportProblem[] {
  const found: ExportProblem[] = [];
  const lists = read.allow.length + read.deny.length > 0;
  if (read.sticky.claim !== undefined && (read.split !== undefined || lists)) {
    found.push(
      refused('sticky.claim', route.id, 'it reads no tokens, so users cannot be told apart'),
    );
  }
  const from = keyKinds(read);
  if (lists && !from.every((kind) => abilities.lists.includes(kind))) {
    const feature = read.deny.length > 0 ? 'deny' : 'allow';
    found.push(refused(feature, route.id, `it cannot tell users by ${from.join(' or ')}`));
  }
  if (read.split !== undefined) {
    found.push(
      abilities.sticky === 'key'
        ? warned('canary', route.id, 'other users than here: it has a hash of its own')
        : warned('sticky', route.id, 'a user may change sides with every request'),
    );
  }
  if (read.mirror !== undefined) {
    const copies = read.split === undefined ? abilities.mirror : abilities.canaryMirror;
    found.push(
      copies
        ? warned('compare', route.id, 'copies are sent, and nobody compares the answers')
        : warned('mirror', route.id, 'the service gets no copies of requests'),
    );
  }
  return found;
}

/** By what users of the route are told apart, in order. */
export function keyKinds({ sticky }: ExportRoute): ('header' | 'cookie' | 'address')[] {
  return [
    ...(sticky.header === undefined ? [] : (['header'] as const)),
    ...(sticky.cookie === undefined ? [] : (['cookie'] as const)),
    ...(sticky.header === undefined && sticky.cookie === undefined ? (['address'] as const) : []),
  ];
}

/** Whether users of the route may go to different sides. */
export function hasSides({ split, allow, deny }: ExportRoute): boolean {
  return split !== undefined || allow.length > 0 || deny.length > 0;
}

const NEVER_MISSED: readonly (keyof Timeouts)[] = ['bodyMs'];

function ofTime(route: Route, state: RouteState, abilities: Abilities): ExportProblem[] {
  const found: ExportProblem[] = [];
  const real = state.state === 'canary' || state.state === 'service';
  if (real && route.fallback.length > 0) {
    const text = `the monolith does not step in when the service fails on ${route.fallback.join(', ')}`;
    found.push(warned('fallback', route.id, text));
  }
  if (state.state === 'canary' || state.state === 'shadow') {
    found.push(warned('budget', route.id, 'nothing rolls it back, and no step is taken by itself'));
  }
  if (route.record !== undefined) {
    found.push(warned('record', route.id, 'nothing is recorded'));
  }
  if (route.limits.bodyBytes > 0 && !abilities.bodyBytes) {
    found.push(warned('limits.bodyBytes', route.id, 'bodies of any size pass'));
  }
  const gone = (Object.keys(route.timeouts) as (keyof Timeouts)[]).filter(
    (name) =>
      route.timeouts[name] > 0 &&
      !abilities.timeouts.includes(name) &&
      !NEVER_MISSED.includes(name),
  );
  if (gone.length > 0)
    found.push(warned('timeouts', route.id, `it has none for ${gone.join(', ')}`));
  return found;
}

export function refused(feature: string, route: string | undefined, text: string): ExportProblem {
  return { feature, ...(route === undefined ? {} : { route }), severity: 'refused', text };
}

export function warned(feature: string, route: string | undefined, text: string): ExportProblem {
  return { feature, ...(route === undefined ? {} : { route }), severity: 'warned', text };
}

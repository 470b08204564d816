import { claimsOf, claimValues } from '../decide/claims.ts';
import { cookieValue } from '../decide/sticky.ts';
import { asBytes } from '../http/fields.ts';
import type { Claims } from '../model/identity.ts';
import type { Route, RouteTable } from '../model/routes.ts';
import { hasNul, pathOf, readingsOf } from './path.ts';
import {
  ANY_SEGMENT,
  compilePattern,
  firstSegment,
  matchesPath,
  type PathPattern,
} from './pattern.ts';

/** What a route is chosen by. Field names are lower case. */
export interface Subject {
  readonly method: string;
  /** Request target as received. */
  readonly target: string;
  header(name: string): string | undefined;
  /** Claims that count on this route; without it those of the bearer token, unverified. */
  claims?(route: Route): Claims | undefined;
}

type Match =
  | { readonly kind: 'route'; readonly route: Route }
  | { readonly kind: 'none'; readonly path: string }
  | { readonly kind: 'refused'; readonly why: string };

export interface Matcher {
  match(subject: Subject): Match;
}

export interface CompiledRoute {
  readonly route: Route;
  readonly path: PathPattern;
  readonly methods: ReadonlySet<string> | undefined;
  readonly headers: readonly (readonly [string, string])[];
}

/** First match wins, in table order; an index on the first segment skips the hopeless ones. */
export function createMatcher(table: RouteTable): Matcher {
  const all = table.routes.map(compileRoute);
  const anywhere = all.filter((compiled) => literalStart(compiled) === undefined);
  const byStart = new Map<string, readonly CompiledRoute[]>();
  for (const compiled of all) {
    const start = literalStart(compiled);
    if (start === undefined || byStart.has(start)) continue;
    byStart.set(
      start,
      all.filter((other) => [start, undefined].includes(literalStart(other))),
    );
  }
  const find = (path: string, subject: Subject): Route | undefined => {
    const candidates = byStart.get(firstSegment(path)) ?? anywhere;
    for (const candidate of candidates) {
      if (mismatch(candidate, path, subject) === undefined) return candidate.route;
    }
    return undefined;
  };
  return { match: (subject) => matchSafely(find, subject) };
}

function matchSafely(
  find: (path: string, subject: Subject) => Route | undefined,
  subject: Subject,
): Match {
  const path = subject.target === '*' ? '/' : pathOf(subject.target);
  if (hasNul(path)) return { kind: 'refused', why: 'the path contains a NUL' };
  const route = find(path, subject);
  for (const reading of readingsOf(path) ?? []) {
    if (find(reading, subject) !== route) {
      return { kind: 'refused', why: 'the path means different routes to different readers' };
    }
  }
  return route === undefined ? { kind: 'none', path } : { kind: 'route', route };
}

export function compileRoute(route: Route): CompiledRoute {
  const path = compilePattern(route.match);
  if (typeof path === 'string') throw new TypeError(`pattern of route ${route.id} ${path}`);
  return {
    route,
    path,
    methods: route.methods === undefined ? undefined : new Set(route.methods),
    headers: Object.entries(route.headers),
  };
}

function literalStart(compiled: CompiledRoute): string | undefined {
  const start = compiled.path.segments[0];
  if (start === undefined) return compiled.path.open ? undefined : '';
  return start === ANY_SEGMENT ? undefined : start;
}

/** Why the route does not match, or undefined when it does. */
export function mismatch(
  { route, path, methods, headers }: CompiledRoute,
  pathname: string,
  subject: Subject,
): string | undefined {
  if (!matchesPath(path, pathname)) return `path is not ${route.match}`;
  if (methods !== undefined && !methods.has(subject.method)) {
    return `method is not ${[...methods].join(' or ')}`;
  }
  if (route.host !== undefined && !matchesHost(route.host, subject.header('host'))) {
    return `host is not ${route.host}`;
  }
  for (const [name, wanted] of headers) {
    const value = subject.header(name);
    if (value === undefined) return `header ${name} is absent`;
    if (wanted !== '*' && value !== asBytes(wanted)) return `header ${name} is not "${wanted}"`;
  }
  return mismatchedParts(route, subject);
}

function mismatchedParts(route: Route, subject: Subject): string | undefined {
  for (const name in route.cookies) {
    const wanted = route.cookies[name] as string;
    const value = cookieValue(subject.header('cookie'), name);
    if (value === undefined) return `cookie ${name} is absent`;
    if (wanted !== '*' && value !== asBytes(wanted)) return `cookie ${name} is not "${wanted}"`;
  }
  for (const name in route.query) {
    const wanted = route.query[name] as string;
    const values = queryOf(subject.target).getAll(name);
    if (values.length === 0) return `query ${name} is absent`;
    // Of a repeated parameter some readers take the first and some the last: all have to fit.
    if (wanted !== '*' && !values.every((v) => v === wanted))
      return `query ${name} is not "${wanted}"`;
  }
  for (const name in route.claims) {
    const wanted = route.claims[name] as string;
    const values = claimValues(
      subject.claims === undefined
        ? claimsOf(subject.header('authorization'))
        : subject.claims(route),
      name,
    );
    if (values.length === 0) return `claim ${name} is absent`;
    if (wanted !== '*' && !values.includes(wanted)) return `claim ${name} is not "${wanted}"`;
  }
  return undefined;
}

function queryOf(target: string): URLSearchParams {
  const mark = target.indexOf('?');
  return new URLSearchParams(mark === -1 ? '' : target.slice(mark + 1));
}

function matchesHost(wanted: string, value: string | undefined): boolean {
  if (value === undefined) return false;
  const host = value.replace(/:\d*$/, '').toLowerCase();
  return wanted.startsWith('*.') ? host.endsWith(wanted.slice(1)) : host === wanted;
}

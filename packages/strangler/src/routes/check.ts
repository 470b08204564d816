import type { Route, RouteTable } from '../model/routes.ts';
import { type CompiledRoute, compileRoute } from './match.ts';
import { covers } from './pattern.ts';

/** Something about a table that loads and is still probably not meant. */
export type RouteFinding =
  | {
      readonly kind: 'unreachable';
      readonly route: string;
      readonly by: string;
      readonly text: string;
    }
  | {
      readonly kind: 'partly-shadowed';
      readonly route: string;
      readonly by: string;
      readonly text: string;
    }
  | { readonly kind: 'no-catch-all'; readonly text: string }
  | { readonly kind: 'dark-for-nobody'; readonly route: string; readonly text: string }
  | { readonly kind: 'nothing-mirrored'; readonly route: string; readonly text: string }
  | { readonly kind: 'nobody-let-in'; readonly route: string; readonly text: string }
  | { readonly kind: 'keys-over-plain-http'; readonly authenticator: string; readonly text: string }
  | { readonly kind: 'unused-upstream'; readonly upstream: string; readonly text: string };

/** Routes that can never match, routes half hidden by an earlier one, upstreams nobody uses. */
export function checkRoutes(table: RouteTable): RouteFinding[] {
  const compiled = table.routes.map(compileRoute);
  const findings: RouteFinding[] = [];
  for (const [index, route] of compiled.entries()) {
    const earlier = compiled.slice(0, index);
    const finding = hiddenBy(route, earlier);
    if (finding !== undefined) findings.push(finding);
    findings.push(...idle(route.route));
  }
  if (
    !compiled.some((c) => c.path.open && c.path.segments.length === 0 && unconditional(c.route))
  ) {
    findings.push({
      kind: 'no-catch-all',
      text: 'No route takes "/**", so requests that match nothing are answered 404. Add {match: /**, state: monolith} at the end.',
    });
  }
  return [...findings, ...unusedUpstreams(table), ...doubtfulKeys(table)];
}

const LOOPBACK = /^http:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?:[:/]|$)/;

/** Whoever can change an answer on the way can write keys, or sessions, of their own. */
function doubtfulKeys({ authenticators }: RouteTable): RouteFinding[] {
  return Object.values(authenticators).flatMap((one): RouteFinding[] => {
    const url = one.kind === 'bearer' ? one.jwks : one.kind === 'session' ? one.introspect : '';
    if (typeof url !== 'string' || !url.startsWith('http://') || LOOPBACK.test(url)) return [];
    const text = `Authenticator "${one.name}" asks ${url} without TLS: whoever sits in between decides who is who. Use https.`;
    return [{ kind: 'keys-over-plain-http', authenticator: one.name, text }];
  });
}

function hiddenBy(
  inner: CompiledRoute,
  earlier: readonly CompiledRoute[],
): RouteFinding | undefined {
  const over = earlier.filter((outer) => covers(outer.path, inner.path));
  const whole = over.find((outer) => takesAll(outer, inner));
  const route = inner.route.id;
  if (whole !== undefined) {
    const by = whole.route.id;
    return {
      kind: 'unreachable',
      route,
      by,
      text: `Route "${route}" (${inner.route.match}) can never match: "${by}" (${whole.route.match}) stands before it and takes everything. Move "${route}" up or delete it.`,
    };
  }
  // A header or a cookie wanted earlier is how exceptions are written; a method alone is not.
  const part = over.find((outer) => sharesMethod(outer, inner) && unconditional(outer.route, true));
  if (part === undefined) return undefined;
  const by = part.route.id;
  return {
    kind: 'partly-shadowed',
    route,
    by,
    text: `Some requests for "${route}" (${inner.route.match}) go to "${by}" (${part.route.match}), which stands before it.`,
  };
}

function takesAll(outer: CompiledRoute, inner: CompiledRoute): boolean {
  const methods = outer.methods;
  const methodsCovered =
    methods === undefined ||
    (inner.methods !== undefined && [...inner.methods].every((method) => methods.has(method)));
  const hostCovered = coversHost(outer.route.host, inner.route.host);
  return (
    methodsCovered &&
    hostCovered &&
    asks(outer.route.headers, inner.route.headers) &&
    asks(outer.route.query, inner.route.query) &&
    asks(outer.route.cookies, inner.route.cookies) &&
    asks(outer.route.claims, inner.route.claims)
  );
}

/** Whether whoever fulfils the inner conditions fulfils the outer ones as well. */
function asks(
  outer: Readonly<Record<string, string>>,
  inner: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(outer).every(([name, value]) => {
    const own = inner[name];
    return own !== undefined && (value === '*' || value === own);
  });
}

function sharesMethod(outer: CompiledRoute, inner: CompiledRoute): boolean {
  const methods = outer.methods;
  if (methods === undefined || inner.methods === undefined) return true;
  return [...inner.methods].some((method) => methods.has(method));
}

function coversHost(outer: string | undefined, inner: string | undefined): boolean {
  if (outer === undefined || outer === inner) return true;
  return outer.startsWith('*.') && inner?.endsWith(outer.slice(1)) === true;
}

/** States in which a route does nothing for its service. */
function idle(route: Route): RouteFinding[] {
  const { id, declared, allow, methods, shadow } = route;
  if (declared.state === 'dark' && allow.length === 0) {
    const text = `Route "${id}" is dark and its allow list is empty, so nobody reaches the service. Name users in allow.`;
    return [{ kind: 'dark-for-nobody', route: id, text }];
  }
  const { authentication } = route;
  if (
    authentication?.otherwise === 'deny' &&
    !authentication.anyone &&
    !authentication.optional &&
    authentication.scopes.length === 0 &&
    Object.keys(authentication.claims).length === 0
  ) {
    const text = `Route "${id}" lets nobody in: the table denies by default and it asks for no scope and no claim. Name scopes or claims in authentication, or anyone: true.`;
    return [{ kind: 'nobody-let-in', route: id, text }];
  }
  const mirrored = methods?.some((method) => shadow.methods.includes(method)) ?? true;
  if (declared.state === 'shadow' && (!mirrored || shadow.sample === 0)) {
    const why = mirrored ? 'its sample is 0' : `it takes only ${methods?.join(', ')}`;
    const text = `Route "${id}" is in shadow and ${why}, so nothing is mirrored. Writes need shadow.methods, a sandbox and an idempotencyKeyHeader.`;
    return [{ kind: 'nothing-mirrored', route: id, text }];
  }
  return [];
}

function unconditional(route: Route, anyMethod = false): boolean {
  return (
    (anyMethod || route.methods === undefined) &&
    route.host === undefined &&
    [route.headers, route.query, route.cookies, route.claims].every(
      (part) => Object.keys(part).length === 0,
    )
  );
}

function unusedUpstreams(table: RouteTable): RouteFinding[] {
  const used = new Set(['monolith']);
  for (const route of table.routes) {
    if (route.service !== undefined) used.add(route.service);
    if (route.shadow.sandbox !== undefined) used.add(route.shadow.sandbox);
  }
  return Object.keys(table.upstreams)
    .filter((name) => !used.has(name))
    .sort()
    .map((upstream) => ({
      kind: 'unused-upstream',
      upstream,
      text: `Upstream "${upstream}" is used by no route.`,
    }));
}

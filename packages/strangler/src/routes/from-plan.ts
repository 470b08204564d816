import { ProxyError } from '../model/error.ts';
import { compilePattern } from './pattern.ts';

export interface PlanTarget {
  /** Domain of the plan; also the name of the new upstream. */
  readonly domain: string;
  /** Origin of the monolith. */
  readonly monolith: string;
  /** Origin of the new service. */
  readonly service: string;
}

interface PlannedRoute {
  readonly method: string;
  readonly path: string;
}

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/**
 * The text of a `routes.yaml` for the domain that `plan.json` has chosen: its routes, reads in
 * shadow and writes still on the monolith, and everything else to the monolith.
 *
 * @throws ProxyError PROXY_PLAN_INVALID
 */
export function routesFromPlan(plan: unknown, target: PlanTarget): string {
  const routes = plannedRoutes(plan, target.domain);
  const byPath = new Map<string, string[]>();
  for (const { method, path } of routes) {
    const match = asPattern(path);
    byPath.set(match, [...(byPath.get(match) ?? []), method.toUpperCase()]);
  }
  const lines: string[] = [];
  for (const [match, methods] of [...byPath].sort(([a], [b]) => order(a, b))) {
    const all = methods.some((method) => method === 'ALL' || method === '*');
    const reads = all ? ['GET', 'HEAD'] : methods.filter((method) => READS.has(method));
    const writes = methods.filter(
      (method) => !READS.has(method) && method !== 'ALL' && method !== '*',
    );
    if (reads.length > 0) lines.push(line(match, withHead(reads), target.domain, 'shadow'));
    if (all) lines.push(line(match, undefined, target.domain, 'monolith'));
    else if (writes.length > 0) lines.push(line(match, writes, target.domain, 'monolith'));
  }
  return `# Routes of the domain "${target.domain}", from the plan. Reads are compared; writes stay on the
# monolith until a person moves them. See docs/proxy.md for every key.
schemaVersion: 1
upstreams:
  monolith: ${quoted(target.monolith)}
  ${quoted(target.domain)}: ${quoted(target.service)}
routes:
${lines.join('\n')}
  - { match: "/**", state: monolith }
# Before real users go to the service, each route wants an owner, and a service that can be seen
# (gate.telemetry): docs/gate.md.
`;
}

function line(
  match: string,
  methods: readonly string[] | undefined,
  service: string,
  state: 'shadow' | 'monolith',
): string {
  const only =
    methods === undefined ? '' : ` methods: [${[...new Set(methods)].sort().join(', ')}],`;
  return `  - { match: ${quoted(match)},${only} service: ${quoted(service)}, state: ${state} }`;
}

/** A server that answers GET answers HEAD (RFC 9110 9.3.2). */
function withHead(reads: readonly string[]): readonly string[] {
  return reads.includes('GET') ? [...reads, 'HEAD'] : reads;
}

/** Literal segments before parameters, so that no route hides another. */
function order(a: string, b: string): number {
  const [x, y] = [a.replace(/:\w+|\*+/g, '~'), b.replace(/:\w+|\*+/g, '~')];
  return x < y ? -1 : x > y ? 1 : a < b ? -1 : 1;
}

/** `{id}`, `<id>` and `:id(\d+)` of web frameworks as `:id`; what no pattern can say opens the end. */
function asPattern(path: string): string {
  const slashed = path.startsWith('/') ? path : `/${path}`;
  const plain = slashed
    .replace(/:(\w+)\([^)]*\)/g, ':$1')
    .replace(/\{(\w+)\}/g, ':$1')
    .replace(/<(?:\w+:)?(\w+)>/g, ':$1');
  if (typeof compilePattern(plain) !== 'string') return plain;
  const known: string[] = [];
  for (const segment of plain.split('/').slice(1)) {
    if (typeof compilePattern(`/${segment}`) === 'string' || segment === '**') break;
    known.push(segment);
  }
  return `/${[...known, '**'].join('/')}`;
}

function plannedRoutes(plan: unknown, domain: string): readonly PlannedRoute[] {
  const { schemaVersion, chosen, routes } = (plan ?? {}) as Record<string, unknown>;
  if (schemaVersion !== 1 || !Array.isArray(routes)) {
    throw invalid('This is no plan.json that this version knows', 'Write one with `ashlar plan`.');
  }
  if (chosen !== domain) {
    throw invalid(
      `The plan is for the domain "${String(chosen)}", not for "${domain}"`,
      `Name "${String(chosen)}", or make a plan for "${domain}".`,
    );
  }
  const known = routes.filter(
    (route): route is PlannedRoute =>
      typeof (route as PlannedRoute).method === 'string' &&
      typeof (route as PlannedRoute).path === 'string',
  );
  if (known.length > 0) return known;
  throw invalid(
    `The plan names no route of the domain "${domain}"`,
    'Write the routes by hand; docs/proxy.md shows how.',
  );
}

function invalid(what: string, hint: string): ProxyError {
  return new ProxyError('PROXY_PLAN_INVALID', `${what}.`, hint);
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

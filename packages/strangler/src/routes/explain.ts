import { chooseTarget } from '../decide/choose.ts';
import { asBytes } from '../http/fields.ts';
import type { Route, RouteState, RouteTable } from '../model/routes.ts';
import { compileRoute, createMatcher, mismatch, type Subject } from './match.ts';
import { pathOf } from './path.ts';

export interface RequestSketch {
  readonly method: string;
  /** Path and query, or an absolute URL. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Address of the client, for cohorts by address. */
  readonly address?: string;
}

export interface Explanation {
  readonly outcome: 'monolith' | 'service' | 'no-route' | 'refused';
  readonly route?: string;
  readonly upstream?: string;
  /** Whether the service also gets a copy that the client never sees. */
  readonly mirrored: boolean;
  /** Reasons, first the table, then the state. */
  readonly because: readonly string[];
}

/** Where a request would go, and why. `states` are the live ones; default: as declared. */
export function explainRoute(
  table: RouteTable,
  sketch: RequestSketch,
  states?: (routeId: string) => RouteState | undefined,
): Explanation {
  const subject = toSubject(sketch);
  const match = createMatcher(table).match(subject);
  const passed = passedOver(table, subject, match.kind === 'route' ? match.route.id : undefined);
  if (match.kind === 'refused') {
    return { outcome: 'refused', mirrored: false, because: [`400: ${match.why}`] };
  }
  if (match.kind === 'none') {
    return { outcome: 'no-route', mirrored: false, because: [...passed, '404: no route matches'] };
  }
  const { route } = match;
  const state = states?.(route.id) ?? route.declared;
  const address = sketch.address ?? '127.0.0.1';
  const choice = chooseTarget(route, state, table.salt, { header: subject.header, address });
  const mirrored =
    choice.target === 'monolith' &&
    (state.state === 'shadow' || (state.state === 'canary' && route.shadow.duringCanary)) &&
    route.shadow.methods.includes(subject.method);
  return {
    outcome: choice.target,
    route: route.id,
    upstream: choice.target === 'service' ? (route.service ?? 'monolith') : 'monolith',
    mirrored,
    because: [
      ...passed,
      `"${route.id}" matches ${route.match}`,
      ...authenticationNote(route),
      choice.because,
    ],
  };
}

/** Nothing is verified here, and nobody is kept out. */
function authenticationNote({ authentication }: Route): string[] {
  if (authentication === undefined) return [];
  const needed = authentication.optional ? 'takes' : 'needs';
  return [
    `it ${needed} authentication by ${authentication.by.join(' or ')}; claims are believed here as they stand in the token`,
  ];
}

function toSubject(sketch: RequestSketch): Subject {
  const absolute = /^https?:\/\//i.test(sketch.url) ? new URL(sketch.url) : undefined;
  const fields = new Map<string, string>();
  if (absolute !== undefined) fields.set('host', absolute.host);
  for (const [name, value] of Object.entries(sketch.headers ?? {})) {
    fields.set(name.toLowerCase(), asBytes(value));
  }
  // Cut by hand: URL would resolve the dot segments that the explanation is about.
  const target = sketch.url.replace(/^https?:\/\/[^/?]*/i, '');
  return {
    method: sketch.method.toUpperCase(),
    target: target.startsWith('/') ? target : `/${target}`,
    header: (name) => fields.get(name),
  };
}

function passedOver(table: RouteTable, subject: Subject, until: string | undefined): string[] {
  const path = pathOf(subject.target);
  const reasons: string[] = [];
  for (const route of table.routes) {
    if (route.id === until) break;
    const why = mismatch(compileRoute(route), path, subject);
    if (why !== undefined) reasons.push(`"${route.id}" does not match: ${why}`);
  }
  return reasons;
}

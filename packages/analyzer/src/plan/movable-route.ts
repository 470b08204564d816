import type { Route } from '../model/analysis.ts';

const SHARED_ADDRESS =
  'shares its address with other operations; let its resolver ask the service, and compare there';

/** Ways in that have no address of their own, so that no proxy can send one of them elsewhere; and what to do. */
const NO_ADDRESS: Readonly<Record<string, string>> = {
  QUERY: SHARED_ADDRESS,
  MUTATION: SHARED_ADDRESS,
  SUBSCRIPTION: SHARED_ADDRESS,
  ACTION:
    'a server action is posted to the address of its page, under a name that a build may change; let it ask the service, or make it a route',
  METHOD: 'methods of Meteor share one socket; let it ask the service',
  PUBLISH: 'publications of Meteor share one socket; let it read from the service',
};

/** True for a route that a proxy can tell from others by method and path. */
export function isMovable({ method }: Pick<Route, 'method'>): boolean {
  return !Object.hasOwn(NO_ADDRESS, method);
}

/** What the proxy mirrors without being told of a place where writes do not count. */
const READS: ReadonlySet<string> = new Set(['GET', 'HEAD']);
const WRITES: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** How a route gets to the service, in words that follow its name. */
export function howToMove({ method }: Pick<Route, 'method'>): string {
  const without = NO_ADDRESS[method];
  if (without !== undefined) return without;
  if (READS.has(method)) return 'shadow it, compare, then canary';
  return WRITES.has(method)
    ? 'canary; what writes is shadowed only into a sandbox'
    : 'shadow what only reads, compare, then canary';
}

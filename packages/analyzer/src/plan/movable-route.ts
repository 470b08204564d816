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

/** How a route gets to the service, in words that follow its name. */
export function howToMove({ method }: Pick<Route, 'method'>): string {
  return NO_ADDRESS[method] ?? 'shadow it, compare, then canary';
}

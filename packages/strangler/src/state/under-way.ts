import type { Route, RouteState, StateName } from '../model/routes.ts';

const UNDER_WAY: ReadonlySet<StateName> = new Set(['dark', 'shadow', 'canary']);

/** Services whose users are being moved by any of these routes: neither on the monolith nor all over. */
export function servicesUnderWay(
  routes: readonly Route[],
  stateOf: (route: Route) => RouteState,
): readonly string[] {
  const services = routes.flatMap((route) =>
    route.service !== undefined && UNDER_WAY.has(stateOf(route).state) ? [route.service] : [],
  );
  return [...new Set(services)].sort();
}

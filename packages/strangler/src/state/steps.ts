import type { PromoteRequest } from '../model/control.ts';
import { ProxyError } from '../model/error.ts';
import type { Route, RouteState } from '../model/routes.ts';

/** How far a state is from the monolith; dark and shadow show nothing new to the public. */
export function progressOf(state: RouteState): number {
  switch (state.state) {
    case 'monolith':
      return -2;
    case 'shadow':
    case 'dark':
      return -1;
    case 'canary':
      return state.percent ?? 0;
    case 'service':
      return 101;
  }
}

/** Where `promote` leads from here. @throws ProxyError PROXY_CHANGE_INVALID */
export function nextState(route: Route, from: RouteState, request: PromoteRequest): RouteState {
  if (route.service === undefined) {
    throw invalid(route, 'it names no service', 'Give the route a service in the table.');
  }
  const to = wanted(route, from, request);
  const back = progressOf(to) < progressOf(from);
  if (back || (to.state === from.state && to.percent === from.percent)) {
    throw invalid(
      route,
      `it is in ${describeState(from)} and ${describeState(to)} is not a step forward`,
      'Use rollback to go back, or name a state further on.',
    );
  }
  return to;
}

function wanted(route: Route, from: RouteState, request: PromoteRequest): RouteState {
  const { to, percent } = request;
  if (percent !== undefined && (!(percent > 0) || percent > 100)) {
    throw invalid(route, `${percent} is no percentage`, 'Give a percent above 0 and up to 100.');
  }
  if (percent !== undefined && to !== undefined && to !== 'canary') {
    throw invalid(route, `${to} takes no percent`, 'Leave percent out, or go to canary.');
  }
  if (percent !== undefined) return { state: 'canary', percent };
  if (to !== undefined && to !== 'canary') return { state: to };
  if (to === undefined && (from.state === 'monolith' || from.state === 'dark')) {
    return { state: 'shadow' };
  }
  if (to === undefined && from.state === 'service') return from;
  const reached = from.state === 'canary' ? (from.percent ?? 0) : 0;
  const step = route.steps.find((candidate) => candidate > reached);
  if (step !== undefined) return { state: 'canary', percent: step };
  return to === 'canary' ? { state: 'canary', percent: 100 } : { state: 'service' };
}

export function describeState(state: RouteState): string {
  return state.state === 'canary' ? `canary ${state.percent} %` : state.state;
}

export function sameState(a: RouteState, b: RouteState): boolean {
  return a.state === b.state && a.percent === b.percent;
}

function invalid(route: Route, why: string, hint: string): ProxyError {
  return new ProxyError('PROXY_CHANGE_INVALID', `Cannot move route "${route.id}": ${why}.`, hint);
}

import type { Route, RouteState } from '../model/routes.ts';
import { cohortOf } from './cohort.ts';
import { type KeySource, stickyKey } from './sticky.ts';

export type Target = 'monolith' | 'service';

export interface Choice {
  readonly target: Target;
  readonly because: string;
}

const TO_MONOLITH: Choice = { target: 'monolith', because: 'the route is on the monolith' };
const SHADOWED: Choice = {
  target: 'monolith',
  because: 'the route is in shadow: the monolith answers',
};
const TO_SERVICE: Choice = { target: 'service', because: 'the route is on the service' };

/** Which of the two answers this request. A pure function of route, state and who is asking. */
export function chooseTarget(
  route: Route,
  state: RouteState,
  salt: string,
  source: KeySource,
): Choice {
  switch (state.state) {
    case 'monolith':
      return TO_MONOLITH;
    case 'shadow':
      return SHADOWED;
    case 'service':
      return route.deny.length === 0 ? TO_SERVICE : listed(route, source, TO_SERVICE);
    case 'dark':
      return listed(route, source, { target: 'monolith', because: 'dark: not on the allow list' });
    case 'canary':
      return canary(route, state.percent ?? 0, salt, source);
  }
}

function canary(route: Route, percent: number, salt: string, source: KeySource): Choice {
  const key = stickyKey(route.sticky, source);
  const cohort = cohortOf(salt, route.id, key.value);
  const target = cohort < percent * 100 ? 'service' : 'monolith';
  const because = `canary ${percent} %: cohort ${cohort} by ${key.from}`;
  if (route.allow.length === 0 && route.deny.length === 0) return { target, because };
  return listed(route, source, { target, because });
}

function listed(route: Route, source: KeySource, otherwise: Choice): Choice {
  const { value, from } = stickyKey(route.sticky, source);
  if (route.deny.includes(value)) return { target: 'monolith', because: `deny list, by ${from}` };
  if (route.allow.includes(value)) return { target: 'service', because: `allow list, by ${from}` };
  return otherwise;
}

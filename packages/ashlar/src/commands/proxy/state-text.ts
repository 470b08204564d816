import type { RouteState } from '@ashlar/strangler';

/** A route state as people say it: `canary 25 %`. */
export function stateText({ state, percent }: RouteState): string {
  return percent === undefined ? state : `${state} ${percent} %`;
}

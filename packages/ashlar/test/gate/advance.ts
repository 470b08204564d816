import type { Advance, RouteGate } from '@ashlar/strangler';

const ASKS: RouteGate = {
  pacticipant: undefined,
  environment: undefined,
  openapi: undefined,
  pacts: [],
  telemetry: { metrics: '/metrics', traces: false, probe: undefined },
  owner: true,
  rehearsal: true,
  atOnce: undefined,
  onIncompatible: 'rollback',
};

/** The first step of users onto the service, unless it is said otherwise. */
export function advance(
  change: Partial<Omit<Advance, 'asks'>> & { asks?: Partial<RouteGate> } = {},
): Advance {
  return {
    route: 'inventory',
    from: 'shadow',
    to: 'canary',
    percent: 5,
    service: 'inventory',
    address: { url: 'http://127.0.0.1:9' },
    firstStep: 5,
    underWay: [],
    ...change,
    asks: { ...ASKS, ...change.asks },
  };
}

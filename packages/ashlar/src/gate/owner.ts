import type { Gate } from '@ashlar/strangler';
import { bringsRealUsers } from './real-users.ts';

/**
 * Real users only where somebody answers for the route.
 *
 * @param ownerOf who answers for an upstream where its route names nobody; asked at every step
 */
export function ownerGate(ownerOf: (upstream: string) => string | null): Gate {
  return {
    name: 'owner',
    async check(advance) {
      const { asks, route, service } = advance;
      if (advance.owner !== undefined)
        return { allowed: true, reason: `${advance.owner} answers for the route` };
      if (!asks.owner) return { allowed: true, reason: 'not asked for (gate.owner: false)' };
      if (!bringsRealUsers(advance)) return { allowed: true, reason: 'no real users yet' };
      const owner = ownerOf(service);
      if (owner !== null)
        return { allowed: true, reason: `${owner} answers for ${service} (ashlar.yaml)` };
      return {
        allowed: false,
        reason: 'nobody answers for the route',
        fix: `Add "owner: TEAM" to service ${service} in ashlar.yaml, or to route "${route}" in the table and run: ashlar proxy reload`,
      };
    },
  };
}

import type { Gate } from '@ashlar/strangler';
import { bringsRealUsers } from './real-users.ts';

/** Real users only where somebody answers for the route. */
export const ownerGate: Gate = {
  name: 'owner',
  async check(advance) {
    const { owner, asks, route } = advance;
    if (owner !== undefined) return { allowed: true, reason: `${owner} answers for the route` };
    if (!asks.owner) return { allowed: true, reason: 'not asked for (gate.owner: false)' };
    if (!bringsRealUsers(advance)) return { allowed: true, reason: 'no real users yet' };
    return {
      allowed: false,
      reason: 'nobody answers for the route',
      fix: `Add "owner: TEAM" to route "${route}" in the table, then run: ashlar proxy reload`,
    };
  },
};

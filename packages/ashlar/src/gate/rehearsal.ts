import type { Gate } from '@ashlar/strangler';
import { bringsRealUsers } from './real-users.ts';

/**
 * More than the first few users only once the way back has been gone: the first step is what there is
 * to rehearse with.
 */
export const rehearsalGate: Gate = {
  name: 'rehearsal',
  async check(advance) {
    const { rehearsed, asks, route, from, to, percent, firstStep } = advance;
    if (rehearsed !== undefined) {
      return { allowed: true, reason: `users were taken back to the monolith at ${rehearsed}` };
    }
    if (!asks.rehearsal) return { allowed: true, reason: 'not asked for (gate.rehearsal: false)' };
    if (!bringsRealUsers(advance)) return { allowed: true, reason: 'no real users yet' };
    if (to === 'canary' && percent !== undefined && percent <= firstStep) {
      return { allowed: true, reason: 'the way back is rehearsed with these first users' };
    }
    const rehearse = `ashlar proxy rehearse ${route}`;
    const first = `ashlar proxy promote ${route} --to canary --percent ${firstStep}`;
    return {
      allowed: false,
      reason: 'nobody has taken users of this route back to the monolith yet',
      fix: from === 'canary' ? `Run: ${rehearse}` : `Run: ${first}, then: ${rehearse}`,
    };
  },
};

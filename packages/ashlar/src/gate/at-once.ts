import type { Gate } from '@ashlar/strangler';

/**
 * One extraction at a time is what a team can watch: a service that begins while another is under way
 * is warned about, or refused where the table sets a limit. A service that has begun may go on.
 */
export const atOnceGate: Gate = {
  name: 'at-once',
  async check({ from, service, underWay, asks }) {
    const begun = from !== 'monolith' || underWay.includes(service);
    if (begun) return { allowed: true, reason: `${service} has begun already` };
    if (underWay.length === 0) return { allowed: true, reason: 'nothing else is under way' };
    const others = `${underWay.join(', ')} ${underWay.length === 1 ? 'is' : 'are'} under way`;
    const fix = `Bring ${underWay.join(', ')} to the service, or back, first: ashlar status`;
    const { atOnce } = asks;
    if (atOnce === undefined) return { allowed: true, reason: `warning: ${others} as well`, fix };
    const limit = `gate.atOnce: ${atOnce}`;
    return underWay.length < atOnce
      ? { allowed: true, reason: `${others}; ${limit}` }
      : { allowed: false, reason: `${others}; ${limit}`, fix };
  },
};

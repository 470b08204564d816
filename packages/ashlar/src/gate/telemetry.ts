import type { Gate } from '@ashlar/strangler';
import { type Sighting, seeMetrics } from './metrics-probe.ts';
import { bringsRealUsers } from './real-users.ts';
import { seeTraces } from './trace-probe.ts';

/** Real users only where somebody can see what happens to them. */
export const telemetryGate: Gate = {
  name: 'telemetry',
  async check(advance) {
    const { asks, address, service, route } = advance;
    const { telemetry } = asks;
    if (telemetry === false)
      return { allowed: true, reason: 'not asked for (gate.telemetry: false)' };
    if (!bringsRealUsers(advance)) return { allowed: true, reason: 'no real users yet' };
    const { metrics, traces } = telemetry;
    const probe = telemetry.probe ?? address.health ?? '/';
    const sightings: Sighting[] = await Promise.all([
      ...(metrics === false ? [] : [seeMetrics(metrics, address.url)]),
      ...(traces === false ? [] : [seeTraces({ traces, service: address.url, probe })]),
    ]);
    const missing = sightings.filter(({ seen }) => !seen);
    if (missing.length > 0) {
      return {
        allowed: false,
        reason: missing.map(({ reason }) => reason).join('; '),
        fix: `Let ${service} be seen, or say in gate.telemetry of route "${route}" where it is: metrics (a path, an address, or {prometheus, query}) and traces (echo, or an address with {traceId}); then run: ashlar proxy reload`,
      };
    }
    const seen = sightings.map(({ reason }) => reason);
    if (traces === false) seen.push('traces are not asked for');
    if (metrics === false) seen.push('metrics are not asked for');
    return { allowed: true, reason: seen.join('; ') };
  },
};

import type { BrokerConnection } from '@ashlar/contracts';
import type { Gate } from '@ashlar/strangler';

/**
 * Lets a route advance only while the broker says that the service version now serving is compatible
 * with the environment. A route without `gate.pacticipant` is not this gate's business; *unknown* is
 * a no.
 */
export function canIDeployGate(broker: BrokerConnection): Gate {
  return {
    name: 'can-i-deploy',
    async check({ pacticipant, environment, service, serviceVersion, to }) {
      if (pacticipant === undefined || environment === undefined) {
        return { allowed: true, reason: 'the route names no pacticipant and environment' };
      }
      if (serviceVersion === undefined) {
        return {
          allowed: false,
          reason: `which version of ${pacticipant} is serving is not known`,
          fix: `have ${service} report its version on its health address`,
        };
      }
      const { canIDeploy } = await import('@ashlar/contracts');
      const verdict = await canIDeploy({
        broker,
        pacticipants: [{ name: pacticipant, version: serviceVersion }],
        to: { environment },
      });
      const steps = verdict.reasons.flatMap(({ nextStep }) => nextStep ?? []);
      const reasons = verdict.reasons.map(({ text }) => text).join(' ');
      return {
        allowed: verdict.deployable === true,
        reason: `${verdict.summary} ${reasons}`.trim(),
        ...(steps[0] === undefined || to === 'monolith' ? {} : { fix: steps[0] }),
      };
    },
  };
}

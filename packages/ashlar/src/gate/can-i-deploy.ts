import type { BrokerConnection } from '@ashlar/contracts';
import type { Gate, GateAnswer } from '@ashlar/strangler';

const NOT_ASKED: GateAnswer = {
  allowed: true,
  reason: 'the route names no pacticipant and environment',
};

/**
 * Stands in when no broker was named: a route that asks for the contract gate must not pass because
 * nobody can answer.
 */
export function noBrokerGate(): Gate {
  return {
    name: 'can-i-deploy',
    check({ pacticipant, environment }) {
      if (pacticipant === undefined || environment === undefined) return Promise.resolve(NOT_ASKED);
      return Promise.resolve({
        allowed: false,
        reason: `the route wants can-i-deploy for ${pacticipant} and the proxy was told no Pact broker`,
        fix: 'start the proxy with --broker-url, or set PACT_BROKER_BASE_URL',
      });
    },
  };
}

/**
 * Lets a route advance only while the broker says that the service version now serving is compatible
 * with the environment. A route without `gate.pacticipant` is not this gate's business; *unknown* is
 * a no.
 */
export function canIDeployGate(broker: BrokerConnection): Gate {
  return {
    name: 'can-i-deploy',
    watch: true,
    async check({ pacticipant, environment, service, serviceVersion, to }) {
      if (pacticipant === undefined || environment === undefined) {
        return NOT_ASKED;
      }
      if (serviceVersion === undefined) {
        return {
          allowed: false,
          reason: `which version of ${pacticipant} is serving is not known`,
          fix: `have the health address of ${service} answer JSON with the version that was published, such as {"version": "4c1e0f2"}`,
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
      // A missing result may only be late; a verification that failed is a contract that is broken.
      const failed = verdict.reasons.some(({ kind }) => kind === 'verification-failed');
      return {
        allowed: verdict.deployable === true,
        reason: `${verdict.summary} ${reasons}`.trim(),
        ...(verdict.deployable === false && failed ? { certain: true } : {}),
        ...(steps[0] === undefined || to === 'monolith' ? {} : { fix: steps[0] }),
      };
    },
  };
}

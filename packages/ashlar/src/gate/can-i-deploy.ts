import type { BrokerConnection } from '@ashlar/contracts';
import type { Advance, Gate, GateAnswer } from '@ashlar/strangler';

/** The answer for a route that does not say enough to ask a broker. */
function withoutAsking({ pacticipant, environment, route }: Advance): GateAnswer | undefined {
  if (pacticipant === undefined) {
    return { allowed: true, reason: 'the route names no pacticipant (gate.pacticipant)' };
  }
  if (environment !== undefined) return undefined;
  // Half of what was meant to guard the route must not open it.
  return {
    allowed: false,
    reason: `the route names pacticipant ${pacticipant} and no environment to ask about`,
    fix: `Add environment to gate of route "${route}", such as production, and run: ashlar proxy reload`,
  };
}

/**
 * Stands in when no broker was named: a route that asks for the contract gate must not pass because
 * nobody can answer.
 */
export function noBrokerGate(): Gate {
  return {
    name: 'can-i-deploy',
    check: (advance) =>
      Promise.resolve(
        withoutAsking(advance) ?? {
          allowed: false,
          reason: `the route wants can-i-deploy for ${advance.pacticipant} and the proxy was told no Pact broker`,
          fix: 'start the proxy with --broker-url, or set PACT_BROKER_BASE_URL',
        },
      ),
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
    async check(advance) {
      const { pacticipant = '', environment = '', service, serviceVersion, to } = advance;
      const said = withoutAsking(advance);
      if (said !== undefined) return said;
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

import type { DomainStatus, NextStep, RouteLine } from './model.ts';
import type { StatusParts } from './parts.ts';

/** States in which a domain is neither here nor there. */
const UNDER_WAY = new Set(['dark', 'shadow', 'canary']);

/** A domain whose users are being moved; undefined when none is, or only `except`. */
export function underWay(
  domains: readonly Pick<DomainStatus, 'domain' | 'routes'>[],
  except: string,
): string | undefined {
  return domains.find(
    ({ domain, routes }) => domain !== except && routes.some(({ state }) => UNDER_WAY.has(state)),
  )?.domain;
}

/**
 * The one thing to do now: what is broken first, then what is nearest to the users.
 *
 * @param other a domain that is under way: one at a time is what teams can watch
 */
export function nextStep(
  domain: Omit<DomainStatus, 'next'>,
  parts: StatusParts,
  other?: string,
): NextStep {
  const moving = domain.routes.length > 0;
  return (
    repair(domain.routes) ??
    refusal(domain) ??
    (moving ? undefined : code(domain, parts)) ??
    (moving && !parts.proxy.known ? start(parts) : undefined) ??
    wait(domain.routes, other) ??
    advance(domain.routes) ?? {
      command: `ashlar proxy init ${domain.domain} --from-plan plan.json --out routes.yaml`,
      why: 'its code is ready and no route of it is in the table',
    }
  );
}

/** Routes that went back, or that somebody stopped. */
function repair(routes: readonly RouteLine[]): NextStep | undefined {
  const back = routes.find(({ armed }) => !armed);
  if (back !== undefined) {
    return {
      command: `ashlar proxy history --route ${back.id}`,
      why: `${back.id} was rolled back by a breach: repair the service, then ashlar proxy rearm ${back.id}`,
    };
  }
  const held = routes.find((route) => route.held);
  if (held === undefined) return undefined;
  return { command: `ashlar proxy hold ${held.id} --release`, why: `${held.id} is held` };
}

function refusal({ contracts }: Pick<DomainStatus, 'contracts'>): NextStep | undefined {
  const no = contracts.find(({ deployable }) => deployable !== true);
  return no?.nextStep == null ? undefined : { command: no.nextStep, why: no.text };
}

function code(
  { domain, plan }: Pick<DomainStatus, 'domain' | 'plan'>,
  parts: StatusParts,
): NextStep | undefined {
  if (!parts.plan.known) {
    return {
      command: 'ashlar analyze . --json analysis.json',
      why: 'nothing is known of its code',
    };
  }
  if (plan === null) {
    return { command: 'ashlar plan', why: `the plan does not rank ${domain}` };
  }
  if (plan.step === null) return undefined;
  const { stepsLeft, step } = plan;
  return { command: `ashlar plan ${domain}`, why: `${stepsLeft} steps left; first: ${step.text}` };
}

function start({ table }: StatusParts): NextStep {
  const file = table.known ? table.from : 'routes.yaml';
  return {
    command: `ashlar proxy ${file} --state proxy-state.json`,
    why: 'the proxy does not run, or not at this address (--admin)',
  };
}

/** Nothing of it has moved, and something else is being moved. */
function wait(routes: readonly RouteLine[], other: string | undefined): NextStep | undefined {
  if (other === undefined || routes.some(({ state }) => state !== 'monolith')) return undefined;
  return {
    command: 'ashlar proxy status',
    why: `${other} is under way: bring it to the service, or back, before the next domain begins`,
  };
}

/** The route that is furthest behind goes first: all of a domain move together. */
function advance(routes: readonly RouteLine[]): NextStep | undefined {
  const order = ['monolith', 'dark', 'shadow', 'canary', 'service'];
  const sorted = [...routes].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  const [route] = sorted;
  if (route === undefined) return undefined;
  const { id, state, parity, rehearsed } = route;
  if (state === 'service') {
    return {
      command: 'ashlar proxy progress',
      why: 'all of it is on the service: see what can be deleted',
    };
  }
  if (parity !== null && parity.different + parity.failed > 0) {
    const wrong = `${parity.different} of ${parity.compared} answers differ, ${parity.failed} copies failed`;
    return { command: `ashlar proxy diff ${id}`, why: wrong };
  }
  if (state === 'canary' && !rehearsed) {
    return { command: `ashlar proxy rehearse ${id}`, why: 'nobody has gone the way back yet' };
  }
  return {
    command: `ashlar proxy promote ${id}`,
    why: `${id} is at ${state}; the gates say what is missing`,
  };
}

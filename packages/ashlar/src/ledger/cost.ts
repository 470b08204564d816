import type { Analysis } from '@ashlar/analyzer';
import type { ProxyStatus } from '@ashlar/strangler';
import type { Config } from '../config/config.ts';
import type { Cost } from './model.ts';

/**
 * What is known of the cost of taking a domain out: from the code (calls that cross its border, its
 * operations), from ashlar.yaml (services of the domain) and from the running proxy (latency).
 */
export function costOf(
  domain: string,
  config: Config,
  analysis: Pick<Analysis, 'files' | 'calls' | 'routes'> | undefined,
  proxy: ProxyStatus | undefined,
): Cost {
  const services = Object.entries(config.services).filter(
    ([name, service]) => (service.domain ?? name) === domain,
  );
  return {
    deployables: services.length === 0 ? null : services.length,
    networkCalls: analysis === undefined ? null : crossingCalls(domain, analysis),
    endpoints:
      analysis === undefined
        ? null
        : analysis.routes.filter((route) => route.domain === domain).length,
    addedP95Ms:
      proxy === undefined ? null : addedLatency([domain, ...services.map(([name]) => name)], proxy),
  };
}

function crossingCalls(
  domain: string,
  { files, calls }: Pick<Analysis, 'files' | 'calls'>,
): NonNullable<Cost['networkCalls']> {
  const domainOf = new Map(files.map(({ path, domain: of }) => [path, of]));
  const crossing = calls.filter(({ file, to }) => {
    const [from, into] = [domainOf.get(file) ?? null, domainOf.get(to) ?? null];
    return from !== into && from !== null && into !== null && [from, into].includes(domain);
  });
  const into = crossing.filter(({ to }) => domainOf.get(to) === domain);
  return {
    in: into.length,
    out: crossing.length - into.length,
    // Each a round trip for every turn of the loop.
    inLoops: crossing.filter(({ inLoop }) => inLoop).length,
  };
}

/** Of routes that both sides have answered. */
function addedLatency(upstreams: readonly string[], { routes }: ProxyStatus): number | null {
  const added = routes
    .filter(({ service }) => service !== undefined && upstreams.includes(service))
    .filter(({ monolith, serviceTraffic }) => monolith.requests > 0 && serviceTraffic.requests > 0)
    .map(({ monolith, serviceTraffic }) => serviceTraffic.p95Ms - monolith.p95Ms);
  return added.length === 0 ? null : Math.round(Math.max(...added) * 100) / 100;
}

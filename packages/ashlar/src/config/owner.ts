import type { Config } from './config.ts';

/** Who answers for an upstream of the route table, which goes by the name of a service or of a domain. */
export function ownerOfUpstream({ services, domains }: Config, upstream: string): string | null {
  const service =
    services[upstream] ?? Object.values(services).find(({ domain }) => domain === upstream);
  const domain = domains[service?.domain ?? upstream];
  return service?.owner ?? domain?.owner ?? null;
}

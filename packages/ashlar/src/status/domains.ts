import type { Config } from '../config/config.ts';
import type { ContractLine, DomainStatus, PlanStatus, RouteLine } from './model.ts';
import { nextStep, underWay } from './next-step.ts';
import type { AskContract, PlanPart, StatusParts } from './parts.ts';
import { routeLines } from './routes.ts';

/** Steps that come once the code is ready; contracts and routes have lines of their own. */
const AFTER_THE_CODE = new Set([
  ...['write-contract', 'prepare-service', 'move-table', 'move-job', 'move-route'],
]);

/** Every domain that ashlar.yaml, the analysis or a route knows, by name. */
export async function domainStatuses(
  config: Config,
  parts: StatusParts,
  ask: AskContract,
): Promise<DomainStatus[]> {
  const routes = routeLines(config, parts);
  const names = new Set([
    ...Object.keys(config.domains),
    ...Object.values(config.services).flatMap(({ domain }) => domain ?? []),
    ...(parts.plan.known ? parts.plan.value.analysis.domains.map(({ name }) => name) : []),
    ...routes.map(({ service }) => domainOf(config, service)),
  ]);
  const ofDomain = [...names].sort().map((domain) => ({
    domain,
    routes: routes.filter(({ service }) => domainOf(config, service) === domain),
  }));
  const found: DomainStatus[] = [];
  for (const { domain, routes: own } of ofDomain) {
    const status: Omit<DomainStatus, 'next'> = {
      domain,
      owner: ownerOf(config, domain, own),
      plan: parts.plan.known ? planStatus(parts.plan.value, domain) : null,
      routes: own,
      contracts: await contractLines(config, parts, domain, own, ask),
      runs: runsOf(config, parts, domain),
    };
    found.push({ ...status, next: nextStep(status, parts, underWay(ofDomain, domain)) });
  }
  return found;
}

/** An upstream goes by the name of a service of a domain, or of the domain itself. */
function domainOf({ services }: Config, upstream: string): string {
  return services[upstream]?.domain ?? upstream;
}

/** Names in the broker: of its services in ashlar.yaml, and of those that its routes' gates ask about. */
function pacticipantsOf(config: Config, { table }: StatusParts, domain: string): string[] {
  const declared = Object.entries(config.services)
    .filter(([name, service]) => (service.domain ?? name) === domain)
    .map(([, { pacticipant }]) => pacticipant);
  const gated = (table.known ? table.value.routes : [])
    .filter(({ service }) => service !== undefined && domainOf(config, service) === domain)
    .flatMap(({ gate }) => gate.pacticipant ?? []);
  return [...new Set([...declared, ...gated])].sort();
}

function ownerOf(config: Config, domain: string, routes: readonly RouteLine[]): string | null {
  const service = Object.entries(config.services).find(
    ([name, one]) => (one.domain ?? name) === domain && one.owner !== null,
  );
  const routed = routes.find(({ owner }) => owner !== null);
  return config.domains[domain]?.owner ?? service?.[1].owner ?? routed?.owner ?? null;
}

function planStatus(plan: PlanPart, domain: string): PlanStatus | null {
  if (!plan.analysis.domains.some(({ name }) => name === domain)) return null;
  const { candidates, steps } = plan.planOf(domain);
  const index = candidates.findIndex((candidate) => candidate.domain === domain);
  const candidate = candidates[index];
  if (candidate === undefined) return null;
  const open = steps.filter(({ kind }) => !AFTER_THE_CODE.has(kind));
  const [first] = open;
  return {
    rank: index + 1,
    of: candidates.length,
    score: candidate.score,
    stepsLeft: open.length,
    step:
      first === undefined ? null : { kind: first.kind, subject: first.subject, text: first.text },
  };
}

function runsOf(config: Config, parts: StatusParts, domain: string) {
  const { environments } = parts;
  if (!environments.known) return null;
  const own = pacticipantsOf(config, parts, domain);
  return environments.value.flatMap(({ name, versions }) =>
    versions
      .filter(({ pacticipant }) => own.includes(pacticipant))
      .map(({ pacticipant, version }) => ({ pacticipant, environment: name, version })),
  );
}

/**
 * May what is serving, else what is live, be in production? Environments marked so; all where none is.
 */
async function contractLines(
  config: Config,
  parts: StatusParts,
  domain: string,
  routes: readonly RouteLine[],
  ask: AskContract,
): Promise<ContractLine[]> {
  const lines: ContractLine[] = [];
  const { environments } = parts;
  const all = environments.known ? environments.value : [];
  const marked = all.filter(({ production }) => production);
  for (const pacticipant of pacticipantsOf(config, parts, domain)) {
    for (const environment of marked.length > 0 ? marked : all) {
      const live = environment.versions.find((one) => one.pacticipant === pacticipant)?.version;
      const version = servingVersion(parts, routes) ?? live;
      lines.push(
        version === undefined
          ? unknownLine(pacticipant, environment.name)
          : await ask(pacticipant, version, environment.name),
      );
    }
  }
  return lines;
}

function servingVersion({ proxy }: StatusParts, routes: readonly RouteLine[]): string | undefined {
  if (!proxy.known) return undefined;
  const { upstreams } = proxy.value;
  const served = routes.map(({ service }) => upstreams.find(({ name }) => name === service));
  return served.find((upstream) => upstream?.version !== undefined)?.version;
}

function unknownLine(pacticipant: string, environment: string): ContractLine {
  return {
    pacticipant,
    version: null,
    environment,
    deployable: null,
    text: `no version of ${pacticipant} serves or is recorded in ${environment}`,
    nextStep: `ashlar record-deployment --pacticipant ${pacticipant} --version VERSION --environment ${environment}`,
  };
}

import { percent } from '../terminal/numbers.ts';
import type { ContractLine, DomainStatus, RouteLine, StatusReport } from './model.ts';

/** For people: a block for each domain, then what is not known and why. */
export function renderStatusText({ sources, domains, environments }: StatusReport): string {
  const unknown = Object.entries(sources).filter(([, { known }]) => !known);
  return [
    ...(domains.length === 0 ? ['no domain is known yet'] : domains.flatMap(block)),
    ...(environments ?? []).flatMap(({ name, production, versions }) => [
      `${name}${production ? ' (production)' : ''}`,
      ...(versions.length === 0 ? ['  nothing is recorded here'] : []),
      ...versions.map(({ pacticipant, version }) => `  ${pacticipant} ${version}`),
      '',
    ]),
    ...unknown.map(([name, { text }]) => `${name}: unknown: ${text}`),
  ]
    .join('\n')
    .trimEnd();
}

function block({ domain, owner, plan, routes, contracts, runs, next }: DomainStatus): string[] {
  const planned =
    plan === null
      ? 'unknown'
      : `candidate ${plan.rank} of ${plan.of}; ${plan.step === null ? 'the code is ready' : `${plan.stepsLeft} steps left, first ${plan.step.kind} ${plan.step.subject}`}`;
  const live = (runs ?? []).map(
    ({ pacticipant, environment, version }) => `${environment}: ${pacticipant} ${version}`,
  );
  return [
    `${domain} (${owner ?? 'nobody answers for it'})`,
    ...field('plan', [planned]),
    ...field('routes', routes.length === 0 ? ['none'] : routes.map(routeText)),
    ...field('contracts', contracts.length === 0 ? ['unknown'] : contracts.map(contractText)),
    ...field('runs', runs === null ? ['unknown'] : live.length === 0 ? ['nowhere'] : live),
    ...field('next', [next.command, `(${next.why})`]),
    '',
  ];
}

function field(name: string, lines: readonly string[]): string[] {
  return lines.map((line, index) => `  ${(index === 0 ? name : '').padEnd(10)}${line}`);
}

function routeText(route: RouteLine): string {
  const state = route.percent === null ? route.state : `${route.state} ${route.percent} %`;
  const { parity, override } = route;
  const notes = [
    parity === null ? '' : `parity >= ${percent(parity.lower)} of ${parity.compared}`,
    route.held ? 'held' : '',
    route.armed ? '' : 'rolled back',
    override === null
      ? ''
      : `${override.gates.join(', ')} overridden by ${override.by} until ${override.until}`,
    route.live ? '' : 'as the table says',
  ];
  return [`${route.id} ${route.match}: ${state}`, ...notes.filter(Boolean)].join(', ');
}

function contractText({
  pacticipant,
  version,
  environment,
  deployable,
  text,
}: ContractLine): string {
  const answer = deployable === null ? 'unknown' : deployable ? 'yes' : 'NO';
  const who = version === null ? pacticipant : `${pacticipant} ${version}`;
  return `${who} in ${environment}: ${answer}${deployable === true ? '' : `: ${text}`}`;
}

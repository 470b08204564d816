import type { DomainPicture, Picture, PictureLine, PictureRow } from '@ashlar/strangler';
import { percent } from '../terminal/numbers.ts';
import type { ContractLine, DomainStatus, RouteLine, StatusReport } from './model.ts';

/** The report in lines to be read: the same words in the terminal and on the dashboard. */
export function pictureOf({ domains, sources }: StatusReport): Picture {
  return {
    domains: domains.map(domainPicture),
    unknown: Object.entries(sources)
      .filter(([, { known }]) => !known)
      .map(([name, { text }]) => `${name}: unknown: ${text}`),
  };
}

function domainPicture({ domain, owner, next, ...status }: DomainStatus): DomainPicture {
  const { plan, routes, contracts, runs } = status;
  const live = runs?.map((run) => `${run.environment}: ${run.pacticipant} ${run.version}`);
  return {
    domain,
    owner,
    rows: [
      row('plan', [plain(planText(plan))], 'unknown'),
      row('routes', routes.map(routeLine), 'none'),
      row('contracts', contracts.map(contractLine), 'unknown'),
      row('runs', (live ?? ['unknown']).map(plain), 'nowhere'),
    ],
    next,
  };
}

function row(label: string, lines: readonly PictureLine[], none: string): PictureRow {
  return { label, lines: lines.length === 0 ? [plain(none)] : lines };
}

function plain(text: string): PictureLine {
  return { text, tone: 'plain' };
}

function planText(plan: DomainStatus['plan']): string {
  if (plan === null) return 'unknown';
  const { rank, of, step, stepsLeft } = plan;
  const left =
    step === null
      ? 'the code is ready'
      : `${stepsLeft} steps left, first ${step.kind} ${step.subject}`;
  return `candidate ${rank} of ${of}; ${left}`;
}

function routeLine(route: RouteLine): PictureLine {
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
  const text = [`${route.id} ${route.match}: ${state}`, ...notes.filter(Boolean)].join(', ');
  return { text, tone: route.armed ? 'plain' : 'bad' };
}

function contractLine(line: ContractLine): PictureLine {
  const { pacticipant, version, environment, deployable, text } = line;
  const answer = deployable === null ? 'unknown' : deployable ? 'yes' : 'NO';
  const who = version === null ? pacticipant : `${pacticipant} ${version}`;
  return {
    text: `${who} in ${environment}: ${answer}${deployable === true ? '' : `: ${text}`}`,
    tone: deployable === null ? 'plain' : deployable ? 'good' : 'bad',
  };
}

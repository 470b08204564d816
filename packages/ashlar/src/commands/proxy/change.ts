import type {
  AdminClient,
  ChangeResult,
  GateVerdict,
  PromoteRequest,
  Recheck,
  Rehearsal,
  StateName,
} from '@ashlar/strangler';
import type { Rim } from '../../command.ts';
import { CliError } from '../../model/error.ts';
import { EXIT, print, type Terminal } from '../../terminal/context.ts';
import { endOf } from '../../terminal/time.ts';
import { type AdminOptions, adminClient } from './admin.ts';
import { stateText } from './state-text.ts';

interface ChangeOptions extends AdminOptions {
  by?: string;
  why?: string;
}

interface PromoteOptions extends ChangeOptions {
  to?: string;
  percent?: number;
  rearm?: boolean;
  force?: boolean;
  until?: string;
}

const states: readonly StateName[] = ['monolith', 'shadow', 'canary', 'service', 'dark'];

export function promote(route: string, options: PromoteOptions, rim: Rim): Promise<void> {
  const { to, percent, rearm, force, until } = options;
  const request: PromoteRequest = {
    ...reason(options, rim.terminal),
    ...(to === undefined ? {} : { to: stateNamed(to) }),
    ...(percent === undefined ? {} : { percent }),
    ...(rearm ? { rearm } : {}),
    ...(force ? { force } : {}),
    ...(until === undefined ? {} : { until: endOf(until, new Date()) }),
  };
  return change(options, rim, (client) => client.promote(route, request));
}

export function hold(
  route: string,
  options: ChangeOptions & { release?: boolean },
  rim: Rim,
): Promise<void> {
  const request = {
    ...reason(options, rim.terminal),
    ...(options.release ? { release: true } : {}),
  };
  return change(options, rim, (client) => client.hold(route, request));
}

export function rollback(route: string, options: ChangeOptions, rim: Rim): Promise<void> {
  return change(options, rim, (client) => client.rollback(route, reason(options, rim.terminal)));
}

/** Exits 1 when it does not count, so that a pipeline can rehearse. */
export async function rehearse(
  route: string,
  options: ChangeOptions & { seconds: number },
  { terminal, exit }: Rim,
): Promise<void> {
  const client = await adminClient(options, terminal);
  const { seconds } = options;
  const seen = await client.rehearse(route, { ...reason(options, terminal), seconds });
  print(terminal, options.json ? JSON.stringify(seen, null, 2) : rehearsalText(seen));
  if (!seen.passed) exit(EXIT.no);
}

function rehearsalText({ route, passed, because, to }: Rehearsal): string {
  const counts = passed ? 'the way back works' : 'this does not count';
  return `${route}: ${counts}: ${because}; now at ${stateText(to)}`;
}

/** Exits 1 when a route went back or is held because of it. */
export async function recheck(options: AdminOptions, { terminal, exit }: Rim): Promise<void> {
  const answers = await (await adminClient(options, terminal)).recheck();
  print(terminal, options.json ? JSON.stringify(answers, null, 2) : recheckText(answers));
  if (answers.some(({ action }) => action === 'rollback' || action === 'hold')) exit(EXIT.no);
}

function recheckText(answers: readonly Recheck[]): string {
  const asked = answers.filter(({ gates, action }) => gates.length > 0 || action !== 'none');
  if (asked.length === 0) return 'no route with users on the service has contracts to ask about';
  const words = {
    none: 'stays',
    rollback: 'went back to the monolith',
    hold: 'is held',
    lapse: 'stays; its override has ended',
  };
  return asked
    .flatMap(({ route, action, gates }) => [`${route} ${words[action]}`, ...verdictLines(gates)])
    .join('\n');
}

export function rearm(route: string, options: ChangeOptions, rim: Rim): Promise<void> {
  return change(options, rim, (client) => client.rearm(route, reason(options, rim.terminal)));
}

export function forget(route: string, options: ChangeOptions, rim: Rim): Promise<void> {
  return change(options, rim, (client) => client.forget(route, reason(options, rim.terminal)));
}

function reason({ by, why }: ChangeOptions, { env }: Terminal): { by?: string; why?: string } {
  const person = by ?? env.USER ?? env.USERNAME;
  return { ...(person ? { by: person } : {}), ...(why === undefined ? {} : { why }) };
}

function stateNamed(text: string): StateName {
  const state = states.find((name) => name === text);
  if (state) return state;
  throw new CliError(
    'CLI_USAGE',
    `"${text}" is no state of a route`,
    `Choose one of ${states.join(', ')}.`,
  );
}

async function change(
  options: AdminOptions,
  { terminal, exit }: Rim,
  act: (client: AdminClient) => Promise<ChangeResult>,
): Promise<void> {
  const result = await act(await adminClient(options, terminal));
  print(terminal, options.json ? JSON.stringify(result, null, 2) : changeText(result));
  if (!result.changed && result.gates.some(({ allowed }) => !allowed)) exit(EXIT.no);
}

/** What becomes of a route that does not move. */
const STANDING: Readonly<Partial<Record<ChangeResult['decision']['action'], string>>> = {
  hold: 'held',
  release: 'no longer held',
  rearm: 'armed',
};

function headline({ changed, route, from, to, decision }: ChangeResult): string {
  if (decision.action === 'forget') {
    return changed ? `${route}: comparing anew` : `${route}: nothing was compared yet`;
  }
  const standing = STANDING[decision.action];
  if (standing !== undefined) {
    return `${route}: ${standing}${changed ? '' : ', as before'}; stays at ${stateText(to)}`;
  }
  return changed
    ? `${route}: ${stateText(from)} -> ${stateText(to)}`
    : `${route} stays at ${stateText(from)}: ${decision.why}`;
}

function changeText(result: ChangeResult): string {
  return [headline(result), ...verdictLines(result.gates)].join('\n');
}

function verdictLines(gates: readonly GateVerdict[]): string[] {
  return gates.map(({ gate, allowed, reason, fix }) => {
    const advice = fix === undefined ? '' : `\n      ${allowed ? 'better' : 'to fix'}: ${fix}`;
    return `  ${allowed ? 'yes' : 'no '}  ${gate}: ${reason}${advice}`;
  });
}

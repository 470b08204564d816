import type {
  Decision,
  FleetStatus,
  ProxyStatus,
  ReloadResult,
  RouteStatus,
  TargetTraffic,
} from '@ashlar/strangler';
import type { Rim } from '../../command.ts';
import { EXIT, print, type Terminal } from '../../terminal/context.ts';
import { percent } from '../../terminal/numbers.ts';
import { columns } from '../../terminal/table.ts';
import { type AdminOptions, adminClient } from './admin.ts';
import { diffText } from './diff-text.ts';
import { stateText } from './state-text.ts';

export async function status(options: AdminOptions, { terminal }: Rim): Promise<void> {
  const answer = await (await adminClient(options, terminal)).status();
  show(terminal, options, answer, statusText);
}

/** Makes the running proxy read its table again; a table that does not load leaves the old one. */
export async function reload(options: AdminOptions, { terminal, exit }: Rim): Promise<void> {
  const result = await (await adminClient(options, terminal)).reload();
  show(terminal, options, result, reloadText);
  if (result.refused.length > 0) exit(EXIT.no);
}

/** What a reload did, in a line. */
export function reloadText({ added, removed, moved, refused }: ReloadResult): string {
  return `table read again: ${added.length} added, ${removed.length} removed, ${moved.length} moved, ${refused.length} refused`;
}

interface HistoryOptions extends AdminOptions {
  route?: string;
  limit?: number;
}

export async function history(options: HistoryOptions, { terminal }: Rim): Promise<void> {
  const { route, limit } = options;
  const decisions = await (await adminClient(options, terminal)).history({
    ...(route === undefined ? {} : { route }),
    ...(limit === undefined ? {} : { limit }),
  });
  show(terminal, options, decisions, historyText);
}

/** Exits 1 when the answers differ, so that a script can ask. */
export async function diff(
  route: string,
  options: AdminOptions,
  { terminal, exit }: Rim,
): Promise<void> {
  const report = await (await adminClient(options, terminal)).diff(route);
  show(terminal, options, report, diffText);
  if (report.causes.length > 0 || report.failures.length > 0) exit(EXIT.no);
}

function show<Answer>(
  terminal: Terminal,
  { json }: AdminOptions,
  answer: Answer,
  text: (answer: Answer) => string,
): void {
  print(terminal, json ? JSON.stringify(answer, null, 2) : text(answer));
}

function statusText({ url, fleet, upstreams, routes, unmatched }: ProxyStatus): string {
  const lines = [`proxy at ${url}`, ...(fleet === undefined ? [] : [fleetText(fleet)]), ''];
  lines.push(
    columns(
      ['upstream', 'address', 'health', 'version'],
      upstreams.map(({ name, url: address, healthy, version }) => [
        name,
        address,
        healthy === undefined ? 'not checked' : healthy ? 'up' : 'DOWN',
        version ?? '-',
      ]),
    ),
    '',
    columns(['route', 'match', 'state', 'monolith', 'service', 'parity', ''], routes.map(routeRow)),
  );
  if (unmatched.length > 0) {
    const paths = unmatched.map(({ path, requests }) => `  ${path} (${requests})`);
    lines.push('', 'asked for, but in no route:', ...paths);
  }
  return lines.join('\n');
}

function fleetText({ name, address, connected, leads, proxies }: FleetStatus): string {
  const others = `one of ${proxies} in fleet ${name}${leads ? ', leading' : ''}`;
  return connected
    ? `${others}; states shared at ${address}`
    : `NO CONNECTION to ${address}: serves by what it knows, takes no step forward`;
}

function routeRow(route: RouteStatus): string[] {
  const { compared, lower } = route.parity;
  const flags = [route.held ? 'held' : '', route.armed ? '' : 'rolled back, needs re-arming'];
  return [
    route.id,
    route.match,
    stateText(route),
    trafficText(route.monolith),
    trafficText(route.serviceTraffic),
    compared === 0 ? '-' : `>= ${percent(lower)} of ${compared}`,
    flags.filter(Boolean).join(', '),
  ];
}

function trafficText({ requests, errors, p95Ms }: TargetTraffic): string {
  return requests === 0 ? '-' : `${requests} req, ${errors} err, p95 ${p95Ms.toFixed(1)} ms`;
}

function historyText(decisions: Decision[]): string {
  if (decisions.length === 0) return 'nothing has been decided yet';
  const rows = decisions.map(({ at, route, action, from, to, by, why }) => [
    at,
    route,
    action,
    `${stateText(from)} -> ${stateText(to)}`,
    by,
    why,
  ]);
  return columns(['when', 'route', 'action', 'state', 'by', 'why'], rows);
}

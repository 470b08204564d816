import { resolve } from 'node:path';
import type { ProgressReport, RouteProgress, Share, SourceEndpoint } from '@ashlar/strangler';
import type { Rim } from '../../command.ts';
import { CliError } from '../../model/error.ts';
import { print } from '../../terminal/context.ts';
import { percent } from '../../terminal/numbers.ts';
import { readJson } from '../../terminal/read-json.ts';
import { columns } from '../../terminal/table.ts';
import { type AdminOptions, adminClient } from './admin.ts';
import { stateText } from './state-text.ts';

interface ProgressOptions extends AdminOptions {
  analysis?: string;
  days: number;
}

const SHOWN = 20;

/** How much of the monolith is strangled, asked of the running proxy. */
export async function progress(options: ProgressOptions, { terminal }: Rim): Promise<void> {
  const { analysis, days } = options;
  const endpoints =
    analysis === undefined ? undefined : endpointsOf(resolve(terminal.cwd, analysis));
  const client = await adminClient(options, terminal);
  const report = await client.progress({ days, ...(endpoints === undefined ? {} : { endpoints }) });
  print(terminal, options.json ? JSON.stringify(report, null, 2) : progressText(report));
}

function endpointsOf(file: string): SourceEndpoint[] {
  const { routes } = (readJson(file, 'analyze') ?? {}) as { routes?: unknown };
  if (Array.isArray(routes)) {
    return (routes as SourceEndpoint[]).map(({ method, path, file: source, line }) => ({
      method,
      path,
      ...(source === undefined ? {} : { file: source }),
      ...(line === undefined ? {} : { line }),
    }));
  }
  const hint = 'Write it anew with `ashlar analyze`.';
  throw new CliError('CLI_FILE_INVALID', `${file} lists no routes.`, hint);
}

function progressText(report: ProgressReport): string {
  const shares: [string, Share | undefined][] = [
    ['routes with a service', report.routes],
    ["the monolith's endpoints", report.endpoints],
    [`requests since ${report.since}`, report.requests],
    ['writes among them', report.writes],
  ];
  const lines = shares.flatMap(([what, share]) =>
    share === undefined
      ? []
      : `${percent(share.share).padStart(8)} of ${what} (${share.moved} of ${share.total})`,
  );
  lines.push('', columns(['route', 'state', 'days at 100 %', 'parity'], report.perRoute.map(row)));
  lines.push(...deletable(report), ...unplanned(report));
  return ['moved to services:', ...lines].join('\n');
}

function row({ id, state, daysAtFull, parity }: RouteProgress): string[] {
  const { compared, lower } = parity;
  return [
    id,
    stateText(state),
    daysAtFull === 0 ? '-' : daysAtFull.toFixed(1),
    compared === 0 ? '-' : `>= ${percent(lower)} of ${compared}`,
  ];
}

function deletable({ perRoute }: ProgressReport): string[] {
  const lines: string[] = [];
  for (const { id, match, methods, blockers, endpoints } of perRoute) {
    if (blockers.length > 0) continue;
    lines.push(`  ${id}: ${methods?.join(', ') ?? 'any method'} ${match}`);
    for (const { method, path, file, line } of endpoints) {
      lines.push(`    ${file === undefined ? '' : `${file}:${line ?? 1} `}${method} ${path}`);
    }
  }
  const waiting = perRoute.filter(({ blockers }) => blockers.length > 0);
  return [
    '',
    lines.length === 0
      ? 'nothing can be deleted in the monolith yet:'
      : 'can be deleted in the monolith, as far as this proxy sees:',
    ...lines,
    ...(lines.length === 0 || waiting.length === 0 ? [] : ['not yet:']),
    ...waiting.flatMap(({ id, blockers }) => blockers.map((why) => `  ${id}: ${why}`)),
  ];
}

function unplanned({ unplanned: seen }: ProgressReport): string[] {
  if (seen.length === 0) return [];
  const lines = seen.slice(0, SHOWN).map(({ endpoint, route, requests, inSource }) => {
    const where = route === undefined ? 'no route' : `route ${route}`;
    return `  ${endpoint} (about ${requests}, ${where}${inSource === false ? ', not in the source' : ''})`;
  });
  const more = seen.length > SHOWN ? [`  and ${seen.length - SHOWN} more; --json shows all`] : [];
  return ['', 'seen, and in no route of a service:', ...lines, ...more];
}

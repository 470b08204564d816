import { resolve } from 'node:path';
import type { Explanation, RouteTable } from '@ashlar/strangler';
import type { Rim } from '../../command.ts';
import { CliError } from '../../model/error.ts';
import { EXIT, print } from '../../terminal/context.ts';
import { headerField } from '../../terminal/header.ts';
import { columns } from '../../terminal/table.ts';
import { type AdminOptions, adminClient } from './admin.ts';
import { stateText } from './state-text.ts';

interface CheckOptions {
  json?: boolean;
  explain?: string;
  header?: string[];
}

/** Exits 1 when the table has routes that can never match or other findings. */
export async function checkTable(
  file: string,
  options: CheckOptions,
  { terminal, exit }: Rim,
): Promise<void> {
  const { checkRoutes, explainRoute, loadRoutes } = await import('@ashlar/strangler');
  const table = loadRoutes(resolve(terminal.cwd, file));
  if (options.explain !== undefined) {
    const explanation = explainRoute(table, sketch(options.explain, options.header ?? []));
    print(
      terminal,
      options.json
        ? JSON.stringify(explanation, null, 2)
        : explanationText(options.explain, explanation),
    );
    return;
  }
  const findings = checkRoutes(table);
  if (findings.length > 0) exit(EXIT.no);
  if (options.json) {
    print(terminal, JSON.stringify({ routes: table.routes, findings }, null, 2));
    return;
  }
  print(terminal, tableText(table));
  print(
    terminal,
    findings.length === 0
      ? '\nno findings'
      : `\n${findings.map(({ text }) => `- ${text}`).join('\n')}`,
  );
}

/** The same of a running proxy, with the states as they are now. */
export async function explainLive(
  request: string,
  options: AdminOptions & { header?: string[] },
  { terminal }: Rim,
): Promise<void> {
  const client = await adminClient(options, terminal);
  const explanation = await client.explain(sketch(request, options.header ?? []));
  print(
    terminal,
    options.json ? JSON.stringify(explanation, null, 2) : explanationText(request, explanation),
  );
}

function sketch(
  request: string,
  headers: string[],
): { method: string; url: string; headers: Record<string, string> } {
  const [method, url] = request.trim().split(/\s+/);
  if (method === undefined || url === undefined) {
    throw new CliError(
      'CLI_USAGE',
      `"${request}" is no request`,
      'Write method and path: "GET /orders/7".',
    );
  }
  return { method, url, headers: Object.fromEntries(headers.map(headerField)) };
}

function explanationText(
  request: string,
  { outcome, route, upstream, mirrored, because }: Explanation,
): string {
  const where =
    upstream === undefined
      ? outcome
      : `${upstream} (route ${route}${mirrored ? ', mirrored' : ''})`;
  return [`${request} -> ${where}`, ...because.map((reason) => `  ${reason}`)].join('\n');
}

function tableText({ routes }: RouteTable): string {
  const rows = routes.map(({ id, match, methods, declared, service }) => [
    id,
    match,
    methods?.join(',') ?? 'any',
    stateText(declared),
    service ?? '-',
  ]);
  return columns(['route', 'match', 'methods', 'state', 'service'], rows);
}

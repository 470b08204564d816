import { resolve } from 'node:path';
import type { ExportProblem, RouteState } from '@ashlar/strangler';
import type { Command } from 'commander';
import type { Rim } from '../command.ts';
import { loadConfig } from '../config/load.ts';
import { EXIT, note, print, type Terminal } from '../terminal/context.ts';
import { writeFiles } from '../terminal/write-files.ts';
import { adminClient } from './proxy/admin.ts';

interface Options {
  to: string;
  live?: string | boolean;
  leaveOut?: string[];
  out?: string;
  force?: boolean;
  json?: boolean;
}

const DEFAULT_ADMIN = 'http://127.0.0.1:8081';

const examples = `
Routers: gateway-api, envoy, nginx, haproxy, traefik, kong.

What a router cannot say is named: refused where the result would be another thing (a condition that is
gone, a door without its lock), a warning where something about it is less. Where something is refused nothing
is written and the command exits 1; --leave-out NAME takes it on you.

Examples:
  $ ashlar export routes.yaml --to nginx
  $ ashlar export --to gateway-api --live --out deploy/
  $ ashlar export --to haproxy --live http://10.0.0.5:8081 --leave-out claims`;

export function defineExport(program: Command, rim: Rim): void {
  program
    .command('export')
    .description('the route table in the language of another router')
    .argument('[routes]', 'the route table; `routes` of ashlar.yaml, else routes.yaml')
    .requiredOption('--to <router>', 'whose language')
    .option('--live [admin]', 'states as they are in the running proxy, not as the table says')
    .option('--leave-out <feature...>', 'what may be missing although the router cannot say it')
    .option('--out <folder>', 'write the files there instead of to standard output')
    .option('--force', 'replace files that are there already')
    .option('--json', 'files and problems as JSON')
    .addHelpText('after', examples)
    .action((routes: string | undefined, options: Options) => exportRoutes(routes, options, rim));
}

async function exportRoutes(
  routes: string | undefined,
  options: Options,
  { terminal, exit }: Rim,
): Promise<void> {
  const { exportTable, loadRoutes } = await import('@ashlar/strangler');
  const file = routes ?? loadConfig(terminal.cwd, '.').routes ?? 'routes.yaml';
  const states = options.live === undefined ? undefined : await liveStates(options.live, terminal);
  const exported = exportTable(loadRoutes(resolve(terminal.cwd, file)), options.to, {
    ...(states === undefined ? {} : { states }),
    leaveOut: options.leaveOut ?? [],
  });
  if (exported.problems.some(({ severity }) => severity === 'refused')) exit(EXIT.no);
  if (options.json) {
    print(terminal, JSON.stringify(exported, null, 2));
    return;
  }
  for (const line of problemLines(exported.problems)) note(terminal, line);
  if (options.out === undefined) {
    for (const { content } of exported.files) print(terminal, content);
    return;
  }
  const files = exported.files.map(({ name, content }) => ({ path: name, content }));
  const { written, unchanged } = writeFiles(terminal, options.out, files, options.force === true);
  for (const path of written) note(terminal, `wrote ${path}`);
  for (const path of unchanged) note(terminal, `${path} says this already`);
}

async function liveStates(
  live: string | boolean,
  terminal: Terminal,
): Promise<Map<string, RouteState>> {
  const admin = typeof live === 'string' ? live : DEFAULT_ADMIN;
  const { routes } = await (await adminClient({ admin }, terminal)).status();
  return new Map(
    routes.map(({ id, state, percent }) => [
      id,
      percent === undefined ? { state } : { state, percent },
    ]),
  );
}

/** The same thing said of many routes is one line. */
function problemLines(problems: readonly ExportProblem[]): string[] {
  const lines = new Map<string, string[]>();
  for (const { severity, feature, text, route } of problems) {
    const key = `${severity} ${feature}: ${text}`;
    lines.set(key, [...(lines.get(key) ?? []), ...(route === undefined ? [] : [route])]);
  }
  return [...lines].map(([key, routes]) =>
    routes.length === 0 ? key : `${key} (${[...new Set(routes)].join(', ')})`,
  );
}

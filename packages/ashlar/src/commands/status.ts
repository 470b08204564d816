import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Rim } from '../command.ts';
import { loadConfig } from '../config/load.ts';
import { print } from '../terminal/context.ts';
import { type BrokerOptions, brokerConnection, withBrokerOptions } from './broker-connection.ts';

interface Options extends BrokerOptions {
  from?: string;
  config?: string;
  admin: string;
  json?: boolean;
}

const examples = `
For each domain: its place in the plan and the first step left, its routes with state and parity, whether
the version that serves may be in production, what runs where, and the command to run next. Whatever cannot
be reached is "unknown", with the reason at the end; the command fails only when ashlar.yaml is wrong.

Examples:
  $ ashlar status
  $ ashlar status --from analysis.json --admin http://10.0.0.5:8081
  $ ashlar status --json | jq '.domains[] | {domain, next: .next.command}'`;

export function defineStatus(program: Command, { terminal }: Rim): void {
  withBrokerOptions(
    program
      .command('status')
      .description('where every domain stands: plan, contracts, routes, and what to do next')
      .argument('[folder]', 'where ashlar.yaml lies', '.'),
  )
    .option('--from <source>', 'a codebase, or an analysis.json (default: analysis.json there)')
    .option('--config <file>', 'configuration instead of ashlar.yaml in the folder')
    .option('--admin <url>', 'admin address of the running proxy', 'http://127.0.0.1:8081')
    .option('--json', 'as JSON (schemas/status.schema.json)')
    .addHelpText('after', examples)
    .action(async (folder: string, options: Options) => {
      const { gatherStatus } = await import('../status/gather.ts');
      const { renderStatusText } = await import('../status/render-text.ts');
      const config = loadConfig(terminal.cwd, folder, options.config);
      const url = options.brokerUrl ?? terminal.env.PACT_BROKER_BASE_URL ?? config.broker?.url;
      const report = await gatherStatus({
        config,
        folder: resolve(terminal.cwd, folder),
        from: options.from,
        configFile: options.config,
        admin: options.admin,
        broker:
          url === undefined ? null : brokerConnection({ ...options, brokerUrl: url }, terminal),
        terminal,
      });
      print(terminal, options.json ? JSON.stringify(report, null, 2) : renderStatusText(report));
    });
}

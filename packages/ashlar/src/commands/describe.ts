import type { Command } from 'commander';
import type { Rim } from '../command.ts';
import { print, printJson } from '../terminal/context.ts';
import { type BrokerOptions, requiredBroker, withBrokerOptions } from './broker-connection.ts';

interface Options extends BrokerOptions {
  version?: string;
  json?: boolean;
}

export function defineDescribe(program: Command, { terminal }: Rim): void {
  withBrokerOptions(
    program
      .command('describe')
      .description('one version as the broker knows it: branches, tags, where it runs')
      .argument('<pacticipant>', 'who')
      .option('-e, --version <version>', 'its version; the newest unless given')
      .option('--json', 'as JSON'),
  ).action(async (name: string, options: Options) => {
    const { describeVersion } = await import('@ashlar/contracts');
    const broker = requiredBroker(options, terminal);
    const described = await describeVersion({ broker, name, version: options.version });
    if (options.json) return printJson(terminal, described);
    const { pacticipant, version, branches, tags, deployedTo, releasedTo, buildUrl } = described;
    const rows: [string, string][] = [
      ['branches', branches.join(', ')],
      ['tags', tags.join(', ')],
      ['deployed to', deployedTo.join(', ')],
      ['released to', releasedTo.join(', ')],
      ['build', buildUrl ?? ''],
    ];
    const lines = rows.map(([label, value]) => `  ${label.padEnd(12)} ${value || '-'}`);
    print(terminal, [`${pacticipant} ${version}`, ...lines].join('\n'));
  });
}

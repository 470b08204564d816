import type { Command } from 'commander';
import type { Rim } from '../command.ts';
import { print, printJson } from '../terminal/context.ts';
import { columns } from '../terminal/table.ts';
import { type BrokerOptions, requiredBroker, withBrokerOptions } from './broker-connection.ts';

interface Options extends BrokerOptions {
  consumer?: string;
  provider?: string;
  json?: boolean;
}

export function definePacts(program: Command, { terminal }: Rim): void {
  withBrokerOptions(
    program.command('pacts').description('the newest pact of every consumer and provider'),
  )
    .option('--consumer <name>', 'of this consumer')
    .option('--provider <name>', 'for this provider')
    .option('--json', 'as JSON')
    .action(async (options: Options) => {
      const { listPacts } = await import('@ashlar/contracts');
      const { consumer, provider } = options;
      const pacts = await listPacts({
        broker: requiredBroker(options, terminal),
        consumer,
        provider,
      });
      if (options.json) return printJson(terminal, pacts);
      const rows = pacts.map((pact) => [
        pact.consumer,
        pact.consumerVersion,
        pact.provider,
        pact.createdAt ?? '',
      ]);
      print(terminal, columns(['consumer', 'version', 'provider', 'published'], rows));
    });
}

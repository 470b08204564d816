import type { Command } from 'commander';
import type { Rim } from '../command.ts';
import { print, printJson } from '../terminal/context.ts';
import { columns } from '../terminal/table.ts';
import { type BrokerOptions, requiredBroker, withBrokerOptions } from './broker-connection.ts';

interface ListOptions extends BrokerOptions {
  json?: boolean;
}

interface CreateOptions extends BrokerOptions {
  displayName?: string;
  production?: boolean;
}

/** `environments`, `environments create NAME` and `environments delete NAME`. */
export function defineEnvironments(program: Command, { terminal }: Rim): void {
  const environments = withBrokerOptions(
    program
      .command('environments')
      .description('the environments the broker knows')
      .option('--json', 'as JSON'),
  ).action(async (options: ListOptions) => {
    const { listEnvironments } = await import('@ashlar/contracts');
    const known = await listEnvironments({ broker: requiredBroker(options, terminal) });
    if (options.json) return printJson(terminal, known);
    const rows = known.map(({ name, displayName, production, uuid }) => [
      name,
      displayName ?? '',
      production ? 'production' : '',
      uuid,
    ]);
    print(terminal, columns(['name', 'display name', '', 'uuid'], rows));
  });

  withBrokerOptions(
    environments.command('create').description('add one').argument('<name>', 'its name'),
  )
    .option('--display-name <name>', 'its name for people')
    .option('--production', 'it is a production environment')
    .action(async (name: string, options: CreateOptions) => {
      const { createEnvironment } = await import('@ashlar/contracts');
      const { displayName, production } = options;
      const made = await createEnvironment({
        broker: requiredBroker(options, terminal),
        name,
        displayName,
        production,
      });
      print(terminal, `${made.name} ${made.uuid}`);
    });

  withBrokerOptions(
    environments
      .command('delete')
      .description('remove one, and what was recorded there')
      .argument('<name>', 'its name'),
  ).action(async (environment: string, options: BrokerOptions) => {
    const { deleteEnvironment } = await import('@ashlar/contracts');
    const { name } = await deleteEnvironment({
      broker: requiredBroker(options, terminal),
      environment,
    });
    print(terminal, `${name} is gone`);
  });
}

import { resolve } from 'node:path';
import type { BrokerOptions } from '@ashlar/contracts';
import type { Command } from 'commander';
import type { Rim } from '../command.ts';
import { interrupted, note, print, type Terminal } from '../terminal/context.ts';
import { port } from '../terminal/numbers.ts';

interface Options {
  port: number;
  host: string;
  database: string;
  compat?: boolean;
}

const examples = `
Passwords come from the environment: ASHLAR_BROKER_USERNAME and ASHLAR_BROKER_PASSWORD ask everybody
for them.

Examples:
  $ ashlar broker                                        in memory, on port 9292
  $ ashlar broker --database pacts.sqlite --port 9292    kept in one file`;

export function defineBroker(program: Command, rim: Rim): void {
  program
    .command('broker')
    .description('run a Pact broker that official clients can use; nothing else to install')
    .option('--port <number>', 'port to listen on; 0 takes a free one', port, 9292)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--database <file>', 'SQLite file, or :memory:', ':memory:')
    .option('--compat', 'behave like the official broker to the letter, known holes included')
    .addHelpText('after', examples)
    .action((options: Options) => serve(options, rim));
}

async function serve(options: Options, { terminal }: Rim): Promise<void> {
  const { createBroker } = await import('@ashlar/contracts');
  const inMemory = options.database === ':memory:';
  const broker = await createBroker({
    port: options.port,
    host: options.host,
    database: inMemory ? options.database : resolve(terminal.cwd, options.database),
    compat: options.compat ?? false,
    ...credentials(terminal),
  });
  if (inMemory)
    note(terminal, 'kept in memory: everything is gone when it stops (--database FILE keeps it)');
  print(terminal, JSON.stringify({ listening: broker.url }));
  await interrupted(terminal.signal);
  await broker.close();
}

function credentials({ env }: Terminal): Pick<BrokerOptions, 'basicAuth'> {
  const username = env.ASHLAR_BROKER_USERNAME;
  const password = env.ASHLAR_BROKER_PASSWORD;
  return username && password ? { basicAuth: { readWrite: { username, password } } } : {};
}

import { type Command, Option } from 'commander';
import type { Rim } from '../command.ts';
import { count, port } from '../terminal/numbers.ts';
import { DEFAULT_DATABASE } from './broker/database.ts';
import { LOG_LEVELS, type ServeOptions, serve } from './broker/serve.ts';
import { defineStoreCommands } from './broker/store.ts';

const examples = `
Credentials come from the environment or a file, never from the command line:
  ASHLAR_BROKER_USERNAME, ASHLAR_BROKER_PASSWORD                       may do everything
  ASHLAR_BROKER_READ_ONLY_USERNAME, ASHLAR_BROKER_READ_ONLY_PASSWORD   may only ask
  ASHLAR_BROKER_DATABASE                                               instead of --database
  --tokens FILE                                                        a line each: "read TOKEN" or "write TOKEN"

Examples:
  $ ashlar broker                                        kept in broker.sqlite here, on port 9292
  $ ashlar broker --database :memory: --port 0           gone when it stops, for tests
  $ ashlar broker --database postgres://pact@db/pact --host 0.0.0.0 --tokens tokens.txt
  $ ashlar broker --database pacts.sqlite --tls-cert cert.pem --tls-key key.pem --public-read`;

export function defineBroker(program: Command, rim: Rim): void {
  const broker = program
    .command('broker')
    .description('run a Pact broker that official clients can use; nothing else to install')
    .option('--port <number>', 'port to listen on; 0 takes a free one', port, 9292)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .addOption(
      new Option('--database <where>', 'SQLite file, postgres:// URL, or :memory:')
        .env('ASHLAR_BROKER_DATABASE')
        .default(DEFAULT_DATABASE),
    )
    .option('--compat', 'behave like the official broker to the letter, known holes included')
    .option('--public-url <url>', 'address under which clients reach it, for links')
    .option('--base-path <path>', 'path it lives under behind a proxy, such as /pacts')
    .option('--body-limit <bytes>', 'largest request body', count)
    .option('--no-similar-names', 'allow names that nearly equal an existing one');
  withAccessOptions(broker);
  withWebhookOptions(broker);
  broker
    .addOption(
      new Option('--log <level>', 'what goes to standard error, as JSON lines')
        .choices(LOG_LEVELS)
        .default('error'),
    )
    .option('--audit-log <file>', 'append every change, who made it and its outcome, as JSON lines')
    .addHelpText('after', examples)
    .action((options: ServeOptions) => serve(options, rim));
  defineStoreCommands(broker, rim);
}

function withAccessOptions(broker: Command): void {
  broker
    .option('--tokens <file>', 'bearer tokens with their scopes')
    .option('--public-read', 'asking needs no credentials')
    .option('--tls-cert <file>', 'certificate chain (PEM); with --tls-key')
    .option('--tls-key <file>', 'private key (PEM); with --tls-cert');
}

function withWebhookOptions(broker: Command): void {
  broker
    .option('--webhook-host <host...>', 'hosts webhooks may reach: name or *.domain')
    .option('--webhook-scheme <scheme...>', 'schemes webhooks may use (default: https)')
    .option('--webhook-method <method...>', 'methods webhooks may use (default: POST)')
    .option('--webhook-private-hosts', 'let webhooks reach loopback and private addresses');
}

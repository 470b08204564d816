import type { BrokerConnection } from '@ashlar/contracts';
import { type Command, Option } from 'commander';
import { loadConfig } from '../config/load.ts';
import { CliError } from '../model/error.ts';
import type { Terminal } from '../terminal/context.ts';
import { count } from '../terminal/numbers.ts';

export interface BrokerOptions {
  brokerUrl?: string;
  brokerBaseUrl?: string;
  brokerTimeout?: number;
}

/** The options of every command that talks to a broker. Secrets come from the environment only. */
export function withBrokerOptions(command: Command): Command {
  return command
    .option(
      '-b, --broker-url <url>',
      'the Pact broker; else PACT_BROKER_BASE_URL, else ashlar.yaml',
    )
    .addOption(
      new Option('--broker-base-url <url>', 'the same, as other Pact clients call it').hideHelp(),
    )
    .option('--broker-timeout <ms>', 'how long one request may take', count);
}

/**
 * How to reach the broker: the address that was given, else `PACT_BROKER_BASE_URL`, else the
 * `broker.url` of ashlar.yaml; null when there is none. Credentials are read from
 * `PACT_BROKER_TOKEN`, or `PACT_BROKER_USERNAME` and `PACT_BROKER_PASSWORD`.
 */
export function brokerConnection(
  { brokerUrl, brokerBaseUrl, brokerTimeout }: BrokerOptions,
  { cwd, env }: Terminal,
): BrokerConnection | null {
  const url =
    brokerUrl ?? brokerBaseUrl ?? env.PACT_BROKER_BASE_URL ?? loadConfig(cwd, '.').broker?.url;
  if (url === undefined || url === '') return null;
  return {
    url,
    token: env.PACT_BROKER_TOKEN,
    username: env.PACT_BROKER_USERNAME,
    password: env.PACT_BROKER_PASSWORD,
    timeoutMs: brokerTimeout,
  };
}

/** @throws {CliError} CLI_BROKER_MISSING */
export function requiredBroker(options: BrokerOptions, terminal: Terminal): BrokerConnection {
  const connection = brokerConnection(options, terminal);
  if (connection) return connection;
  throw new CliError(
    'CLI_BROKER_MISSING',
    'no Pact broker was named',
    'Give --broker-url, set PACT_BROKER_BASE_URL, or write broker.url in ashlar.yaml. `ashlar broker` starts one.',
  );
}

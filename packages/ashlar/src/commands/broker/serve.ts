import { openSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import type { BrokerOptions } from '@ashlar/contracts';
import type { Rim } from '../../command.ts';
import { CliError } from '../../model/error.ts';
import { interrupted, note, print, type Terminal } from '../../terminal/context.ts';
import { keepHeapSmall } from '../small-heap.ts';
import { accessRules, tlsFiles } from './access.ts';
import { DEFAULT_DATABASE, databaseAt } from './database.ts';

export const LOG_LEVELS = ['silent', 'error', 'info'] as const;

export interface ServeOptions {
  port: number;
  host: string;
  database: string;
  compat?: boolean;
  publicUrl?: string;
  basePath?: string;
  bodyLimit?: number;
  similarNames: boolean;
  tokens?: string;
  publicRead?: boolean;
  tlsCert?: string;
  tlsKey?: string;
  webhookHost?: string[];
  webhookScheme?: string[];
  webhookMethod?: string[];
  webhookPrivateHosts?: boolean;
  auditLog?: string;
  log: (typeof LOG_LEVELS)[number];
}

/** Runs the broker until it is asked to end. */
export async function serve(options: ServeOptions, { terminal }: Rim): Promise<void> {
  keepHeapSmall();
  const settings = brokerOptions(options, terminal);
  const { createBroker } = await import('@ashlar/contracts');
  const broker = await createBroker(settings);
  noteStore(settings.database, options.database, terminal);
  warnIfOpen(settings, terminal);
  print(terminal, JSON.stringify({ listening: broker.url }));
  await interrupted(terminal.signal);
  await broker.close();
}

/** Said where the choice was not made in so many words, or costs everything. */
function noteStore(database: string | undefined, asked: string, terminal: Terminal): void {
  if (database === ':memory:') {
    note(terminal, 'kept in memory: everything is gone when it stops (--database FILE keeps it)');
  } else if (asked === DEFAULT_DATABASE) note(terminal, `kept in ${database}`);
}

function brokerOptions(options: ServeOptions, terminal: Terminal): BrokerOptions {
  const tls = tlsFiles(options, terminal);
  return {
    port: options.port,
    host: options.host,
    database: databaseAt(options.database, terminal),
    compat: options.compat ?? false,
    checkSimilarNames: options.similarNames,
    logger: jsonLines(options.log, terminal),
    webhooks: webhookRules(options),
    ...auditTo(options.auditLog, terminal),
    ...accessRules(options, terminal),
    ...(options.publicUrl === undefined ? {} : { publicBaseUrl: options.publicUrl }),
    ...(options.basePath === undefined ? {} : { basePath: options.basePath }),
    ...(options.bodyLimit === undefined ? {} : { bodyLimit: options.bodyLimit }),
    ...(tls === undefined ? {} : { tls }),
  };
}

function webhookRules(options: ServeOptions): NonNullable<BrokerOptions['webhooks']> {
  return {
    ...(options.webhookHost === undefined ? {} : { hosts: options.webhookHost }),
    ...(options.webhookScheme === undefined ? {} : { schemes: options.webhookScheme }),
    ...(options.webhookMethod === undefined
      ? {}
      : { methods: options.webhookMethod.map((method) => method.toUpperCase()) }),
    allowPrivateHosts: options.webhookPrivateHosts ?? false,
  };
}

/** Logs go to standard error, so that standard output holds the address and nothing else. */
function jsonLines(
  level: ServeOptions['log'],
  terminal: Terminal,
): NonNullable<BrokerOptions['logger']> {
  const write = (name: string, details: object, message: string): void => {
    const time = new Date().toISOString();
    note(terminal, JSON.stringify({ level: name, time, message, ...details }, errorsAsText));
  };
  return {
    info: (details, message) => {
      if (level === 'info') write('info', details, message);
    },
    error: (details, message) => {
      if (level !== 'silent') write('error', details, message);
    },
  };
}

/**
 * One line per change, appended at once: a broker that is killed loses none it had answered, since
 * the line is with the operating system. @throws {CliError} CLI_WRITE_FAILED
 */
function auditTo(file: string | undefined, { cwd }: Terminal): Pick<BrokerOptions, 'audit'> {
  if (file === undefined) return {};
  try {
    const handle = openSync(resolve(cwd, file), 'a', 0o600);
    return { audit: (entry) => writeSync(handle, `${JSON.stringify(entry)}\n`) };
  } catch (cause) {
    throw new CliError(
      'CLI_WRITE_FAILED',
      `cannot write ${file}: ${cause instanceof Error ? cause.message : String(cause)}`,
      'Name a path you may write to.',
      { cause },
    );
  }
}

function errorsAsText(_key: string, value: unknown): unknown {
  return value instanceof Error ? (value.stack ?? value.message) : value;
}

function warnIfOpen(settings: BrokerOptions, terminal: Terminal): void {
  const { host = '127.0.0.1', basicAuth, bearerTokens } = settings;
  if (isLoopback(host) || basicAuth !== undefined || bearerTokens !== undefined) return;
  note(
    terminal,
    `warning: ${host} can be reached from other machines and no credentials are set: whoever reaches the port can read and change everything. Set ASHLAR_BROKER_USERNAME and ASHLAR_BROKER_PASSWORD, or --tokens.`,
  );
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

import type { AddressInfo } from 'node:net';
import { ContractsError } from '../model/error.ts';
import type { AccessRules } from './http/access.ts';
import type { AuditEntry, Log } from './http/observe.ts';
import { requestMetrics } from './http/request-metrics.ts';
import { buildServer } from './http/server.ts';
import { RESOURCES } from './resources/all.ts';
import type { BrokerSettings } from './settings.ts';
import { storeClock } from './store/clock.ts';
import { openStore } from './store/open.ts';
import { startRunner } from './webhooks/runner.ts';
import { DEFAULT_WEBHOOK_SETTINGS, type WebhookSettings } from './webhooks/settings.ts';

/** How a broker is set up. Everything has a default that is safe on a developer's machine. */
export interface BrokerOptions extends AccessRules {
  /** TCP port; 0 takes a free one. Default 9292. */
  readonly port?: number;
  /** Default `127.0.0.1`: other machines get in only when told so. */
  readonly host?: string;
  /** A file, `postgres://…`, or `:memory:` (the default). */
  readonly database?: string;
  /** The reference broker to the letter, instead of closing its known holes. */
  readonly compat?: boolean;
  readonly clock?: () => Date;
  /** Address under which clients reach the broker, for links. Default: what they ask for. */
  readonly publicBaseUrl?: string;
  /** Path below which the broker lives behind a proxy, such as `/pacts`. */
  readonly basePath?: string;
  /** Largest request body, in bytes. Default 50 MiB. */
  readonly bodyLimit?: number;
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly webhooks?: Partial<WebhookSettings>;
  /** Refuse new application names that nearly equal an existing one. Default true. */
  readonly checkSimilarNames?: boolean;
  /** Image service for badges, or false to draw them here. Default `https://img.shields.io`. */
  readonly badgeService?: string | false;
  readonly logger?: Log;
  /** Told of every request that may have changed something, refused ones included. */
  readonly audit?: (entry: AuditEntry) => void;
}

/** A running broker. */
export interface Broker {
  /** Base URL without a trailing slash. */
  readonly url: string;
  readonly port: number;
  /** Ends open requests, pending webhooks and the store. */
  close(): Promise<void>;
}

const DEFAULT_PORT = 9292;
const DEFAULT_BODY_LIMIT = 50 * 1024 * 1024;

/**
 * Starts a Pact broker. Rejects with a {@link ContractsError} when the store cannot be used or the
 * port is taken.
 */
export async function createBroker(options: BrokerOptions = {}): Promise<Broker> {
  const basePath = checkedBasePath(options.basePath ?? '');
  const host = options.host ?? '127.0.0.1';
  const log = options.logger ?? (await import('pino')).pino({ level: 'warn' });
  const database = await openStore(options.database ?? ':memory:');
  const clock = options.clock ?? (() => new Date());
  const now = storeClock(clock);
  const settings = settingsFrom(options);
  const machinery = { database, now, settings, access: options, metrics: requestMetrics() };
  const app = buildServer(RESOURCES, machinery, {
    bodyLimit: options.bodyLimit ?? DEFAULT_BODY_LIMIT,
    basePath,
    publicBaseUrl: options.publicBaseUrl?.replace(/\/+$/, ''),
    tls: options.tls,
    log,
    audit: options.audit,
    clock,
  });
  try {
    await app.listen({ host, port: options.port ?? DEFAULT_PORT });
  } catch (cause) {
    await database.close();
    throw new ContractsError(
      'CONTRACTS_BROKER_PORT_UNAVAILABLE',
      `The broker cannot listen on ${host}:${options.port ?? DEFAULT_PORT}: ${(cause as Error).message}`,
      'Choose another port, or stop the program that uses this one.',
      { cause },
    );
  }
  const runner = startRunner(database, now, settings.webhooks, log);
  const { port } = app.server.address() as AddressInfo;
  const scheme = options.tls === undefined ? 'http' : 'https';
  const shownHost = host.includes(':') ? `[${host}]` : host;
  return {
    url:
      options.publicBaseUrl?.replace(/\/+$/, '') ?? `${scheme}://${shownHost}:${port}${basePath}`,
    port,
    async close() {
      await app.close();
      await runner.stop();
      await database.close();
    },
  };
}

function settingsFrom(options: BrokerOptions): BrokerSettings {
  return {
    compat: options.compat ?? false,
    webhooks: { ...DEFAULT_WEBHOOK_SETTINGS, ...options.webhooks },
    checkSimilarNames: options.checkSimilarNames ?? true,
    wipLookBackDays: 90,
    shieldsUrl:
      options.badgeService === false
        ? undefined
        : (options.badgeService ?? 'https://img.shields.io'),
  };
}

function checkedBasePath(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  if (trimmed === '' || /^(?:\/[\w.~-]+)+$/.test(trimmed)) return trimmed;
  throw new ContractsError(
    'CONTRACTS_BROKER_OPTIONS_INVALID',
    `The base path ${JSON.stringify(path)} is not a path.`,
    'Use a path that starts with a slash, such as /pact-broker.',
  );
}

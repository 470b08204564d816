import type {
  AccessLogSettings,
  AuthenticatorSettings,
  DownstreamTokenSettings,
  QuotaStoreSettings,
  TraceExportSettings,
} from '../model/duties.ts';
import { AccessLog } from '../observe/access-log.ts';
import { TraceExport } from '../observe/trace-export.ts';
import { connectRedis } from '../redis/connection.ts';
import { SharedStore } from '../redis/shared-store.ts';
import { ApiKeyAuthenticator } from './authentication/api-key.ts';
import type { Authenticator } from './authentication/authenticator.ts';
import { type AuthenticatorHost, BearerAuthenticator } from './authentication/bearer.ts';
import { CertificateAuthenticator } from './authentication/certificate.ts';
import { SessionAuthenticator } from './authentication/session.ts';
import { LocalQuotas } from './limits/local-quotas.ts';
import { LocalPlaces, type Places } from './limits/places.ts';
import type { Quotas } from './limits/quotas.ts';
import { RedisPlaces } from './limits/redis-places.ts';
import { RedisQuotas } from './limits/redis-quotas.ts';
import { Mint } from './tokens/mint.ts';
import type { Violation } from './validation/validation.ts';

export type DutyHost = AuthenticatorHost;

/** Kinds of violations that are logged. */
const MAX_TOLD = 500;

/**
 * What duties share and what outlives a table: fetched keys, verified tokens, signing keys. A part
 * goes on as it is while its settings stay the same.
 */
export class DutyServices {
  readonly #host: DutyHost;
  #parts = new Map<string, { readonly part: unknown; readonly close: () => unknown }>();
  #wanted = new Set<string>();
  /** Messages that did not fit their document, by `[route, request or response]` as JSON. */
  readonly violations: Map<string, number> = new Map();
  readonly #told = new Set<string>();
  /** All there have been, for their counts. */
  readonly exports: TraceExport[] = [];
  readonly logs: AccessLog[] = [];

  constructor(host: DutyHost) {
    this.#host = host;
  }

  authenticator(
    settings: AuthenticatorSettings,
    quotaStore: QuotaStoreSettings | undefined,
  ): Authenticator {
    const oneTime = settings.kind === 'bearer' && settings.oneTime;
    const store = oneTime ? this.#store(quotaStore) : undefined;
    return this.#part('authenticator', { settings, store: store?.settings }, () => {
      const part = openAuthenticator(settings, this.#host, store);
      return { part, close: () => part.close() };
    });
  }

  /** @throws ProxyError PROXY_KEYS_INVALID */
  mint(settings: DownstreamTokenSettings): Mint {
    const failed = (why: string): void => {
      this.#host.log('warn', 'signing keys cannot be turned over', { why });
    };
    return this.#part('mint', settings, () => ({
      part: new Mint(settings, () => this.#host.clock(), failed),
      close: () => undefined,
    }));
  }

  /** Where rates are counted: one place for the whole table. */
  quotas(settings: QuotaStoreSettings | undefined): Quotas {
    const store = this.#store(settings);
    return this.#part('quotas', settings ?? {}, () => {
      const alone = new LocalQuotas(() => performance.now());
      const part = store === undefined ? alone : new RedisQuotas(store, alone);
      return { part, close: () => part.close() };
    });
  }

  /** Counts of running requests, by route, whatever else of the table changes. */
  places(route: string, settings: QuotaStoreSettings | undefined): Places {
    const store = this.#store(settings);
    return this.#part('places', { route, settings }, () => {
      const alone = new LocalPlaces();
      const part = store === undefined ? alone : new RedisPlaces(store, alone);
      return { part, close: () => part.close() };
    });
  }

  /** One connection for all that is kept together. */
  #store(settings: QuotaStoreSettings | undefined): SharedStore | undefined {
    if (settings === undefined) return undefined;
    return this.#part('store', settings, () => {
      const part = this.#openStore(settings);
      return { part, close: () => part.close() };
    });
  }

  #openStore(settings: QuotaStoreSettings): SharedStore {
    const changed = (up: boolean, why: string): void => {
      const without = {
        local: 'each proxy counts alone',
        open: 'no limit holds',
        closed: 'all is refused',
      };
      const message = up
        ? 'the quota store is back'
        : `the quota store is away: ${without[settings.whenDown]}`;
      this.#host.log('warn', message, { why });
    };
    return new SharedStore(settings, {
      now: () => performance.now(),
      connect: connectRedis,
      changed,
    });
  }

  traces(settings: TraceExportSettings): TraceExport {
    const failed = (why: string): void => {
      this.#host.log('warn', 'spans are lost', { why });
    };
    return this.#part('traces', settings, () => {
      const part = new TraceExport(settings, failed);
      this.exports.push(part);
      return { part, close: () => part.close() };
    });
  }

  accessLog(settings: AccessLogSettings): AccessLog {
    const failed = (why: string): void => {
      this.#host.log('warn', 'lines of the access log are lost', { why });
    };
    return this.#part('access-log', settings, () => {
      const part = new AccessLog(settings, failed);
      this.logs.push(part);
      return { part, close: () => part.close() };
    });
  }

  /** Counts it; each kind is logged once. */
  violated(violation: Violation): void {
    const { route, message, operation, detail } = violation;
    const key = JSON.stringify([route, message]);
    this.violations.set(key, (this.violations.get(key) ?? 0) + 1);
    const kind = JSON.stringify([route, message, operation, detail]);
    if (this.#told.has(kind) || this.#told.size >= MAX_TOLD) return;
    this.#told.add(kind);
    this.#host.log('warn', `a ${message} does not fit the API description`, {
      route,
      operation,
      detail,
    });
  }

  /** Closes what has not been asked for since the last time. */
  settle(): void {
    for (const [key, { close }] of [...this.#parts].reverse()) {
      if (this.#wanted.has(key)) continue;
      this.#parts.delete(key);
      close();
    }
    this.#wanted = new Set();
  }

  /** Resolves when what was still to be told has been told, or given up. */
  async close(): Promise<void> {
    // What was opened first is what others rest on.
    const parts = [...this.#parts.values()].reverse();
    this.#parts = new Map();
    await Promise.all(parts.map(({ close }) => close()));
  }

  #part<Part>(
    kind: string,
    settings: object,
    open: () => { readonly part: Part; readonly close: () => unknown },
  ): Part {
    const key = `${kind} ${JSON.stringify(settings)}`;
    this.#wanted.add(key);
    const known = this.#parts.get(key);
    if (known !== undefined) return known.part as Part;
    const opened = open();
    this.#parts.set(key, opened);
    return opened.part;
  }
}

function openAuthenticator(
  settings: AuthenticatorSettings,
  host: DutyHost,
  store: SharedStore | undefined,
): Authenticator {
  switch (settings.kind) {
    case 'bearer':
      return new BearerAuthenticator(settings, host, store);
    case 'apiKey':
      return new ApiKeyAuthenticator(settings, host);
    case 'certificate':
      return new CertificateAuthenticator(settings, host);
    case 'session':
      return new SessionAuthenticator(settings, host);
  }
}

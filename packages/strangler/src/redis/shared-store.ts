import type { QuotaStoreSettings } from '../model/duties.ts';
import type { RedisConnection, Script } from './connection.ts';

/** After a question without an answer nobody waits for the next so long, in ms. */
export const REST_MS = 1000;

export interface SharedStoreHost {
  /** Milliseconds from a monotonic clock. */
  now(): number;
  connect(url: string): Promise<RedisConnection>;
  /** The store went away, or came back. */
  changed(up: boolean, why: string): void;
}

/** What duties of several proxies keep together. A store that is away is told apart from its answers. */
export class SharedStore {
  readonly settings: QuotaStoreSettings;
  readonly #host: SharedStoreHost;
  #connection: RedisConnection | undefined;
  #connecting = false;
  #restUntil = -Infinity;
  #up = true;
  #closed = false;
  readonly #pending = new Set<Promise<unknown>>();

  /** The proxy starts without its store as well. */
  constructor(settings: QuotaStoreSettings, host: SharedStoreHost) {
    this.settings = settings;
    this.#host = host;
    this.#connect();
  }

  /**
   * Runs a script, and reads its answer; undefined at once while the store is away, and a promise of
   * undefined when it does not answer in time, or not as `read` wants it.
   */
  ask<Answer>(
    script: Script,
    keys: readonly string[],
    words: readonly string[],
    read: (answer: unknown) => Answer,
  ): Promise<Answer | undefined> | undefined {
    const connection = this.#connection;
    if (this.#host.now() < this.#restUntil) return undefined;
    if (connection?.connected !== true) {
      // While the first connection is made there is nothing to rest from.
      if (!this.#connecting) this.#rest('there is no connection');
      if (connection === undefined) this.#connect();
      return undefined;
    }
    const full = keys.map((key) => `${this.settings.prefix}:${key}`);
    const asked = inTime(connection.run(script, full, words), this.settings.timeoutMs)
      .then((answer) => {
        const value = read(answer);
        this.#tell(true, 'it answers');
        return value;
      })
      .catch((error: unknown) => {
        this.#rest(messageOf(error));
        return undefined;
      })
      .finally(() => this.#pending.delete(asked));
    this.#pending.add(asked);
    return asked;
  }

  /** What was asked is still answered, or given up. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#pending);
    this.#connection?.close();
  }

  #rest(why: string): void {
    this.#restUntil = this.#host.now() + REST_MS;
    this.#tell(false, why);
  }

  #tell(up: boolean, why: string): void {
    if (up === this.#up) return;
    this.#up = up;
    this.#host.changed(up, why);
  }

  #connect(): void {
    if (this.#connecting || this.#closed) return;
    this.#connecting = true;
    this.#host
      .connect(this.settings.url)
      .then((connection) => {
        if (this.#closed) connection.close();
        else this.#connection = connection;
      })
      .catch((error: unknown) => this.#rest(messageOf(error)))
      .finally(() => {
        this.#connecting = false;
      });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function inTime<Value>(promise: Promise<Value>, ms: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${ms} ms`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

import type { QuotaStoreSettings } from '../../model/duties.ts';
import { type RedisConnection, script } from '../../redis/connection.ts';
import { intervalOf, type Ruling } from './gcra.ts';
import type { Claimed, Quotas } from './quotas.ts';

/**
 * The same rule as in gcra.ts, for all limits of a request in one step, by the server's own clock in
 * whole microseconds. KEYS: one per limit; ARGV: interval and burst of each. Answers four numbers per limit:
 * allowed, remaining, reset, retry.
 */
const TAKE = script(`
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local all = true
local rows = {}
for i, key in ipairs(KEYS) do
  local interval = tonumber(ARGV[2 * i - 1])
  local burst = tonumber(ARGV[2 * i])
  local due = math.max(tonumber(redis.call('GET', key) or now), now)
  local early = due + interval - burst * interval
  local allowed = early <= now
  if not allowed then all = false end
  rows[i] = { interval, burst, due, early, allowed }
end
local answer = {}
for i, row in ipairs(rows) do
  local interval, burst, due, early, allowed = unpack(row)
  if all then
    redis.call('SET', KEYS[i], string.format('%.0f', due + interval),
      'PX', math.ceil((due + interval - now) / 1000) + 1)
  end
  local filled = due
  if allowed then filled = due + interval end
  table.insert(answer, allowed and 1 or 0)
  table.insert(answer, math.max(0, math.floor((burst * interval - (filled - now)) / interval)))
  table.insert(answer, math.max(0, filled - now))
  table.insert(answer, allowed and 0 or early - now)
end
return answer
`);

/** After a question without an answer nobody waits for the next so long. */
const REST_MS = 1000;

export interface RedisQuotasHost {
  /** Milliseconds from a monotonic clock. */
  now(): number;
  connect(url: string): Promise<RedisConnection>;
  /** The store went away, or came back. */
  changed(up: boolean, why: string): void;
}

/** Counts for several proxies together. What happens without the store is said in the settings. */
export class RedisQuotas implements Quotas {
  readonly #settings: QuotaStoreSettings;
  readonly #host: RedisQuotasHost;
  readonly #alone: Quotas;
  #connection: RedisConnection | undefined;
  #connecting = false;
  #restUntil = -Infinity;
  #up = true;
  #closed = false;

  /** `alone` counts while the store is away and `whenDown` is `local`. */
  constructor(settings: QuotaStoreSettings, host: RedisQuotasHost, alone: Quotas) {
    this.#settings = settings;
    this.#host = host;
    this.#alone = alone;
    this.#connect();
  }

  take(claimed: readonly Claimed[]): readonly Ruling[] | Promise<readonly Ruling[]> {
    const connection = this.#connection;
    if (this.#host.now() < this.#restUntil) return this.#without(claimed);
    if (connection?.connected !== true) {
      // While the first connection is made there is nothing to rest from.
      if (!this.#connecting) this.#rest('there is no connection');
      if (connection === undefined) this.#connect();
      return this.#without(claimed);
    }
    return this.#ask(connection, claimed);
  }

  close(): void {
    this.#closed = true;
    this.#connection?.close();
    this.#alone.close();
  }

  async #ask(connection: RedisConnection, claimed: readonly Claimed[]): Promise<readonly Ruling[]> {
    const keys = claimed.map(({ key }) => `${this.#settings.prefix}:quota:${key}`);
    const words = claimed.flatMap(({ limit }) => [
      String(Math.max(1, Math.round(intervalOf(limit) * 1000))),
      String(limit.burst),
    ]);
    try {
      const answer = await inTime(connection.run(TAKE, keys, words), this.#settings.timeoutMs);
      const rulings = rulingsOf(answer, claimed.length);
      this.#tell(true, 'it answers');
      return rulings;
    } catch (error) {
      this.#rest(error instanceof Error ? error.message : String(error));
      return this.#without(claimed);
    }
  }

  #without(claimed: readonly Claimed[]): readonly Ruling[] | Promise<readonly Ruling[]> {
    const { whenDown } = this.#settings;
    if (whenDown === 'local') return this.#alone.take(claimed);
    const allowed = whenDown === 'open';
    return claimed.map(({ limit }) => ({
      allowed,
      remaining: allowed ? limit.burst : 0,
      resetMs: 0,
      retryMs: allowed ? 0 : REST_MS,
    }));
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

  /** The proxy starts without its store as well: the limits hold as the settings say. */
  #connect(): void {
    if (this.#connecting || this.#closed) return;
    this.#connecting = true;
    this.#host
      .connect(this.#settings.url)
      .then((connection) => {
        if (this.#closed) connection.close();
        else this.#connection = connection;
      })
      .catch((error: unknown) => this.#rest(error instanceof Error ? error.message : String(error)))
      .finally(() => {
        this.#connecting = false;
      });
  }
}

function rulingsOf(answer: unknown, count: number): Ruling[] {
  const numbers = Array.isArray(answer) ? (answer as unknown[]).map(Number) : [];
  if (numbers.length !== count * 4 || numbers.some(Number.isNaN)) {
    throw new Error('it answered something else than rulings');
  }
  return Array.from({ length: count }, (_, i) => {
    const [allowed, remaining, reset, retry] = numbers.slice(i * 4) as [
      number,
      number,
      number,
      number,
    ];
    return { allowed: allowed === 1, remaining, resetMs: reset / 1000, retryMs: retry / 1000 };
  });
}

function inTime<Value>(promise: Promise<Value>, ms: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${ms} ms`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

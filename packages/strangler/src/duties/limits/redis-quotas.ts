import { script } from '../../redis/connection.ts';
import { REST_MS, type SharedStore } from '../../redis/shared-store.ts';
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

/** Counts for several proxies together. What happens without the store is said in its settings. */
export class RedisQuotas implements Quotas {
  readonly #store: SharedStore;
  readonly #alone: Quotas;

  /** `alone` counts while the store is away and `whenDown` is `local`. */
  constructor(store: SharedStore, alone: Quotas) {
    this.#store = store;
    this.#alone = alone;
  }

  take(claimed: readonly Claimed[]): readonly Ruling[] | Promise<readonly Ruling[]> {
    const keys = claimed.map(({ key }) => `quota:${key}`);
    const words = claimed.flatMap(({ limit }) => [
      String(Math.max(1, Math.round(intervalOf(limit) * 1000))),
      String(limit.burst),
    ]);
    const read = (answer: unknown): Ruling[] => rulingsOf(answer, claimed.length);
    const asked = this.#store.ask(TAKE, keys, words, read);
    if (asked === undefined) return this.#without(claimed);
    return asked.then((rulings) => rulings ?? this.#without(claimed));
  }

  close(): void {
    this.#alone.close();
  }

  #without(claimed: readonly Claimed[]): readonly Ruling[] | Promise<readonly Ruling[]> {
    const { whenDown } = this.#store.settings;
    if (whenDown === 'local') return this.#alone.take(claimed);
    const allowed = whenDown === 'open';
    return claimed.map(({ limit }) => ({
      allowed,
      remaining: allowed ? limit.burst : 0,
      resetMs: 0,
      retryMs: allowed ? 0 : REST_MS,
    }));
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

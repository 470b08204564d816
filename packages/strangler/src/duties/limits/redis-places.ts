import { randomUUID } from 'node:crypto';
import { script } from '../../redis/connection.ts';
import type { SharedStore } from '../../redis/shared-store.ts';
import type { Entered, Places, Wanted } from './places.ts';

/**
 * A place is held for so long at a time, in ms, so that those of a proxy that was killed are free
 * again; whoever still runs says so three times as often.
 */
const HOLD_MS = 15_000;

/**
 * Each key is a sorted set of running requests, by the time until which they hold their place, by the
 * server's own clock. ARGV: id, ms to hold, then the limit of each key. Answers the number of the first key
 * that is full, from 1, or 0.
 */
const ENTER = script(`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for i, key in ipairs(KEYS) do
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
  if redis.call('ZCARD', key) >= tonumber(ARGV[i + 2]) then return i end
end
for _, key in ipairs(KEYS) do
  redis.call('ZADD', key, now + ARGV[2], ARGV[1])
  redis.call('PEXPIRE', key, ARGV[2])
end
return 0
`);

/** KEYS: one for each place; ARGV: ms to hold, then the id of each. A place that is gone stays gone. */
const STAY = script(`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for i, key in ipairs(KEYS) do
  redis.call('ZADD', key, 'XX', now + ARGV[1], ARGV[i + 1])
  redis.call('PEXPIRE', key, ARGV[1])
end
return 0
`);

const LEAVE = script(`
for _, key in ipairs(KEYS) do redis.call('ZREM', key, ARGV[1]) end
return 0
`);

/** Places shared by several proxies. What happens without the store is said in its settings. */
export class RedisPlaces implements Places {
  readonly #store: SharedStore;
  readonly #alone: Places;
  readonly #held = new Map<string, readonly string[]>();
  readonly #holdMs: number;
  readonly #timer: NodeJS.Timeout;

  /** `alone` counts while the store is away and `whenDown` is `local`. */
  constructor(store: SharedStore, alone: Places, holdMs: number = HOLD_MS) {
    this.#store = store;
    this.#alone = alone;
    this.#holdMs = holdMs;
    this.#timer = setInterval(() => this.#stay(), holdMs / 3).unref();
  }

  enter(wanted: readonly Wanted[]): Entered | Promise<Entered> {
    const id = randomUUID();
    const keys = wanted.map(({ key }) => `running:${key}`);
    const words = [id, String(this.#holdMs), ...wanted.map(({ limit }) => String(limit))];
    const asked = this.#store.ask(ENTER, keys, words, Number);
    if (asked === undefined) return this.#without(wanted);
    return asked.then((full) => {
      if (full === undefined) {
        // It may have come in all the same.
        this.#leave(id, keys);
        return this.#without(wanted);
      }
      if (full > 0) return { full: full - 1 };
      this.#held.set(id, keys);
      return { leave: () => this.#leave(id, keys) };
    });
  }

  close(): void {
    clearInterval(this.#timer);
    for (const [id, keys] of this.#held) this.#leave(id, keys);
    this.#alone.close();
  }

  #leave(id: string, keys: readonly string[]): void {
    this.#held.delete(id);
    // Unheard, the place is free when its time is over.
    this.#store.ask(LEAVE, keys, [id], Number);
  }

  #stay(): void {
    const held = [...this.#held].flatMap(([id, keys]) => keys.map((key) => ({ id, key })));
    if (held.length === 0) return;
    this.#store.ask(
      STAY,
      held.map(({ key }) => key),
      [String(this.#holdMs), ...held.map(({ id }) => id)],
      Number,
    );
  }

  #without(wanted: readonly Wanted[]): Entered | Promise<Entered> {
    const { whenDown } = this.#store.settings;
    if (whenDown === 'local') return this.#alone.enter(wanted);
    return whenDown === 'open' ? { leave: () => undefined } : { full: 0 };
  }
}

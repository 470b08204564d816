import { createHash } from 'node:crypto';
import { script } from '../../redis/connection.ts';
import type { SharedStore } from '../../redis/shared-store.ts';
import type { OneTimeTokens, Use } from './one-time.ts';

const ONCE = script(`
if redis.call('SET', KEYS[1], '1', 'NX', 'PX', ARGV[1]) then return 1 end
return 0
`);

/**
 * Identifiers of used tokens, kept for all proxies together. Without the store each proxy remembers
 * alone, also under `open`: a limit may be given up, a token that is good once may not; under `closed`
 * nobody knows, and none is taken.
 */
export class SharedOneTimeTokens {
  readonly #store: SharedStore;
  readonly #alone: OneTimeTokens;

  constructor(store: SharedStore, alone: OneTimeTokens) {
    this.#store = store;
    this.#alone = alone;
  }

  /** `expires` and `now` in ms. */
  use(id: string, expires: number, now: number): Use | Promise<Use> {
    // What this proxy has seen it refuses without asking, also when the store has lost it.
    const alone = this.#alone.use(id, expires, now);
    if (alone !== 'fresh') return alone;
    const key = `jti:${createHash('sha256').update(id).digest('base64url')}`;
    const left = String(Math.max(1, Math.ceil(expires - now)));
    const asked = this.#store.ask(ONCE, [key], [left], (answer) => answer === 1);
    const without: Use = this.#store.settings.whenDown === 'closed' ? 'unknown' : 'fresh';
    if (asked === undefined) return without;
    return asked.then((fresh) => (fresh === undefined ? without : fresh ? 'fresh' : 'used'));
  }
}

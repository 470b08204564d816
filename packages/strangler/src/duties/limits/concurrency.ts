import type { ConcurrencyLimit } from '../../model/duties.ts';
import type { Duty } from '../duty.ts';
import { quotaKey } from './quota-key.ts';

/** Requests that run at the same time, by key, in this process. */
export class Running {
  readonly #counts = new Map<string, number>();

  /** False when there are `limit` already. */
  enter(key: string, limit: number): boolean {
    const count = this.#counts.get(key) ?? 0;
    if (count >= limit) return false;
    this.#counts.set(key, count + 1);
    return true;
  }

  leave(key: string): void {
    const count = this.#counts.get(key) ?? 0;
    if (count <= 1) this.#counts.delete(key);
    else this.#counts.set(key, count - 1);
  }

  get size(): number {
    return this.#counts.size;
  }
}

/** A limit that is one for all speaks of the proxy's load (503), one by user of theirs (429). */
export function concurrencyLimit(
  limits: readonly ConcurrencyLimit[],
  running: Running,
  trustForwarded: boolean,
): Duty {
  return {
    name: 'concurrency',
    admit: (visit) => {
      for (const [index, { limit, by }] of limits.entries()) {
        const key = `${index}|${quotaKey(by, visit, trustForwarded)}`;
        if (running.enter(key, limit)) {
          visit.onLeave(() => running.leave(key));
          continue;
        }
        const own = by.some(({ from }) => from !== 'route' && from !== 'method');
        return {
          status: own ? 429 : 503,
          detail: 'Too many requests are running at the same time.',
          fields: ['Retry-After', '1'],
        };
      }
      return undefined;
    },
  };
}

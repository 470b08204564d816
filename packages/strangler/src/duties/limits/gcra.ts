import type { RateLimit } from '../../model/duties.ts';

/** What one limit says to one request. Times in ms. */
export interface Ruling {
  readonly allowed: boolean;
  /** Requests that may still come at once. */
  readonly remaining: number;
  /** Until the whole burst may come again. */
  readonly resetMs: number;
  /** Until the next may come; 0 when it may now. */
  readonly retryMs: number;
}

/** Time between two requests of a steady stream, in ms. */
export function intervalOf({ limit, seconds }: RateLimit): number {
  return (seconds * 1000) / limit;
}

/**
 * The Generic Cell Rate Algorithm (ITU-T I.371, virtual scheduling): `due` is when a steady stream
 * would be due next; a request may come up to `burst` intervals before its turn. Returns the ruling
 * and the time that is due then, which counts only if the request is let through.
 */
export function rule(
  limit: RateLimit,
  due: number,
  now: number,
): { readonly ruling: Ruling; readonly next: number } {
  const interval = intervalOf(limit);
  const next = Math.max(due, now) + interval;
  const early = next - limit.burst * interval;
  // A clock in floating point: a request that comes in time to a thousandth is in time.
  const allowed = early <= now + 0.001;
  const filled = allowed ? next : Math.max(due, now);
  const room = limit.burst * interval - (filled - now);
  return {
    ruling: {
      allowed,
      remaining: Math.max(0, Math.floor(room / interval + 1e-6)),
      resetMs: Math.max(0, filled - now),
      retryMs: allowed ? 0 : early - now,
    },
    next,
  };
}

import type { RateLimit } from '../../model/duties.ts';
import type { Admission, Duty, Visit } from '../duty.ts';
import type { Ruling } from './gcra.ts';
import { needsIdentity, quotaKey } from './quota-key.ts';
import type { Quotas } from './quotas.ts';

/**
 * Limits on the rate of requests. Those that need no identity are to stand before the
 * authentication, so that guessing tokens is limited as well.
 */
export function rateLimits(
  limits: readonly RateLimit[],
  quotas: Quotas,
  trustForwarded: boolean,
): { readonly before: readonly Duty[]; readonly after: readonly Duty[] } {
  const duty = (some: readonly RateLimit[]): readonly Duty[] =>
    some.length === 0 ? [] : [rateLimit(some, quotas, trustForwarded)];
  return {
    before: duty(limits.filter(({ by }) => !needsIdentity(by))),
    after: duty(limits.filter(({ by }) => needsIdentity(by))),
  };
}

function rateLimit(limits: readonly RateLimit[], quotas: Quotas, trustForwarded: boolean): Duty {
  const policy = limits
    .map(({ name, limit, seconds }) => `"${name}";q=${limit};w=${seconds}`)
    .join(', ');
  const judge = (visit: Visit, rulings: readonly Ruling[]): Admission => {
    const states = rulings.map(
      ({ remaining, resetMs }, i) =>
        `"${limits[i]?.name}";r=${remaining};t=${Math.ceil(resetMs / 1000)}`,
    );
    // draft-ietf-httpapi-ratelimit-headers-10, sections 3 and 4.
    visit.answerFields.push('RateLimit-Policy', policy, 'RateLimit', states.join(', '));
    if (rulings.every(({ allowed }) => allowed)) return undefined;
    const wait = Math.max(...rulings.map(({ retryMs }) => retryMs));
    return {
      status: 429,
      detail: 'Too many requests; wait as long as Retry-After says.',
      fields: ['Retry-After', String(Math.max(1, Math.ceil(wait / 1000)))],
    };
  };
  return {
    name: 'rate-limit',
    admit: (visit) => {
      const claimed = limits.map((limit) => ({
        limit,
        key: `${limit.name}|${quotaKey(limit.by, visit, trustForwarded)}`,
      }));
      const rulings = quotas.take(claimed);
      return rulings instanceof Promise
        ? rulings.then((late) => judge(visit, late))
        : judge(visit, rulings);
    },
  };
}

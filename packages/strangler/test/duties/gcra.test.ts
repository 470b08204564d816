import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rule } from '../../src/duties/limits/gcra.ts';
import { LocalQuotas } from '../../src/duties/limits/local-quotas.ts';
import { networkOf } from '../../src/duties/limits/quota-key.ts';
import type { RateLimit } from '../../src/model/duties.ts';

const limit = (rate: number, seconds: number, burst = rate, name = 'x'): RateLimit => ({
  name,
  limit: rate,
  seconds,
  burst,
  by: [{ from: 'address' }],
});

describe('the cell rate algorithm', () => {
  it.each([
    // limit, seconds, burst, arrivals in ms -> allowed
    [limit(2, 1), [0, 0, 0, 499, 500, 500, 1000], 'yynnyny'],
    [limit(10, 1, 1), [0, 50, 100, 199, 200], 'ynyny'],
    [limit(1, 60), [0, 59_999, 60_000], 'yny'],
    [limit(3, 3, 1), [0, 1000, 1999, 2000, 3000], 'yynyy'],
    [limit(1, 1, 5), [0, 0, 0, 0, 0, 0, 1000, 1000], 'yyyyynyn'],
  ])('%j on %j', (one, arrivals, wanted) => {
    let due = 0;
    const got = arrivals.map((now) => {
      const { ruling, next } = rule(one, due, now);
      if (ruling.allowed) due = next;
      return ruling.allowed ? 'y' : 'n';
    });
    expect(got.join('')).toBe(wanted);
  });

  it('says what is left, when all of it is back, and when to come again', () => {
    const one = limit(4, 2);
    let due = 0;
    const take = (now: number) => {
      const { ruling, next } = rule(one, due, now);
      if (ruling.allowed) due = next;
      return ruling;
    };
    expect(take(0)).toEqual({ allowed: true, remaining: 3, resetMs: 500, retryMs: 0 });
    expect(take(0)).toEqual({ allowed: true, remaining: 2, resetMs: 1000, retryMs: 0 });
    take(0);
    expect(take(0)).toEqual({ allowed: true, remaining: 0, resetMs: 2000, retryMs: 0 });
    expect(take(100)).toEqual({ allowed: false, remaining: 0, resetMs: 1900, retryMs: 400 });
    expect(take(500)).toMatchObject({ allowed: true, remaining: 0 });
  });

  it('never lets through more than burst and rate give, and whoever waits as told comes through', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 60 }),
        fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 200 }),
        (rate, seconds, burst, gaps) => {
          const one = limit(rate, seconds, burst);
          let due = 0;
          let now = 0;
          const passed: number[] = [];
          for (const gap of gaps) {
            now += gap;
            const { ruling, next } = rule(one, due, now);
            if (ruling.allowed) {
              due = next;
              passed.push(now);
            } else {
              const later = rule(one, due, now + ruling.retryMs);
              expect(later.ruling.allowed).toBe(true);
              expect(rule(one, due, now + ruling.retryMs - 1).ruling.allowed).toBe(false);
            }
          }
          for (let from = 0; from < passed.length; from++) {
            for (let to = from; to < passed.length; to++) {
              const span = (passed[to] as number) - (passed[from] as number);
              const most = burst + span / ((seconds * 1000) / rate) + 1e-3;
              expect(to - from + 1).toBeLessThanOrEqual(most);
            }
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('quotas of one process', () => {
  it('charge all limits or none', () => {
    const quotas = new LocalQuotas(() => 0);
    const wide = { limit: limit(10, 10, 10, 'wide'), key: 'wide' };
    const narrow = { limit: limit(1, 10, 1, 'narrow'), key: 'narrow' };
    expect(quotas.take([wide, narrow]).map(({ allowed }) => allowed)).toEqual([true, true]);
    for (let i = 0; i < 20; i++) {
      expect(quotas.take([wide, narrow]).map(({ allowed }) => allowed)).toEqual([true, false]);
    }
    expect(quotas.take([wide])[0]).toMatchObject({ allowed: true, remaining: 8 });
  });

  it('forget keys whose time is over, and hold no more than there is room for', () => {
    let now = 0;
    const quotas = new LocalQuotas(() => now);
    const one = limit(1, 1);
    for (let i = 0; i < 100_500; i++) quotas.take([{ limit: one, key: `k${i}` }]);
    expect(quotas.size).toBeLessThanOrEqual(100_000);
    now = 10_000;
    for (let i = 0; i < 60_000; i++) quotas.take([{ limit: one, key: 'same' }]);
    expect(quotas.size).toBeLessThan(10);
  });
});

it.each([
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::ffff:1.2.3.4', '0:0:0:0::/64'],
  ['1:2:3:4:5:6:1.2.3.4', '1:2:3:4::/64'],
])('the network of %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

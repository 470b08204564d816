import { describe, expect, it } from 'vitest';
import { simulate, type Traffic } from '../support/simulated-traffic.ts';

const RUNS = 40;

function alarms(traffic: Traffic): number[] {
  return Array.from({ length: RUNS }, (_, seed) => simulate(traffic, seed + 1))
    .flatMap(({ breachedAfter }) => breachedAfter ?? [])
    .sort((a, b) => a - b);
}

describe('a route in canary, judged after every answer', () => {
  // At α = 1 % more than 3 alarms in 40 runs have a chance of 1 in 1,500; the seeds are fixed.
  it.each([
    ['1 % errors', 0.01, {}],
    ['5 % errors', 0.05, {}],
    ['a tight latency budget', 0, { latency: 1, latencySlackMs: 0 }],
  ])('raises no alarm at %s on both sides, however often it looks', (_, errors, budget) => {
    const same = { errors };
    const found = alarms({ monolith: same, service: same, share: 0.9, requests: 6000, budget });
    expect(found.length).toBeLessThanOrEqual(3);
  });

  it.each([
    ['a dead service', { errors: 0.01 }, { errors: 1 }, 20],
    ['errors from 0.1 to 5 %', { errors: 0.001 }, { errors: 0.05 }, 400],
    ['a service five times as slow', {}, { slower: 5 }, 600],
    ['a service ten times as slow', {}, { slower: 10 }, 60],
  ])('finds %s', (_, monolith, service, within) => {
    const found = alarms({ monolith, service, share: 0.5, requests: 6000 });
    expect(found).toHaveLength(RUNS);
    expect(found[RUNS / 2]).toBeLessThan(within);
  });

  it('finds a service that dies after thousands of good answers', () => {
    const dies = { monolith: { errors: 0.01 }, service: { errors: 1 }, goodFor: 6000 };
    const found = alarms({ ...dies, share: 0.5, requests: 6500 });
    expect(found).toHaveLength(RUNS);
    expect(found.at(-1)).toBeLessThan(60);
  });

  it.each([
    ['nine in ten', 0.9, 150],
    ['everybody', 1, 150],
  ])(
    'finds three errors in ten after a long good time, with %s on the service',
    (_, share, within) => {
      const some = { monolith: { errors: 0.001 }, service: { errors: 0.3 }, fallback: true };
      const found = alarms({ ...some, share, goodFor: 20_000, requests: 21_500, perSecond: 100 });
      expect(found).toHaveLength(RUNS);
      expect(found[RUNS / 2]).toBeLessThan(within);
    },
  );

  it.each([
    ['half', 0.5],
    ['nine in ten', 0.9],
    ['everybody', 1],
  ])('blames it for no fault of both, with %s on the service', (_, share) => {
    const both = { service: { errors: 1 }, monolithThen: { errors: 1 }, fallback: true };
    const before = { monolith: { errors: 0.001 }, goodFor: 5000, perSecond: 100 };
    const found = alarms({ ...before, ...both, share, requests: 8000 });
    expect(found.length).toBeLessThanOrEqual(3);
  });

  it('waits at low traffic, and says neither yes nor no', () => {
    const found = simulate({ monolith: {}, service: {}, share: 0.01, requests: 1000 }, 1);
    expect(found).toEqual({ breachedAfter: undefined, cleared: false });
  });
});

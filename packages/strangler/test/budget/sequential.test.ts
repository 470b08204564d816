import { describe, expect, it } from 'vitest';
import { chanceAlike, evidenceAbove, evidenceBelow } from '../../src/budget/evidence.ts';
import { RepeatedTest } from '../../src/budget/sequential.ts';

const allowance = { healthy: 0.002, broken: 0.01 };
const counts = (failures: number, observations: number) => ({ failures, observations });

describe('evidence', () => {
  it.each([
    ['equal rates', counts(5, 100), counts(50, 1000), Number.NEGATIVE_INFINITY],
    ['fewer failures', counts(0, 100), counts(50, 1000), Number.NEGATIVE_INFINITY],
  ])('for a higher rate is none at %s', (_, subject, reference, expected) => {
    expect(evidenceAbove(subject, reference, 0.002)).toBe(expected);
  });

  it.each([
    ['a dead service soon', 5, counts(5, 5), counts(0, 50)],
    ['one failure in twenty', 5, counts(10, 200), counts(1, 1000)],
    ['one failure in twenty against nothing', 5, counts(10, 200), counts(0, 0)],
  ])('grows with %s', (_, atLeast, subject, reference) => {
    expect(evidenceAbove(subject, reference, 0.002)).toBeGreaterThan(atLeast);
  });

  it('is small for a difference that few observations show', () => {
    expect(evidenceAbove(counts(1, 20), counts(0, 20), 0.002)).toBeLessThan(3);
    expect(evidenceBelow(counts(0, 100), counts(0, 100), 0.01)).toBeLessThan(1);
    expect(evidenceBelow(counts(0, 2000), counts(0, 2000), 0.01)).toBeGreaterThan(5);
  });

  it('is an e-value: its mean is at most one while both fail alike', () => {
    // Every possible outcome of 12 and 30 observations at 10 %, weighted with its chance.
    const choose = (n: number, k: number): number =>
      k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k;
    const chance = (n: number, k: number, p: number) => choose(n, k) * p ** k * (1 - p) ** (n - k);
    let mean = 0;
    for (let a = 0; a <= 12; a++) {
      for (let b = 0; b <= 30; b++) {
        const weight = chance(12, a, 0.1) * chance(30, b, 0.1);
        mean += weight * Math.exp(evidenceAbove(counts(a, 12), counts(b, 30), 0));
      }
    }
    expect(mean).toBeGreaterThan(0);
    expect(mean).toBeLessThanOrEqual(1);
  });
});

describe('the chance that the reference has the same fault', () => {
  it.each([
    ['of a dead subject goes with the first good answer', counts(30, 30), counts(0, 2), 0.03],
    ['goes with many good answers', counts(30, 100), counts(0, 20), 0.05],
    ['is there for few', counts(30, 100), counts(0, 2), 0.7],
    ['is there while it fails as often', counts(30, 100), counts(3, 10), 1],
    ['is there while nothing is seen of it', counts(30, 100), counts(0, 0), 1],
  ])('%s', (_, subject, reference, atMost) => {
    const chance = Math.exp(chanceAlike(subject, reference, 0.002));
    expect(chance).toBeLessThanOrEqual(atMost);
    expect(chance).toBeGreaterThan(atMost / 10);
  });

  it('is no less than it really is', () => {
    // None of n failing at the lower bound of 30 in 100, which is 21.9 %.
    const chance = Math.exp(chanceAlike(counts(30, 100), counts(0, 10), 0));
    expect(chance).toBeCloseTo((1 - 0.2189) ** 10, 3);
  });
});

describe('RepeatedTest', () => {
  it('gives no verdict before its minimum', () => {
    const test = new RepeatedTest(5, allowance);
    expect([1, 2, 3, 4].map(() => test.add(true))).toEqual([false, false, false, false]);
    expect(test.add(true)).toBe(true);
    expect(test.status('x').outcome).toBe('breach');
  });

  it('reports a breach once', () => {
    const test = new RepeatedTest(1, allowance);
    expect(Array.from({ length: 20 }, () => test.add(true)).filter(Boolean)).toHaveLength(1);
  });

  it.each([
    [100, 16],
    [5000, 30],
    [100_000, 40],
  ])('notices a dead service after %i good answers within %i', (good, within) => {
    const test = new RepeatedTest(10, allowance);
    for (let i = 0; i < good; i++) {
      test.add(false);
      test.addMonolith(false);
    }
    if (good > 1000) expect(test.status('x').outcome).toBe('clear');
    let needed = 1;
    while (!test.add(true)) needed++;
    expect(needed).toBeLessThanOrEqual(within);
  });

  it('blames nobody for what both suffer, in the middle of a long run', () => {
    const test = new RepeatedTest(10, allowance);
    const both = (failed: boolean) => {
      test.addMonolith(failed);
      return test.add(failed);
    };
    for (let i = 0; i < 300; i++) both(false);
    const alarms = Array.from({ length: 300 }, (_, i) => both(i % 3 === 0)).filter(Boolean);
    expect(alarms).toEqual([]);
  });

  it('counts an answer that broke off as a failure', () => {
    const test = new RepeatedTest(1, allowance);
    let needed = 0;
    for (let breached = false; !breached; needed++) {
      test.add(false);
      breached = test.amend();
    }
    expect(needed).toBeLessThanOrEqual(5);
  });
});

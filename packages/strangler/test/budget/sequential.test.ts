import { describe, expect, it } from 'vitest';
import { RepeatedTest, sequentialTest } from '../../src/budget/sequential.ts';

const rates = { healthy: 0.001, broken: 0.01 };

describe('sequentialTest', () => {
  it.each([
    [0, 10, 'wait'],
    [0, 507, 'wait'],
    [0, 508, 'clear'],
    [2, 10, 'wait'],
    [3, 10, 'breach'],
    [3, 200, 'breach'],
    [1, 600, 'wait'],
  ] as const)('with %i failures in %i says %s', (failures, observations, outcome) => {
    expect(sequentialTest(failures, observations, rates)).toBe(outcome);
  });
});

describe('RepeatedTest', () => {
  it('gives no verdict before its minimum', () => {
    const test = new RepeatedTest(5, () => rates);
    expect([1, 2, 3, 4].map(() => test.add(true))).toEqual([false, false, false, false]);
    expect(test.add(true)).toBe(true);
    expect(test.status('x').outcome).toBe('breach');
  });

  it('reports a breach once', () => {
    const test = new RepeatedTest(1, () => rates);
    expect(Array.from({ length: 10 }, () => test.add(true)).filter(Boolean)).toHaveLength(1);
  });

  it('notices a fault after a hundred thousand good answers as fast as at the start', () => {
    const test = new RepeatedTest(10, () => rates);
    for (let i = 0; i < 100_000; i++) test.add(false);
    expect(test.status('x').outcome).toBe('clear');
    let needed = 1;
    while (!test.add(true)) needed++;
    expect(needed).toBeLessThanOrEqual(12);
  });

  it('stays quiet on a healthy service: wrong alarms are rare over many runs', () => {
    // A fixed linear congruential sequence, so that the test is the same every time.
    let seed = 42;
    const random = () => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return seed / 2 ** 32;
    };
    let alarms = 0;
    for (let run = 0; run < 200; run++) {
      const test = new RepeatedTest(10, () => rates);
      for (let i = 0; i < 500; i++) {
        if (test.add(random() < 0.001)) {
          alarms++;
          break;
        }
      }
    }
    expect(alarms).toBeLessThanOrEqual(8);
  });
});

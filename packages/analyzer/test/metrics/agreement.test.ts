import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  adjustedMutualInformation,
  adjustedRandIndex,
  pairF1,
} from '../../src/metrics/agreement.ts';
import { mojoFm } from '../../src/metrics/mojofm.ts';

const partitions = fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { minLength: 2, maxLength: 40 });

describe('agreement of partitions', () => {
  // Reference values from scikit-learn 1.4 (adjusted_mutual_info_score, adjusted_rand_score).
  it.each([
    { a: [0, 0, 1, 1], b: [0, 0, 1, 1], ami: 1, ari: 1 },
    { a: [0, 0, 1, 1], b: [1, 1, 0, 0], ami: 1, ari: 1 },
    { a: [0, 0, 1, 2], b: [0, 0, 1, 1], ami: 0.5714, ari: 0.5714 },
    { a: [0, 0, 0, 0], b: [0, 1, 2, 3], ami: 0, ari: 0 },
  ])('is $ami (AMI) and $ari (ARI) for $a and $b', ({ a, b, ami, ari }) => {
    expect(adjustedMutualInformation(a, b)).toBeCloseTo(ami, 3);
    expect(adjustedRandIndex(a, b)).toBeCloseTo(ari, 3);
  });

  it('is 1 (100) for equal partitions, and does not depend on the names of labels', () => {
    fc.assert(
      fc.property(partitions, (pairs) => {
        const a = pairs.map(([x]) => x);
        const b = pairs.map(([, y]) => y);
        const renamed = b.map((label) => 40 - label);
        for (const measure of [adjustedMutualInformation, adjustedRandIndex, pairF1, mojoFm]) {
          expect(measure(a, b)).toBeCloseTo(measure(a, renamed), 9);
        }
        expect(mojoFm(a, a)).toBe(100);
        expect(adjustedRandIndex(a, a)).toBeCloseTo(1, 9);
      }),
      { numRuns: 100, seed: 3 },
    );
  });

  it('counts the moves and joins of MoJoFM', () => {
    // One member to move, no join: 1 of the 6 - 2 operations of the farthest partition.
    expect(mojoFm([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 1, 1])).toBeCloseTo((1 - 1 / 4) * 100, 6);
  });
});

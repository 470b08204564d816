import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { averageLinkage, type SimilarityMatrix, silhouette } from '../../src/boundaries/linkage.ts';
import { adjustedRandIndex } from '../../src/metrics/agreement.ts';

function matrixOf(n: number, value: (a: number, b: number) => number): SimilarityMatrix {
  const values = new Float64Array(n * n);
  for (let a = 0; a < n; a++)
    for (let b = 0; b < a; b++) values[a * n + b] = values[b * n + a] = value(a, b);
  return { n, values };
}

/** The textbook way: merge the most similar pair of groups, again and again. */
function naive({ n, values }: SimilarityMatrix, parts: number): Int32Array {
  let groups = Array.from({ length: n }, (_, i) => [i]);
  while (groups.length > parts) {
    let best = { similarity: Number.NEGATIVE_INFINITY, a: 0, b: 0 };
    for (let a = 0; a < groups.length; a++) {
      for (let b = 0; b < a; b++) {
        const pairs = (groups[a] ?? []).flatMap((x) =>
          (groups[b] ?? []).map((y) => values[x * n + y] ?? 0),
        );
        const similarity = pairs.reduce((sum, value) => sum + value, 0) / pairs.length;
        if (similarity > best.similarity) best = { similarity, a, b };
      }
    }
    const merged = [...(groups[best.a] ?? []), ...(groups[best.b] ?? [])];
    groups = [...groups.filter((_, i) => i !== best.a && i !== best.b), merged];
  }
  const membership = new Int32Array(n);
  groups.forEach((group, part) => {
    for (const member of group) membership[member] = part;
  });
  return membership;
}

describe('average linkage', () => {
  it('equals the textbook algorithm when no two similarities are equal', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 12 }),
        fc.nat(1e6),
        fc.integer({ min: 1, max: 6 }),
        (n, seed, parts) => {
          const matrix = matrixOf(n, (a, b) => Math.abs(Math.sin(seed + a * 12.9898 + b * 78.233)));
          const k = Math.min(n, parts);
          expect(adjustedRandIndex(naive(matrix, k), averageLinkage(matrix).cut(k))).toBeCloseTo(
            1,
            9,
          );
        },
      ),
      { numRuns: 100, seed: 1 },
    );
  });

  it('has the best silhouette at the true number of groups', () => {
    const matrix = matrixOf(12, (a, b) => (a % 3 === b % 3 ? 0.9 : 0.1));
    const scores = [2, 3, 4, 5].map((k) => silhouette(matrix, averageLinkage(matrix).cut(k)));
    expect(scores.indexOf(Math.max(...scores))).toBe(1);
  });
});

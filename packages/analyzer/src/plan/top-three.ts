import { seededRandom } from '../graph/random.ts';
import type { Candidate } from '../model/plan.ts';

const RUNS = 500;
const NOISE = 0.3;
const PLACES = 3;

/**
 * How often each candidate stays among the first three when every weight is multiplied by a
 * number drawn evenly from 0.7 to 1.3. Same order as given; 0..1.
 */
export function topThreeShares(candidates: readonly Candidate[], seed = 1): number[] {
  const random = seededRandom(seed);
  const counts = new Int32Array(candidates.length);
  const factors = candidates[0]?.factors.length ?? 0;
  for (let run = 0; run < RUNS; run++) {
    const noise = Array.from({ length: factors }, () => 1 - NOISE + 2 * NOISE * random());
    const scores = candidates.map(({ factors: own }, index) => ({
      index,
      score: own.reduce(
        (sum, factor, i) => sum + factor.weight * factor.value * (noise[i] ?? 1),
        0,
      ),
    }));
    scores.sort((a, b) => b.score - a.score || a.index - b.index);
    for (const { index } of scores.slice(0, PLACES)) counts[index] = (counts[index] as number) + 1;
  }
  return [...counts].map((count) => count / RUNS);
}

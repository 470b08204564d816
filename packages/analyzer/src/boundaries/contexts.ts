import { adjustedRandIndex } from '../metrics/agreement.ts';
import { averageLinkage, type SimilarityMatrix, silhouette } from './linkage.ts';

/** What each context (operation, request, job) does to each thing: text that holds R, W or both. */
export type Contexts = Readonly<Record<string, Readonly<Record<string, string>>>>;
/** Recorded accesses of each context in order, as `R:Thing` or `W:Thing`. */
export type Traces = Readonly<Record<string, readonly (readonly string[])[]>>;

const SEQUENCE_SHARE = 0.5;
const FEWEST_PARTS = 3;

/**
 * How much two things are used together. Half a: the share of the contexts of one in which the
 * other occurs (Nunes, Santos and Rito Silva, ECSA 2019), mean of both directions, where a context
 * that touches many things counts less (by the logarithm of its size). Half b, when traces are
 * given: how often one follows the other, on a logarithmic scale of 0..1.
 */
export function contextSimilarity(
  ids: readonly string[],
  contexts: Contexts,
  traces: Traces = {},
): SimilarityMatrix {
  const n = ids.length;
  const index = new Map(ids.map((id, i) => [id, i]));
  const shared = new Float64Array(n * n);
  for (const uses of Object.values(contexts)) {
    const things = Object.keys(uses).flatMap((id) => index.get(id) ?? []);
    const weight = 1 / Math.log2(2 + things.length);
    for (const a of things)
      for (const b of things) shared[a * n + b] = (shared[a * n + b] as number) + weight;
  }
  const follows = followers(index, n, traces);
  const most = Math.log1p(follows.reduce((greatest, count) => Math.max(greatest, count), 0));
  const values = new Float64Array(n * n);
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) {
      if (a === b) continue;
      const both = shared[a * n + b] as number;
      const mean =
        both === 0
          ? 0
          : (both / (shared[a * n + a] as number) + both / (shared[b * n + b] as number)) / 2;
      const sequence = most === 0 ? 0 : Math.log1p(follows[a * n + b] as number) / most;
      values[a * n + b] = mean + SEQUENCE_SHARE * sequence;
    }
  }
  return { n, values };
}

function followers(index: ReadonlyMap<string, number>, n: number, traces: Traces): Float64Array {
  const counts = new Float64Array(n * n);
  for (const trace of Object.values(traces).flat()) {
    for (let i = 1; i < trace.length; i++) {
      const a = index.get((trace[i - 1] ?? '').slice(2));
      const b = index.get((trace[i] ?? '').slice(2));
      if (a === undefined || b === undefined || a === b) continue;
      counts[a * n + b] = (counts[a * n + b] as number) + 1;
      counts[b * n + a] = (counts[b * n + a] as number) + 1;
    }
  }
  return counts;
}

/**
 * Partitions of things of which only the contexts are known: average linkage, cut where the
 * silhouette is best between 3 and √n parts; half and twice as many for the alternatives.
 */
export function contextPartitions(matrix: SimilarityMatrix): {
  name: 'coarse' | 'suggested' | 'fine';
  parts: number;
  membership: Int32Array;
  stability: number;
}[] {
  const tree = averageLinkage(matrix);
  const last = Math.max(FEWEST_PARTS, Math.round(Math.sqrt(matrix.n)));
  let best = Math.min(FEWEST_PARTS, matrix.n);
  let score = Number.NEGATIVE_INFINITY;
  for (let parts = FEWEST_PARTS; parts <= Math.min(last, matrix.n); parts++) {
    const value = silhouette(matrix, tree.cut(parts));
    if (value <= score) continue;
    best = parts;
    score = value;
  }
  const counts = { coarse: Math.max(2, Math.floor(best / 2)), suggested: best, fine: best * 2 };
  return (['coarse', 'suggested', 'fine'] as const).map((name) => {
    const parts = Math.min(matrix.n, counts[name]);
    const membership = tree.cut(parts);
    const neighbours = [parts - 1, parts + 1].filter((k) => k > 1 && k <= matrix.n);
    const agreement = neighbours.map((k) => adjustedRandIndex(tree.cut(k), membership));
    const stability =
      agreement.reduce((sum, value) => sum + value, 0) / Math.max(1, agreement.length);
    return { name, parts, membership, stability: Math.max(0, stability) };
  });
}

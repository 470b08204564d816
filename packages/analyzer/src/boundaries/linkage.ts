/** Similarities of `n` things, row by row; symmetric. */
export interface SimilarityMatrix {
  n: number;
  values: Float64Array;
}

interface Merge {
  a: number;
  b: number;
  similarity: number;
}

/**
 * Agglomerative clustering with average linkage (UPGMA, Sokal and Michener 1958), by the
 * nearest-neighbour chain (Murtagh 1983): n² time and memory.
 * @returns for every number of parts k the part of each thing: `cut(k)`.
 */
export function averageLinkage(matrix: SimilarityMatrix): { cut: (parts: number) => Int32Array } {
  const merges = nearestNeighbourChain(matrix);
  merges.sort((x, y) => y.similarity - x.similarity);
  return {
    cut: (parts) => {
      const parent = new Int32Array(matrix.n).map((_, i) => i);
      const root = (i: number): number => {
        let at = i;
        while (parent[at] !== at) at = parent[at] as number;
        return at;
      };
      for (const { a, b } of merges.slice(0, Math.max(0, matrix.n - parts)))
        parent[root(a)] = root(b);
      return parent.map((_, i) => root(i));
    },
  };
}

function nearestNeighbourChain({ n, values }: SimilarityMatrix): Merge[] {
  const work = values.slice();
  const sizes = new Int32Array(n).fill(1);
  const alive = new Set(Array.from({ length: n }, (_, i) => i));
  const merges: Merge[] = [];
  const chain: number[] = [];
  while (alive.size > 1) {
    const top = chain[chain.length - 1] ?? (alive.values().next().value as number);
    if (chain.length === 0) chain.push(top);
    const before = chain[chain.length - 2];
    const next = nearest(work, n, alive, top, before);
    if (next !== before) {
      chain.push(next);
      continue;
    }
    chain.splice(-2);
    merges.push({ a: top, b: next, similarity: work[top * n + next] as number });
    unite(work, n, alive, sizes, next, top);
  }
  return merges;
}

/** The most similar living thing; the one before it in the chain wins ties, so that chains end. */
function nearest(
  work: Float64Array,
  n: number,
  alive: Set<number>,
  from: number,
  before: number | undefined,
): number {
  let best = before ?? -1;
  let similarity =
    before === undefined ? Number.NEGATIVE_INFINITY : (work[from * n + before] as number);
  for (const other of alive) {
    if (other === from || (work[from * n + other] as number) <= similarity) continue;
    best = other;
    similarity = work[from * n + other] as number;
  }
  return best;
}

function unite(
  work: Float64Array,
  n: number,
  alive: Set<number>,
  sizes: Int32Array,
  kept: number,
  gone: number,
): void {
  const a = sizes[kept] as number;
  const b = sizes[gone] as number;
  for (const other of alive) {
    if (other === kept || other === gone) continue;
    const mean =
      ((work[kept * n + other] as number) * a + (work[gone * n + other] as number) * b) / (a + b);
    work[kept * n + other] = mean;
    work[other * n + kept] = mean;
  }
  sizes[kept] = a + b;
  alive.delete(gone);
}

/**
 * Mean silhouette (Rousseeuw 1987) with dissimilarity `greatest similarity - similarity`, -1..1;
 * things alone in their part count 0.
 */
export function silhouette({ n, values }: SimilarityMatrix, membership: Int32Array): number {
  const parts = new Map<number, number[]>();
  membership.forEach((part, i) => {
    parts.set(part, [...(parts.get(part) ?? []), i]);
  });
  let most = 0;
  for (const value of values) most = Math.max(most, value);
  const distance = (i: number, members: readonly number[]): number => {
    const others = members.filter((other) => other !== i);
    return (
      others.reduce((sum, other) => sum + most - (values[i * n + other] as number), 0) /
      others.length
    );
  };
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const own = parts.get(membership[i] as number) ?? [];
    if (own.length < 2) continue;
    const near = distance(i, own);
    const far = Math.min(
      ...[...parts]
        .filter(([part]) => part !== membership[i])
        .map(([, members]) => distance(i, members)),
    );
    if (Math.max(near, far) > 0) sum += (far - near) / Math.max(near, far);
  }
  return n === 0 ? 0 : sum / n;
}

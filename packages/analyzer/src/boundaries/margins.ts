import type { CompactGraph } from '../graph/compact.ts';

/**
 * How clearly each node belongs to its part: the margin of the weight into its own part over the
 * weight into the second best part, times how often the runs kept it with the neighbours it has
 * there. 0..1, and no probability: that is `confidenceOf`.
 */
export function margins(
  graph: CompactGraph,
  membership: ArrayLike<number>,
  together: Float32Array,
): Float64Array {
  const result = new Float64Array(graph.nodes);
  for (let node = 0; node < graph.nodes; node++) {
    const weights = new Map<number, number>();
    let kept = 0;
    for (let i = graph.offsets[node] as number; i < (graph.offsets[node + 1] as number); i++) {
      const part = membership[graph.targets[i] as number] as number;
      const weight = graph.weights[i] as number;
      weights.set(part, (weights.get(part) ?? 0) + weight);
      if (part === membership[node]) kept += weight * (together[i] as number);
    }
    const own = weights.get(membership[node] as number) ?? 0;
    if (own === 0) continue;
    weights.delete(membership[node] as number);
    const second = Math.max(0, ...weights.values());
    result[node] = Math.max(0, (own - second) / own) * (kept / own);
  }
  return result;
}

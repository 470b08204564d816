import { type CompactGraph, compactGraph } from '../graph/compact.ts';
import { LAYER_WEIGHTS, type LayeredEdge, type LayeredGraph } from './layered-graph.ts';
import { nameEdges } from './name-edges.ts';
import { namesakeEdges } from './namesake-edges.ts';

/**
 * All layers in one graph. Within a layer an edge of weight w between nodes of (layer) degree
 * d_a and d_b counts `w / sqrt(d_a * d_b)`: hubs are kept, but do not glue everything together.
 */
export function blend(
  graph: LayeredGraph,
  layerWeights: Readonly<Record<string, number>> = LAYER_WEIGHTS,
): CompactGraph {
  const from: number[] = [];
  const to: number[] = [];
  const weight: number[] = [];
  for (const [layer, edges] of byLayer([
    ...graph.edges,
    ...nameEdges(graph.nodes),
    ...namesakeEdges(graph.nodes, graph.ownWords),
  ])) {
    const share = layerWeights[layer] ?? 0;
    if (share === 0) continue;
    const pairs = mergePairs(edges, graph.nodes.length);
    const degree = new Float64Array(graph.nodes.length);
    for (const pair of pairs) {
      degree[pair.from] = (degree[pair.from] as number) + pair.weight;
      degree[pair.to] = (degree[pair.to] as number) + pair.weight;
    }
    for (const pair of pairs) {
      from.push(pair.from);
      to.push(pair.to);
      const both = (degree[pair.from] as number) * (degree[pair.to] as number);
      weight.push((share * pair.weight) / Math.sqrt(both));
    }
  }
  return compactGraph(graph.nodes.length, { from, to, weight });
}

function byLayer(edges: readonly LayeredEdge[]): [string, LayeredEdge[]][] {
  const layers = new Map<string, LayeredEdge[]>();
  for (const edge of edges) {
    const list = layers.get(edge.layer);
    if (list === undefined) layers.set(edge.layer, [edge]);
    else list.push(edge);
  }
  return [...layers].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** One undirected pair per two nodes; the summed weight counts by its logarithm. */
function mergePairs(edges: readonly LayeredEdge[], nodes: number): LayeredEdge[] {
  const pairs = new Map<number, LayeredEdge>();
  for (const edge of edges) {
    if (edge.from === edge.to || !(edge.weight > 0)) continue;
    const low = Math.min(edge.from, edge.to);
    const high = Math.max(edge.from, edge.to);
    const key = low * nodes + high;
    const known = pairs.get(key);
    if (known === undefined) pairs.set(key, { ...edge, from: low, to: high });
    else known.weight += edge.weight;
  }
  for (const pair of pairs.values()) pair.weight = Math.log2(1 + pair.weight);
  return [...pairs.values()];
}

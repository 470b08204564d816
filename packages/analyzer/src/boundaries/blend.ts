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
  const nodes = graph.nodes.length;
  const layers = new Map<string, LayerRows>();
  addLayers(layers, graph.edges, layerWeights);
  addLayers(layers, nameEdges(graph.nodes), layerWeights);
  addLayers(layers, namesakeEdges(graph.nodes, graph.ownWords), layerWeights);
  const shares = [...layers]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([layer, rows]) => normalised(nodes, rows, layerWeights[layer] ?? 0));
  return compactGraph(nodes, {
    from: joined(shares.map(({ from }) => from)),
    to: joined(shares.map(({ to }) => to)),
    weight: joinedWeights(shares.map(({ weight }) => weight)),
  });
}

/** Edges of one layer, as columns: a million objects would cost ten times the memory. */
interface LayerRows {
  from: Int32Array;
  to: Int32Array;
  weight: Float64Array;
}

function addLayers(
  layers: Map<string, LayerRows>,
  edges: readonly LayeredEdge[],
  weights: Readonly<Record<string, number>>,
): void {
  const counts = new Map<string, number>();
  for (const edge of edges)
    if (counted(edge, weights)) counts.set(edge.layer, (counts.get(edge.layer) ?? 0) + 1);
  const next = new Map<string, number>();
  for (const [layer, count] of counts) {
    layers.set(layer, {
      from: new Int32Array(count),
      to: new Int32Array(count),
      weight: new Float64Array(count),
    });
    next.set(layer, 0);
  }
  for (const edge of edges) {
    const rows = layers.get(edge.layer);
    const at = next.get(edge.layer);
    if (rows === undefined || at === undefined || !counted(edge, weights)) continue;
    rows.from[at] = edge.from;
    rows.to[at] = edge.to;
    rows.weight[at] = edge.weight;
    next.set(edge.layer, at + 1);
  }
}

const counted = (
  { from, to, weight, layer }: LayeredEdge,
  weights: Readonly<Record<string, number>>,
): boolean => from !== to && weight > 0 && (weights[layer] ?? 0) !== 0;

/** One undirected pair per two nodes; the summed weight counts by its logarithm, over the degrees. */
function normalised(nodes: number, rows: LayerRows, share: number): LayerRows {
  const { offsets, targets, weights } = compactGraph(nodes, rows);
  const degree = new Float64Array(nodes);
  for (let node = 0; node < nodes; node++) {
    let sum = 0;
    for (let i = offsets[node] as number; i < (offsets[node + 1] as number); i++) {
      const weight = Math.log2(1 + (weights[i] as number));
      weights[i] = weight;
      sum += weight;
    }
    degree[node] = sum;
  }
  const pairs = {
    from: new Int32Array(targets.length / 2),
    to: new Int32Array(targets.length / 2),
    weight: new Float64Array(targets.length / 2),
  };
  let at = 0;
  for (let node = 0; node < nodes; node++) {
    for (let i = offsets[node] as number; i < (offsets[node + 1] as number); i++) {
      const other = targets[i] as number;
      if (other < node) continue;
      const both = (degree[node] as number) * (degree[other] as number);
      pairs.from[at] = node;
      pairs.to[at] = other;
      pairs.weight[at] = (share * (weights[i] as number)) / Math.sqrt(both);
      at++;
    }
  }
  return pairs;
}

function joined(columns: readonly Int32Array[]): Int32Array {
  const whole = new Int32Array(columns.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const column of columns) {
    whole.set(column, at);
    at += column.length;
  }
  return whole;
}

function joinedWeights(columns: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(columns.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const column of columns) {
    whole.set(column, at);
    at += column.length;
  }
  return whole;
}

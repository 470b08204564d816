/**
 * An undirected weighted graph in compressed sparse rows: the neighbours of node `v` are
 * `targets[offsets[v]..offsets[v + 1]]`. Every edge is stored at both ends; a self-loop is kept
 * apart in `loops` and counts twice in the strength, as modularity wants it.
 */
export interface CompactGraph {
  nodes: number;
  offsets: Int32Array;
  targets: Int32Array;
  weights: Float64Array;
  /** Weight of the self-loop of each node. */
  loops: Float64Array;
  /** Sum of incident weights of each node, loops twice. */
  strengths: Float64Array;
  /** Sum of all edge weights, each edge once. */
  total: number;
}

/** Parallel arrays of edges between node numbers; direction does not matter, repeats add up. */
export interface EdgeArrays {
  from: ArrayLike<number>;
  to: ArrayLike<number>;
  weight: ArrayLike<number>;
}

/** Builds the rows by two counting passes and merges parallel edges of each row. */
export function compactGraph(nodes: number, edges: EdgeArrays): CompactGraph {
  const rows = scatter(nodes, edges);
  const slot = new Int32Array(nodes).fill(-1);
  const offsets = new Int32Array(nodes + 1);
  let write = 0;
  for (let node = 0; node < nodes; node++) {
    const start = write;
    for (let i = rows.offsets[node] as number; i < (rows.offsets[node + 1] as number); i++) {
      const target = rows.targets[i] as number;
      const known = slot[target] as number;
      if (known >= start) {
        rows.weights[known] = (rows.weights[known] as number) + (rows.weights[i] as number);
        continue;
      }
      slot[target] = write;
      rows.targets[write] = target;
      rows.weights[write] = rows.weights[i] as number;
      write++;
    }
    offsets[node + 1] = write;
  }
  const targets = rows.targets.slice(0, write);
  const weights = rows.weights.slice(0, write);
  return withSums({ nodes, offsets, targets, weights, loops: rows.loops });
}

function scatter(nodes: number, edges: EdgeArrays) {
  const offsets = new Int32Array(nodes + 1);
  const loops = new Float64Array(nodes);
  const count = edges.from.length;
  for (let i = 0; i < count; i++) {
    const from = edges.from[i] as number;
    const to = edges.to[i] as number;
    if (from === to) {
      loops[from] = (loops[from] as number) + (edges.weight[i] as number);
      continue;
    }
    offsets[from + 1] = (offsets[from + 1] as number) + 1;
    offsets[to + 1] = (offsets[to + 1] as number) + 1;
  }
  for (let node = 0; node < nodes; node++) {
    offsets[node + 1] = (offsets[node + 1] as number) + (offsets[node] as number);
  }
  const next = offsets.slice(0, nodes);
  const targets = new Int32Array(offsets[nodes] as number);
  const weights = new Float64Array(offsets[nodes] as number);
  const put = (at: number, target: number, weight: number) => {
    const place = next[at] as number;
    next[at] = place + 1;
    targets[place] = target;
    weights[place] = weight;
  };
  for (let i = 0; i < count; i++) {
    const from = edges.from[i] as number;
    const to = edges.to[i] as number;
    if (from === to) continue;
    put(from, to, edges.weight[i] as number);
    put(to, from, edges.weight[i] as number);
  }
  return { offsets, targets, weights, loops };
}

/** The same rows with other weights; both ends of an edge have to be given the same one. */
export const withWeights = (graph: CompactGraph, weights: Float64Array): CompactGraph =>
  withSums({ ...graph, weights });

function withSums(graph: Omit<CompactGraph, 'strengths' | 'total'>): CompactGraph {
  const strengths = new Float64Array(graph.nodes);
  let double = 0;
  for (let node = 0; node < graph.nodes; node++) {
    let sum = 2 * (graph.loops[node] as number);
    for (let i = graph.offsets[node] as number; i < (graph.offsets[node + 1] as number); i++) {
      sum += graph.weights[i] as number;
    }
    strengths[node] = sum;
    double += sum;
  }
  return { ...graph, strengths, total: double / 2 };
}

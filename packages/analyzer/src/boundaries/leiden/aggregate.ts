import { compactGraph } from '../../graph/compact.ts';
import type { Level } from './problem.ts';

/** The level whose nodes are the `count` parts of `membership` (numbered 0..count-1). */
export function aggregate(level: Level, membership: Int32Array, count: number): Level {
  const { graph } = level;
  // Every edge once, and a loop at most for every node.
  const most = graph.targets.length / 2 + graph.nodes;
  const from = new Int32Array(most);
  const to = new Int32Array(most);
  const weight = new Float64Array(most);
  let edges = 0;
  const add = (a: number, b: number, amount: number) => {
    from[edges] = a;
    to[edges] = b;
    weight[edges] = amount;
    edges++;
  };
  const sizes = new Int32Array(count);
  const labels = new Int32Array(count).fill(-1);
  for (let node = 0; node < graph.nodes; node++) {
    const part = membership[node] as number;
    sizes[part] = (sizes[part] as number) + (level.sizes[node] as number);
    if (level.labels[node] !== -1) labels[part] = level.labels[node] as number;
    if ((graph.loops[node] as number) !== 0) add(part, part, graph.loops[node] as number);
    for (let i = graph.offsets[node] as number; i < (graph.offsets[node + 1] as number); i++) {
      const neighbour = graph.targets[i] as number;
      if (neighbour < node) continue;
      add(part, membership[neighbour] as number, graph.weights[i] as number);
    }
  }
  const apart = new Map<number, number[]>();
  for (const [node, others] of level.apart) {
    const part = membership[node] as number;
    const known = apart.get(part) ?? [];
    known.push(...others.map((other) => membership[other] as number));
    apart.set(part, known);
  }
  const merged = compactGraph(count, {
    from: from.subarray(0, edges),
    to: to.subarray(0, edges),
    weight: weight.subarray(0, edges),
  });
  return { graph: merged, sizes, labels, apart, maximumSize: level.maximumSize };
}

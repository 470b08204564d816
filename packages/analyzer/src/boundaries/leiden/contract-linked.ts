import type { CompactGraph } from '../../graph/compact.ts';
import { aggregate } from './aggregate.ts';
import { type Constraints, type Level, renumber } from './problem.ts';

/**
 * The bottom level: nodes that must be together become one node, so that no later step can part
 * them. Groups that contradict each other (linked, yet to be kept apart) stay linked.
 */
export function contractLinked(
  graph: CompactGraph,
  constraints: Constraints,
): { level: Level; membership: Int32Array<ArrayBuffer> } {
  const parent = new Int32Array(graph.nodes).map((_, node) => node);
  const root = (node: number): number => {
    let at = node;
    while (parent[at] !== at) at = parent[at] as number;
    parent[node] = at;
    return at;
  };
  const tie = (a: number, b: number) => {
    parent[root(a)] = root(b);
  };
  for (const [a, b] of constraints.mustLink ?? []) tie(a, b);
  const labels = constraints.labels ?? new Int32Array(graph.nodes).fill(-1);
  const firstOf = new Map<number, number>();
  labels.forEach((label, node) => {
    if (label === -1) return;
    const first = firstOf.get(label);
    if (first === undefined) firstOf.set(label, node);
    else tie(node, first);
  });
  const membership = new Int32Array(graph.nodes).map((_, node) => root(node));
  const count = renumber(membership);
  const level: Level = {
    graph,
    sizes: new Int32Array(graph.nodes).fill(1),
    labels,
    apart: pairsApart(constraints.cannotLink ?? [], membership),
    maximumSize: constraints.maximumSize ?? graph.nodes,
  };
  return { level: count === graph.nodes ? level : aggregate(level, membership, count), membership };
}

function pairsApart(
  pairs: readonly (readonly [number, number])[],
  membership: Int32Array,
): Map<number, number[]> {
  const apart = new Map<number, number[]>();
  const add = (a: number, b: number) => {
    const known = apart.get(a);
    if (known === undefined) apart.set(a, [b]);
    else known.push(b);
  };
  for (const [a, b] of pairs) {
    if (membership[a] === membership[b]) continue;
    add(a, b);
    add(b, a);
  }
  return apart;
}

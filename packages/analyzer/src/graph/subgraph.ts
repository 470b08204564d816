import { type CompactGraph, compactGraph } from './compact.ts';

/** The graph between some nodes alone; node `i` of the result is `members[i]`. */
export function subgraph(graph: CompactGraph, members: readonly number[]): CompactGraph {
  const position = new Map(members.map((node, i) => [node, i]));
  const from: number[] = [];
  const to: number[] = [];
  const weight: number[] = [];
  members.forEach((node, i) => {
    for (let at = graph.offsets[node] as number; at < (graph.offsets[node + 1] as number); at++) {
      const other = position.get(graph.targets[at] as number);
      if (other === undefined || other < i) continue;
      from.push(i);
      to.push(other);
      weight.push(graph.weights[at] as number);
    }
  });
  return compactGraph(members.length, { from, to, weight });
}

import type { CompactGraph } from '../../graph/compact.ts';

/** What a person may demand of a partition. Node numbers are those of the graph. */
export interface Constraints {
  /** Label per node, -1 for none: equal labels end up together, different ones apart. */
  labels?: Int32Array;
  /** Pairs that must share a part. */
  mustLink?: readonly (readonly [number, number])[];
  /** Pairs that must not share a part. */
  cannotLink?: readonly (readonly [number, number])[];
  /** Greatest number of nodes in a part. */
  maximumSize?: number;
}

/** One level of the hierarchy: a graph whose nodes stand for sets of original nodes. */
export interface Level {
  graph: CompactGraph;
  /** Original nodes behind each node. */
  sizes: Int32Array;
  labels: Int32Array;
  /** Nodes that must stay apart from each node, as far as there are any. */
  apart: Map<number, number[]>;
  maximumSize: number;
}

/** Numbers communities 0..count-1 in order of first appearance. Returns the count. */
export function renumber(membership: Int32Array): number {
  const seen = new Int32Array(membership.length).fill(-1);
  let count = 0;
  for (let node = 0; node < membership.length; node++) {
    const community = membership[node] as number;
    if (seen[community] === -1) seen[community] = count++;
    membership[node] = seen[community] as number;
  }
  return count;
}

/** True when `node` may join `community` as far as pairs that must stay apart are concerned. */
export function mayMeet(
  level: Level,
  membership: Int32Array,
  node: number,
  community: number,
): boolean {
  const others = level.apart.get(node);
  return others === undefined || others.every((other) => membership[other] !== community);
}

import type { CompactGraph } from '../../graph/compact.ts';
import { type Random, seededRandom } from '../../graph/random.ts';
import { aggregate } from './aggregate.ts';
import { contractLinked } from './contract-linked.ts';
import { moveNodes } from './move-nodes.ts';
import { type Constraints, type Level, renumber } from './problem.ts';
import { refine } from './refine.ts';

export interface LeidenOptions {
  /** Reichardt-Bornholdt resolution; 1 is plain modularity, higher gives more, smaller parts. */
  resolution?: number;
  seed?: number;
  constraints?: Constraints;
  /** Runs of the whole algorithm, each starting from the result before. */
  rounds?: number;
}

/** A level never needs more than this; a safety against endless swaps by rounding. */
const MAXIMUM_LEVELS = 50;

/**
 * Communities by the Leiden algorithm (Traag, Waltman, van Eck: "From Louvain to Leiden",
 * Scientific Reports 9, 2019) with Reichardt-Bornholdt modularity. Every part is connected, unless
 * a must-link ties nodes together that have no path.
 * @returns the part of each node, numbered from 0 in order of first appearance.
 */
export function leiden(graph: CompactGraph, options: LeidenOptions = {}): Int32Array {
  const resolution = options.resolution ?? 1;
  const random = seededRandom(options.seed ?? 1);
  const { level, membership: groups } = contractLinked(graph, options.constraints ?? {});
  let communities = new Int32Array(level.graph.nodes).map((_, node) => node);
  for (let round = 0; round < (options.rounds ?? 2); round++) {
    const next = oneRound(level, communities, resolution, random);
    const same = next.every((community, node) => community === communities[node]);
    communities = next;
    if (same) break;
  }
  const result = groups.map((group) => communities[group] as number);
  renumber(result);
  return result;
}

function oneRound(
  bottom: Level,
  start: Int32Array<ArrayBuffer>,
  resolution: number,
  random: Random,
): Int32Array<ArrayBuffer> {
  let level = bottom;
  let communities = start.slice();
  // Node of the present level that each bottom node has become part of.
  const position = new Int32Array(bottom.graph.nodes).map((_, node) => node);
  for (let depth = 0; depth < MAXIMUM_LEVELS; depth++) {
    moveNodes(level, communities, resolution, random);
    const count = renumber(communities);
    if (count === level.graph.nodes) break;
    const parts = refine(level, communities, resolution, random);
    const partCount = renumber(parts);
    const nextCommunities = new Int32Array(partCount);
    parts.forEach((part, node) => {
      nextCommunities[part] = communities[node] as number;
    });
    position.forEach((node, original) => {
      position[original] = parts[node] as number;
    });
    if (partCount === level.graph.nodes) {
      // Nothing merged: what local moving found is kept only as far as it is connected.
      communities = nextCommunities;
      break;
    }
    level = aggregate(level, parts, partCount);
    communities = nextCommunities;
  }
  const result = position.map((node) => communities[node] as number);
  splitDisconnected(bottom, result);
  renumber(result);
  return result;
}

/** Gives every connected piece of a community a number of its own. */
function splitDisconnected(level: Level, membership: Int32Array): void {
  const { graph } = level;
  const piece = new Int32Array(graph.nodes).fill(-1);
  const stack: number[] = [];
  let next = 0;
  for (let start = 0; start < graph.nodes; start++) {
    if (piece[start] !== -1) continue;
    piece[start] = next;
    stack.push(start);
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      for (let i = graph.offsets[node] as number; i < (graph.offsets[node + 1] as number); i++) {
        const other = graph.targets[i] as number;
        if (piece[other] !== -1 || membership[other] !== membership[node]) continue;
        piece[other] = next;
        stack.push(other);
      }
    }
    next++;
  }
  membership.set(piece);
}

/** Sum over parts of `inside/total - resolution * (strength/(2 total))²`. */
export function modularity(graph: CompactGraph, membership: Int32Array, resolution = 1): number {
  if (graph.total === 0) return 0;
  const inside = new Float64Array(graph.nodes);
  const strength = new Float64Array(graph.nodes);
  for (let node = 0; node < graph.nodes; node++) {
    const part = membership[node] as number;
    strength[part] = (strength[part] as number) + (graph.strengths[node] as number);
    let sum = 2 * (graph.loops[node] as number);
    for (let i = graph.offsets[node] as number; i < (graph.offsets[node + 1] as number); i++) {
      if (membership[graph.targets[i] as number] === part) sum += graph.weights[i] as number;
    }
    inside[part] = (inside[part] as number) + sum / 2;
  }
  let quality = 0;
  for (let part = 0; part < graph.nodes; part++) {
    const share = (strength[part] as number) / (2 * graph.total);
    quality += (inside[part] as number) / graph.total - resolution * share * share;
  }
  return quality;
}

import type { CompactGraph } from '../graph/compact.ts';
import type { Steering } from '../model/steering.ts';
import { blend } from './blend.ts';
import { consensus, type Partition, sweep } from './consensus.ts';
import { constraintsOf } from './constraints.ts';
import type { LayeredGraph } from './layered-graph.ts';
import { type Links, linkedThings } from './links.ts';
import { rehome } from './rehome.ts';
import { tidy } from './tidy.ts';

export interface DrawOptions {
  seed: number;
  pins?: ReadonlyMap<string, string>;
  /** Pairs of ids that must or must not share a part. */
  links?: Links;
  maximumSize?: number;
  /** Leaves small parts as they are, for graphs whose nodes are not files and tables. */
  keepSmall?: boolean;
  /** Draws from few runs: for a vote, not for an answer. */
  quick?: boolean;
  /** The one partition that is wanted; all three unless stated. */
  only?: DrawnParts['name'];
  /** The blended graph, where it is known already. */
  blended?: CompactGraph;
  signal?: AbortSignal;
}

export interface DrawnParts extends Partition {
  /** Part per node, -1 for nodes that nothing links to anything. */
  membership: Int32Array;
  /** Domain that a person named, by part. */
  named: Map<number, string>;
  /** Domain of an earlier answer, by the part that continues it. */
  continues?: ReadonlyMap<number, string>;
}

export interface Drawing {
  graph: CompactGraph;
  parts: DrawnParts[];
}

/** Blends the layers, sweeps resolutions, finds the three consensus partitions and tidies them. */
export function drawParts(layered: LayeredGraph, options: DrawOptions): Drawing {
  const graph = options.blended ?? blend(layered);
  const ids = layered.nodes.map((node) => node.id);
  const { domains, ...wishes } = constraintsOf(ids, options.pins ?? new Map(), options.links);
  const { labels } = wishes;
  const constraints = {
    ...wishes,
    ...(options.maximumSize === undefined ? {} : { maximumSize: options.maximumSize }),
  };
  const sweepOptions = {
    seed: options.seed,
    constraints,
    ...(options.only === undefined ? {} : { only: options.only }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.quick === undefined ? {} : { quick: options.quick }),
  };
  const linked = linkedThings(options.links);
  const pinned = new Set(
    [...labels.keys()].filter((node) => labels[node] !== -1 || linked.has(ids[node] ?? '')),
  );
  const runs = sweep(graph, sweepOptions);
  const parts = consensus(graph, runs, sweepOptions).map((partition) => {
    const named = new Map<number, string>();
    labels.forEach((label, node) => {
      if (label !== -1) named.set(partition.membership[node] as number, domains[label] as string);
    });
    // A part that a person named, or that must stay apart from another one, stays however small.
    const fixed = new Set(named.keys());
    for (const pair of constraints.cannotLink) {
      for (const node of pair) fixed.add(partition.membership[node] as number);
    }
    const membership = options.keepSmall
      ? partition.membership
      : homes(tidy(layered, graph, partition.membership, fixed, options.maximumSize), fixed);
    return { ...partition, membership, named };
  });
  return { graph, parts };

  /** What rehoming leaves as a crumb is dissolved as well. */
  function homes(membership: Int32Array, fixed: ReadonlySet<number>): Int32Array {
    const { maximumSize } = options;
    return tidy(
      layered,
      graph,
      rehome(layered, membership, pinned, maximumSize),
      fixed,
      maximumSize,
    );
  }
}

/** The partition that a person wants to be the answer. */
export function chosenParts(drawing: Drawing, steering: Steering): DrawnParts {
  const wished = steering.granularity ?? 'suggested';
  const found = drawing.parts.find((parts) => parts.name === wished);
  if (found === undefined) throw new Error(`no partition called ${wished}`);
  return found;
}

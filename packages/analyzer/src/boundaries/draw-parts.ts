import type { CompactGraph } from '../graph/compact.ts';
import { blend } from './blend.ts';
import { consensus, type Partition, sweep } from './consensus.ts';
import type { LayeredGraph } from './layered-graph.ts';
import { rehome } from './rehome.ts';
import { pinLabels } from './steer.ts';
import { SMALLEST, tidy } from './tidy.ts';

export interface DrawOptions {
  seed: number;
  pins?: ReadonlyMap<string, string>;
  maximumSize?: number;
  /** Leaves small parts as they are, for graphs whose nodes are not files and tables. */
  keepSmall?: boolean;
  runsPerResolution?: number;
  signal?: AbortSignal;
}

export interface DrawnParts extends Partition {
  /** Part per node, -1 for nodes that nothing links to anything. */
  membership: Int32Array;
  /** Domain that a person named, by part. */
  named: Map<number, string>;
}

export interface Drawing {
  graph: CompactGraph;
  parts: DrawnParts[];
}

/** Blends the layers, sweeps resolutions, finds the three consensus partitions and tidies them. */
export function drawParts(layered: LayeredGraph, options: DrawOptions): Drawing {
  const graph = blend(layered);
  const ids = layered.nodes.map((node) => node.id);
  const { labels, domains } = pinLabels(ids, options.pins ?? new Map());
  const constraints = {
    labels,
    ...(options.maximumSize === undefined ? {} : { maximumSize: options.maximumSize }),
  };
  const sweepOptions = {
    seed: options.seed,
    constraints,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.runsPerResolution === undefined
      ? {}
      : { runsPerResolution: options.runsPerResolution }),
  };
  const pinned = new Set([...labels.keys()].filter((node) => labels[node] !== -1));
  const runs = sweep(graph, sweepOptions);
  const parts = consensus(graph, runs, sweepOptions).map((partition) => {
    const named = new Map<number, string>();
    labels.forEach((label, node) => {
      if (label !== -1) named.set(partition.membership[node] as number, domains[label] as string);
    });
    const fixed = new Set(named.keys());
    const membership = options.keepSmall
      ? partition.membership
      : homes(tidy(layered, graph, partition.membership, fixed), fixed);
    return { ...partition, membership, named };
  });
  return { graph, parts };

  /** What rehoming leaves as a crumb is dissolved as well. */
  function homes(membership: Int32Array, fixed: ReadonlySet<number>): Int32Array {
    return tidy(layered, graph, rehome(layered, membership, pinned), fixed, SMALLEST);
  }
}

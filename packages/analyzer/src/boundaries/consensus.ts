import { type CompactGraph, withWeights } from '../graph/compact.ts';
import { adjustedRandIndex } from '../metrics/agreement.ts';
import { leiden } from './leiden/leiden.ts';
import type { Constraints } from './leiden/problem.ts';

/** Resolutions from few, large parts to many, small ones, as multiples of the usual one. */
const SWEEP: readonly number[] = [0.5, 0.7, 1, 1.4, 2, 2.8];

/** The size at which plain modularity (resolution 1) cuts about as finely as people do. */
const USUAL_SIZE = 250;
const GROWTH = 0.5;
const LEAST = 0.35;
const MOST = 1.2;

/**
 * The resolution that suits a graph of this size. At a fixed one, modularity makes smaller parts
 * in smaller graphs (Fortunato and Barthélemy, PNAS 104, 2007), while people cut a small codebase
 * into few domains.
 */
function usualResolution(nodes: number): number {
  return Math.min(MOST, Math.max(LEAST, (nodes / USUAL_SIZE) ** GROWTH));
}
/** Small graphs depend most on the seed and cost least, so they get more runs. */
const RUNS_PER_RESOLUTION = [
  { upTo: 1500, runs: 12 },
  { upTo: 4000, runs: 4 },
  { upTo: Number.POSITIVE_INFINITY, runs: 2 },
] as const;

const runsFor = (nodes: number): number =>
  RUNS_PER_RESOLUTION.find(({ upTo }) => nodes <= upTo)?.runs ?? 2;

export interface Run {
  resolution: number;
  membership: Int32Array;
}

export interface Partition {
  name: 'coarse' | 'suggested' | 'fine';
  resolution: number;
  /** Mean adjusted Rand index between the runs it was made of and itself, 0..1. */
  stability: number;
  membership: Int32Array;
  /** Share of the runs in which the ends of each edge were together, by edge slot. */
  together: Float32Array;
}

/** Which resolutions each alternative is the consensus of, and where its own resolution lies. */
const WINDOWS = [
  { name: 'coarse', from: 0.5, to: 1, resolution: 0.7 },
  { name: 'suggested', from: 0.7, to: 2, resolution: 1 },
  { name: 'fine', from: 1.4, to: 2.8, resolution: 2 },
] as const;

const windowsFor = (only: Partition['name'] | undefined) =>
  WINDOWS.filter(({ name }) => only === undefined || name === only);

const resolutionsFor = (only: Partition['name'] | undefined): number[] =>
  SWEEP.filter((one) => windowsFor(only).some(({ from, to }) => one >= from && one <= to));

export interface SweepOptions {
  seed: number;
  constraints: Constraints;
  /** The one partition that is wanted; all three unless stated. */
  only?: Partition['name'];
  /** One run at every other resolution instead of several at each. */
  quick?: boolean;
  signal?: AbortSignal;
}

/** Runs Leiden over all resolutions and seeds. */
export function sweep(graph: CompactGraph, options: SweepOptions): Run[] {
  const runs: Run[] = [];
  const usual = usualResolution(graph.nodes);
  const repeats = options.quick ? 1 : runsFor(graph.nodes);
  const resolutions = resolutionsFor(options.only).filter((_, i) => !options.quick || i % 2 === 0);
  for (const resolution of resolutions) {
    for (let i = 0; i < repeats; i++) {
      options.signal?.throwIfAborted();
      const seed = options.seed * 7919 + i * 104729;
      const membership = leiden(graph, {
        resolution: resolution * usual,
        seed,
        constraints: options.constraints,
        rounds: 1,
      });
      runs.push({ resolution, membership });
    }
  }
  return runs;
}

/**
 * Three partitions out of one sweep. Each is a last Leiden run on the same edges, every edge
 * weighted by how often the runs of its window kept the ends together (consensus clustering,
 * Lancichinetti and Fortunato, Scientific Reports 2, 2012, restricted to existing edges so that
 * it stays linear).
 */
export function consensus(
  graph: CompactGraph,
  runs: readonly Run[],
  options: SweepOptions,
): Partition[] {
  return windowsFor(options.only).map(({ name, from, to, resolution }) => {
    const window = runs.filter((run) => run.resolution >= from && run.resolution <= to);
    const together = shareTogether(graph, window);
    const agreed = reweigh(graph, together);
    const absolute = Math.round(resolution * usualResolution(graph.nodes) * 1000) / 1000;
    const membership = leiden(agreed, {
      resolution: absolute,
      seed: options.seed,
      constraints: options.constraints,
    });
    const agreements = window.map((run) => adjustedRandIndex(run.membership, membership));
    const stability =
      agreements.reduce((sum, value) => sum + value, 0) / Math.max(1, window.length);
    return {
      name,
      resolution: absolute,
      stability: Math.max(0, Math.min(1, stability)),
      membership,
      together,
    };
  });
}

function shareTogether(graph: CompactGraph, runs: readonly Run[]): Float32Array {
  const together = new Float32Array(graph.targets.length);
  for (const { membership } of runs) {
    for (let node = 0; node < graph.nodes; node++) {
      const part = membership[node] as number;
      for (let i = graph.offsets[node] as number; i < (graph.offsets[node + 1] as number); i++) {
        if (membership[graph.targets[i] as number] === part)
          together[i] = (together[i] as number) + 1;
      }
    }
  }
  const all = Math.max(1, runs.length);
  for (let i = 0; i < together.length; i++) together[i] = (together[i] as number) / all;
  return together;
}

/** The same edges, weighted by how often their ends were together. */
function reweigh(graph: CompactGraph, together: Float32Array): CompactGraph {
  // A trace of weight stays on edges never kept, so that lone nodes have somewhere to go.
  const weights = graph.weights.map((weight, i) => weight * ((together[i] as number) ** 2 + 0.01));
  return withWeights(graph, weights);
}

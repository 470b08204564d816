import type { CompactGraph } from '../graph/compact.ts';
import type { LayeredGraph } from './layered-graph.ts';
import { roomIn } from './room.ts';

/** A part with fewer files than this is not worth being a domain. */
const SMALLEST = 3;
export const NOWHERE = -1;

/**
 * Dissolves parts that are too small to be a domain into the part they are linked to most; files
 * that nothing links to anything end up {@link NOWHERE}. A part with tables of its own stays when it
 * has nowhere to go, and so does one whose neighbours are all full.
 */
export function tidy(
  layered: LayeredGraph,
  graph: CompactGraph,
  membership: Int32Array,
  fixed: ReadonlySet<number>,
  maximumSize?: number,
): Int32Array {
  const result = membership.slice();
  let crowded = new Set<number>();
  for (let round = 0; round < 8; round++) {
    const small = tooSmall(layered, result, fixed);
    if (small.size === 0) break;
    const step = dissolve(graph, result, small, maximumSize);
    crowded = step.crowded;
    if (!step.changed) break;
  }
  const small = tooSmall(layered, result, fixed);
  const withTable = new Set(
    result.filter((_, node) => layered.nodes[node]?.id.startsWith('table:')),
  );
  return result.map((part) =>
    small.has(part) && !withTable.has(part) && !crowded.has(part) ? NOWHERE : part,
  );
}

function tooSmall(
  layered: LayeredGraph,
  membership: Int32Array,
  fixed: ReadonlySet<number>,
): Set<number> {
  const files = new Map<number, number>();
  layered.nodes.forEach((node, i) => {
    const part = membership[i] as number;
    if (!node.id.startsWith('table:')) files.set(part, (files.get(part) ?? 0) + 1);
  });
  const small = new Set<number>();
  for (const part of membership) {
    if (part === NOWHERE || fixed.has(part)) continue;
    if ((files.get(part) ?? 0) < SMALLEST) small.add(part);
  }
  return small;
}

function dissolve(
  graph: CompactGraph,
  membership: Int32Array,
  small: ReadonlySet<number>,
  maximumSize?: number,
): { changed: boolean; crowded: Set<number> } {
  const before = membership.slice();
  const room = roomIn(before, maximumSize);
  const sizes = new Map<number, number>();
  for (const part of before) sizes.set(part, (sizes.get(part) ?? 0) + 1);
  const links = new Map<number, Map<number, number>>();
  for (let node = 0; node < graph.nodes; node++) {
    const part = before[node] as number;
    if (!small.has(part)) continue;
    const known = links.get(part) ?? new Map<number, number>();
    links.set(part, known);
    for (let i = graph.offsets[node] as number; i < (graph.offsets[node + 1] as number); i++) {
      const other = before[graph.targets[i] as number] as number;
      if (other === part || other === NOWHERE) continue;
      known.set(other, (known.get(other) ?? 0) + (graph.weights[i] as number));
    }
  }
  const target = new Map<number, number>();
  const crowded = new Set<number>();
  for (const [part, known] of links) {
    const wished = [...known].sort(
      (a, b) => Number(small.has(a[0])) - Number(small.has(b[0])) || b[1] - a[1] || a[0] - b[0],
    );
    const best = wished.find(([other]) => room.take(other, sizes.get(part)));
    if (best === undefined && wished.length > 0) crowded.add(part);
    // Two small parts that point at each other would swap for ever.
    if (best && !(small.has(best[0]) && target.get(best[0]) === part)) target.set(part, best[0]);
  }
  before.forEach((part, node) => {
    membership[node] = target.get(part) ?? part;
  });
  return { changed: target.size > 0, crowded };
}

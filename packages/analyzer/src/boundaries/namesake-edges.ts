import { businessWords } from '../model/words.ts';
import type { LayeredEdge, LayeredNode } from './layered-graph.ts';
import { readName } from './name-edges.ts';

/** A name that more than this share of all nodes bear is a habit, not a thing. */
const COMMON_SHARE = 0.1;
/** Members of a larger group are linked to this many that follow them instead of to all. */
const LONGEST_REACH = 20;

/**
 * Edges between nodes whose own names are made of the same business words: the model, the
 * repository, the service, the controller and the table of one thing.
 */
export function namesakeEdges(
  nodes: readonly LayeredNode[],
  ownWords?: ReadonlySet<string>,
): LayeredEdge[] {
  const namesakes = new Map<string, number[]>();
  nodes.forEach((node, index) => {
    const name = [...new Set(businessWords(readName(node.name).own, ownWords))].sort().join(' ');
    if (name === '') return;
    const group = namesakes.get(name);
    if (group === undefined) namesakes.set(name, [index]);
    else group.push(index);
  });
  return [...namesakes.values()].flatMap((group) =>
    group.length > Math.max(3, nodes.length * COMMON_SHARE) ? [] : pairs(group),
  );
}

function pairs(group: readonly number[]): LayeredEdge[] {
  return group.flatMap((from, i) =>
    group
      .slice(i + 1, i + 1 + LONGEST_REACH)
      .map((to) => ({ from, to, layer: 'namesake', weight: 1 })),
  );
}

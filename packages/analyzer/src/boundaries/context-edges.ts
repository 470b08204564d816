import type { LayeredEdge } from './layered-graph.ts';

/** What each context (operation, request, job) does to each thing: text that holds R, W or both. */
export type Contexts = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * Edges between things that are used in the same contexts. The measure of Nunes, Santos and Rito
 * Silva ("From a monolith to a microservices architecture", ECSA 2019): the share of the contexts
 * of one in which the other occurs too, here the mean of both directions.
 */
export function contextEdges(
  index: ReadonlyMap<string, number>,
  contexts: Contexts,
): LayeredEdge[] {
  const used = new Map<number, Set<string>>();
  for (const [context, uses] of Object.entries(contexts)) {
    for (const thing of Object.keys(uses)) {
      const node = index.get(thing);
      if (node === undefined) continue;
      const known = used.get(node);
      if (known === undefined) used.set(node, new Set([context]));
      else known.add(context);
    }
  }
  const nodes = [...used].sort((a, b) => a[0] - b[0]);
  const edges: LayeredEdge[] = [];
  for (const [i, [from, mine]] of nodes.entries()) {
    for (const [to, theirs] of nodes.slice(i + 1)) {
      let both = 0;
      for (const context of mine) if (theirs.has(context)) both++;
      if (both === 0) continue;
      edges.push({
        from,
        to,
        layer: 'context',
        weight: (both / mine.size + both / theirs.size) / 2,
      });
    }
  }
  return edges;
}

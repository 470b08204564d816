import type { Site } from '../model/analysis.ts';
import type { FactGraph, FactLayer } from './fact-graph.ts';

/** Everything that ties one domain's files to another's, by direction. */
export interface DomainLink {
  from: string;
  to: string;
  weight: number;
  /** The file-to-file edges behind it. */
  edges: { from: string; to: string; weight: number; sites: Site[] }[];
}

const LOADING_LAYERS: ReadonlySet<FactLayer> = new Set(['import', 'inject']);

/** Import and injection links between domains; type-only imports vanish at run time and do not count. */
export function domainLinks(
  graph: FactGraph,
  domainOf: (file: string) => string | null,
): DomainLink[] {
  const links = new Map<string, DomainLink>();
  graph.forEachEdge((_key, edge, _source, _target, fromNode, toNode) => {
    if (!LOADING_LAYERS.has(edge.layer)) return;
    const from = domainOf(fromNode.name);
    const to = domainOf(toNode.name);
    if (from === null || to === null || from === to) return;
    const key = `${from}\n${to}`;
    const link = links.get(key) ?? { from, to, weight: 0, edges: [] };
    links.set(key, link);
    link.weight += edge.weight;
    link.edges.push({
      from: fromNode.name,
      to: toNode.name,
      weight: edge.weight,
      sites: edge.sites,
    });
  });
  return [...links.values()].sort((a, b) => (`${a.from}\n${a.to}` < `${b.from}\n${b.to}` ? -1 : 1));
}

/** Domains on a shortest way from one to another, both included; empty when there is none. */
export function shortestWay(
  arcs: readonly { from: string; to: string }[],
  start: string,
  end: string,
): string[] {
  const cameFrom = new Map<string, string>([[start, start]]);
  const queue = [start];
  for (const domain of queue) {
    for (const { from, to } of arcs) {
      if (from !== domain || cameFrom.has(to)) continue;
      cameFrom.set(to, from);
      queue.push(to);
    }
  }
  if (!cameFrom.has(end)) return [];
  const way = [end];
  for (let at = end; at !== start; ) {
    at = cameFrom.get(at) ?? start;
    way.unshift(at);
  }
  return way;
}

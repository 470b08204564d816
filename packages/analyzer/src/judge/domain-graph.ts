import type { FactLayer } from '../graph/fact-graph.ts';
import type { Site } from '../model/analysis.ts';
import type { JudgeContext } from './context.ts';

/** Everything that ties one domain's files to another's, by direction. */
export interface DomainLink {
  from: string;
  to: string;
  weight: number;
  /** The file-to-file edges behind it. */
  edges: { from: string; to: string; weight: number; sites: Site[] }[];
}

const CODE_LAYERS: ReadonlySet<FactLayer> = new Set(['import', 'inject']);

/** Import and injection links between domains; type-only imports vanish at run time and do not count. */
export function domainLinks(context: JudgeContext): DomainLink[] {
  const links = new Map<string, DomainLink>();
  context.graph.forEachEdge((_key, edge, _source, _target, fromNode, toNode) => {
    if (!CODE_LAYERS.has(edge.layer)) return;
    const from = context.domainOf(fromNode.name);
    const to = context.domainOf(toNode.name);
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
  return [...links.values()].sort((a, b) => (a.from + a.to < b.from + b.to ? -1 : 1));
}

import type { FactEdge, FactGraph, FactLayer } from '../graph/fact-graph.ts';
import type { Reason, Site } from '../model/analysis.ts';
import { sortSites } from '../model/sites.ts';

const MOST_REASONS = 3;
const MOST_SITES = 5;

/** Words for a link, seen from its source and from its target. */
const LINK_WORDS: Readonly<Record<FactLayer, readonly [string, string]>> = {
  import: ['imports', 'is imported by'],
  'import-type': ['imports types of', 'gives types to'],
  'import-elided': ['imports types of', 'gives types to'],
  'import-barrel': ['imports through', 'is a barrel for'],
  reexport: ['re-exports', 'is re-exported by'],
  call: ['calls', 'is called by'],
  inject: ['is given', 'is injected into'],
  access: ['uses table', 'is used by'],
  'foreign-key': ['has a foreign key to', 'is referenced by'],
  cochange: ['changes together with', 'changes together with'],
  transaction: ['is written together with', 'is written together with'],
  event: ['sends events to', 'hears events of'],
};

interface Link {
  text: string;
  weight: number;
  sites: Site[];
}

/** The strongest links of a node to members of its own domain, in words, best first. */
export function linkReasons(
  graph: FactGraph,
  node: string,
  isMember: (node: string) => boolean,
): Reason[] {
  if (!graph.hasNode(node)) return [];
  const links = new Map<string, Link>();
  const note = (other: string, edge: FactEdge, outgoing: boolean) => {
    if (!isMember(other)) return;
    const words = LINK_WORDS[edge.layer][outgoing ? 0 : 1];
    const verb = edge.layer === 'access' && outgoing ? accessWords(edge.detail) : words;
    const text = `${verb} ${graph.getNodeAttribute(other, 'name')}`;
    const known = links.get(text);
    if (known === undefined) links.set(text, { text, weight: edge.weight, sites: [...edge.sites] });
    else {
      known.weight += edge.weight;
      known.sites.push(...edge.sites);
    }
  };
  graph.forEachOutEdge(node, (_key, edge, _source, target) => note(target, edge, true));
  graph.forEachInEdge(node, (_key, edge, source) => note(source, edge, false));
  return [...links.values()]
    .sort((a, b) => b.weight - a.weight || (a.text < b.text ? -1 : 1))
    .slice(0, MOST_REASONS)
    .map(({ text, sites }) => ({ text, sites: sortSites(sites).slice(0, MOST_SITES) }));
}

function accessWords(operation: string): string {
  if (operation === 'write') return 'writes table';
  if (operation === 'read') return 'reads table';
  return operation === 'define' ? 'declares table' : 'uses table';
}

import { buildFactGraph, CODE_LAYERS } from '../graph/fact-graph.ts';
import type { Analysis } from '../model/analysis.ts';

export interface DomainTie {
  from: string;
  to: string;
  /** Imports, calls and injections that go from one to the other. */
  code: number;
  /** Accesses to the other's tables. */
  data: number;
}

/** How domains are tied together, by direction, sorted by names. */
export function domainTies(analysis: Analysis): DomainTie[] {
  const domainOf = new Map(analysis.files.map((file) => [`file:${file.path}`, file.domain]));
  for (const table of analysis.tables) domainOf.set(`table:${table.name}`, table.domain);
  const ties = new Map<string, DomainTie>();
  buildFactGraph(analysis).forEachEdge((_key, edge, source, target) => {
    const from = domainOf.get(source) ?? null;
    const to = domainOf.get(target) ?? null;
    if (from === null || to === null || from === to) return;
    const isData = edge.layer === 'access';
    if (!isData && !CODE_LAYERS.has(edge.layer)) return;
    const key = `${from}\n${to}`;
    const tie = ties.get(key) ?? { from, to, code: 0, data: 0 };
    ties.set(key, tie);
    if (isData) tie.data += edge.sites.length;
    else tie.code += edge.sites.length;
  });
  return [...ties.values()].sort((a, b) => (`${a.from}\n${a.to}` < `${b.from}\n${b.to}` ? -1 : 1));
}

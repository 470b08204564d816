import { CODE_LAYERS, type FactGraph } from '../graph/fact-graph.ts';
import type { DomainMetrics, Facts, SourceFile, Table } from '../model/analysis.ts';
import { routeDomain, routeName } from '../model/route-domain.ts';

interface Sums {
  inside: number;
  leaving: number;
  ownAccesses: number;
  accesses: number;
}

/**
 * Numbers of every domain.
 * - cohesion: `inside / (inside + leaving)` over the weight of imports, injections and calls with
 *   at least one end in the domain; libraries and shell do not count.
 * - conductance: `cut / min(volume, volume of the rest)` (Kannan, Vempala and Vetta 2004), where the
 *   volume of a set is the weight of edge ends in it.
 * - data autonomy: share of the accesses from its files that go to tables it owns; null without any.
 */
export function domainMetrics(
  facts: Facts,
  graph: FactGraph,
  files: readonly SourceFile[],
  tables: readonly Table[],
  domains: readonly string[],
): Map<string, DomainMetrics> {
  const domainOf = new Map(files.map((file) => [file.path, file.domain]));
  const ownerOf = new Map(tables.map((table) => [table.name, table.domain]));
  const sums = new Map<string, Sums>(
    domains.map((domain) => [domain, { inside: 0, leaving: 0, ownAccesses: 0, accesses: 0 }]),
  );
  let total = 0;
  graph.forEachEdge((_key, edge, _source, _target, fromNode, toNode) => {
    if (!CODE_LAYERS.has(edge.layer)) return;
    const from = domainOf.get(fromNode.name) ?? null;
    const to = domainOf.get(toNode.name) ?? null;
    if (from === null || to === null) return;
    total += edge.weight;
    if (from === to) addTo(sums, from, 'inside', edge.weight);
    else {
      addTo(sums, from, 'leaving', edge.weight);
      addTo(sums, to, 'leaving', edge.weight);
    }
  });
  for (const access of facts.accesses) {
    const domain = domainOf.get(access.file) ?? null;
    if (domain === null) continue;
    addTo(sums, domain, 'accesses', 1);
    if (ownerOf.get(access.table) === domain) addTo(sums, domain, 'ownAccesses', 1);
  }
  return new Map(
    domains.map((domain) => [
      domain,
      finish(domain, sums.get(domain) as Sums, total, { facts, files, tables, domainOf }),
    ]),
  );
}

function addTo(sums: Map<string, Sums>, domain: string, field: keyof Sums, amount: number): void {
  const entry = sums.get(domain);
  if (entry) entry[field] += amount;
}

interface Members {
  facts: Facts;
  files: readonly SourceFile[];
  tables: readonly Table[];
  domainOf: ReadonlyMap<string, string | null>;
}

function finish(domain: string, sums: Sums, total: number, members: Members): DomainMetrics {
  const own = members.files.filter((file) => file.domain === domain);
  const volume = 2 * sums.inside + sums.leaving;
  const smaller = Math.min(volume, 2 * total - volume);
  return {
    files: own.length,
    loc: own.reduce((sum, file) => sum + file.loc, 0),
    tables: members.tables.filter((table) => table.domain === domain).length,
    routes: new Set(
      members.facts.routes
        .filter((route) => routeDomain(route, (file) => members.domainOf.get(file)) === domain)
        .map(routeName),
    ).size,
    cohesion: ratio(sums.inside, sums.inside + sums.leaving, 1),
    conductance: smaller <= 0 ? (sums.leaving > 0 ? 1 : 0) : ratio(sums.leaving, smaller, 0),
    dataAutonomy: sums.accesses === 0 ? null : ratio(sums.ownAccesses, sums.accesses, 0),
  };
}

/** Rounded to three decimals; `empty` where there is nothing to divide by. */
function ratio(part: number, whole: number, empty: number): number {
  return whole === 0 ? empty : Math.round((part / whole) * 1000) / 1000;
}

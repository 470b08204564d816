import type { FactGraph } from '../graph/fact-graph.ts';
import type { Site } from '../model/analysis.ts';

const USE_LAYERS: ReadonlySet<string> = new Set([
  'import',
  'import-type',
  'inject',
  'call',
  'reexport',
]);
const MOST_SITES = 5;

/** Who uses whom, by path. Uses count types too; runs does not. */
export interface Neighbours {
  users: Map<string, Set<string>>;
  uses: Map<string, Set<string>>;
  runs: Map<string, Set<string>>;
  runBy: Map<string, Set<string>>;
  /** Some places where a file is used. */
  sites: Map<string, Site[]>;
  touchesTables: Set<string>;
}

export function neighbours(graph: FactGraph): Neighbours {
  const around: Neighbours = {
    users: new Map(),
    uses: new Map(),
    runs: new Map(),
    runBy: new Map(),
    sites: new Map(),
    touchesTables: new Set(),
  };
  graph.forEachEdge((_key, edge, _source, _target, from, to) => {
    if (edge.layer === 'access') around.touchesTables.add(from.name);
    if (!USE_LAYERS.has(edge.layer)) return;
    add(around.users, to.name, from.name);
    add(around.uses, from.name, to.name);
    if (edge.layer !== 'import-type') {
      add(around.runs, from.name, to.name);
      add(around.runBy, to.name, from.name);
    }
    const sites = around.sites.get(to.name) ?? [];
    around.sites.set(to.name, sites);
    if (sites.length < MOST_SITES) sites.push(...edge.sites.slice(0, 1));
  });
  return around;
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, new Set([value]));
  else known.add(value);
}

import { CODE_LAYERS, type FactGraph } from '../graph/fact-graph.ts';
import type { Site } from '../model/analysis.ts';

const MOST_SITES = 5;
/** A file that declares more tables than this is a schema, and owns none of them. */
const MOST_DECLARED = 3;

/** Who uses whom, by path. Uses count types too; runs does not, and loads only what has to be there to start. */
export interface Neighbours {
  users: Map<string, Set<string>>;
  uses: Map<string, Set<string>>;
  runs: Map<string, Set<string>>;
  /** As `runs`, without calls on an object that somebody else hands in. */
  loads: Map<string, Set<string>>;
  runBy: Map<string, Set<string>>;
  /** Some places where a file is used. */
  sites: Map<string, Site[]>;
  touchesTables: Set<string>;
  /** Those that declare a table or two, or touch one as much as all others together: they own it, if anybody does. */
  hostsTables: Set<string>;
}

export function neighbours(graph: FactGraph): Neighbours {
  const around: Neighbours = {
    users: new Map(),
    uses: new Map(),
    runs: new Map(),
    loads: new Map(),
    runBy: new Map(),
    sites: new Map(),
    touchesTables: new Set(),
    hostsTables: new Set(),
  };
  const touches = new Map<string, Map<string, number>>();
  const declares = new Map<string, Set<string>>();
  graph.forEachEdge((_key, edge, _source, _target, from, to) => {
    if (edge.layer === 'access') {
      around.touchesTables.add(from.name);
      if (edge.detail === 'define') add(declares, from.name, to.name);
      const weights = touches.get(to.name) ?? new Map<string, number>();
      touches.set(to.name, weights.set(from.name, (weights.get(from.name) ?? 0) + edge.weight));
    }
    if (!CODE_LAYERS.has(edge.layer) && edge.layer !== 'reexport') return;
    add(around.users, to.name, from.name);
    add(around.uses, from.name, to.name);
    if (edge.layer !== 'import-type') {
      add(around.runs, from.name, to.name);
      if (edge.layer !== 'call') add(around.loads, from.name, to.name);
      add(around.runBy, to.name, from.name);
    }
    const sites = around.sites.get(to.name) ?? [];
    around.sites.set(to.name, sites);
    if (sites.length < MOST_SITES) sites.push(...edge.sites.slice(0, 1));
  });
  for (const weights of touches.values()) {
    const all = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
    for (const [file, weight] of weights) if (weight * 2 >= all) around.hostsTables.add(file);
  }
  for (const [file, tables] of declares)
    if (tables.size <= MOST_DECLARED) around.hostsTables.add(file);
  return around;
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, new Set([value]));
  else known.add(value);
}

import type { CompactGraph } from '../graph/compact.ts';
import { matchSets } from '../model/match-sets.ts';
import type { DrawnParts } from './draw-parts.ts';
import type { LayeredGraph } from './layered-graph.ts';
import { NOWHERE } from './tidy.ts';

/**
 * How much stronger than its old place a new one has to pull, as a share of all that pulls. Below that, the
 * next search might as well have left it where it was.
 */
const CLEAR = 0.25;
const MOST_PASSES = 10;

export interface Places {
  /** Domain of an earlier analysis, by node id. */
  domainOf: ReadonlyMap<string, string>;
  /** Nodes that a person has placed: they are where the search put them. */
  placed: ReadonlySet<number>;
  maximumSize?: number;
}

/**
 * The partition with everything where it was in an earlier one, unless the place that was found now is clearly
 * better: groups of nodes that went from one domain to one part are asked about together, then node by
 * node. What pulls is what modularity weighs: the weight of the links into a part, less what chance would give. So every
 * node is where it was or where it was found. Parts keep the names of the domains they continue.
 *
 * @param graph the edges that the partition was drawn on
 */
export function keepPlaces(
  layered: LayeredGraph,
  graph: CompactGraph,
  parts: DrawnParts,
  { domainOf, placed, maximumSize }: Places,
): DrawnParts {
  const ids = layered.nodes.map(({ id }) => id);
  const found = parts.membership;
  const { numbers, continues } = continued(ids, parts, domainOf);
  const membership = found.map((part, node) => {
    const before = domainOf.get(ids[node] ?? '');
    if (before === undefined || part === NOWHERE || placed.has(node)) return part;
    return numbers.get(before) ?? part;
  });
  const state = pulls(graph, membership, parts.resolution);
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const moved = movedGroups(membership, found).filter((group) =>
      moveIfClear(state, group, found),
    );
    if (moved.length === 0) break;
  }
  membership.forEach((part, node) => {
    if (part !== found[node]) moveIfClear(state, [node], found);
  });
  if (maximumSize !== undefined && largest(membership) > maximumSize)
    return { ...parts, continues };
  return { ...parts, membership, continues };
}

/** The part that continues each earlier domain, a number of its own where none does; and the other way round. */
function continued(
  ids: readonly string[],
  { membership, named }: DrawnParts,
  domainOf: ReadonlyMap<string, string>,
): { numbers: Map<string, number>; continues: Map<number, string> } {
  const was = new Map<string, Set<string>>();
  const is = new Map<string, Set<string>>();
  const add = (sets: Map<string, Set<string>>, key: string, id: string) =>
    sets.set(key, (sets.get(key) ?? new Set()).add(id));
  membership.forEach((part, node) => {
    const id = ids[node] ?? '';
    const before = domainOf.get(id);
    if (part === NOWHERE || before === undefined) return;
    add(was, before, id);
    // A person's name for a part says which domain it continues.
    const name = named.get(part);
    if (name === undefined) add(is, String(part), id);
  });
  const byName = new Map([...named].map(([part, name]) => [name, part]));
  const free = new Map([...was].filter(([domain]) => !byName.has(domain)));
  const matched = matchSets(free, is);
  let next = membership.reduce((most, part) => Math.max(most, part), NOWHERE) + 1;
  const numbers = new Map<string, number>();
  const continues = new Map<number, string>();
  for (const domain of was.keys()) {
    const part = byName.get(domain) ?? Number(matched.get(domain) ?? next++);
    numbers.set(domain, part);
    if (!named.has(part)) continues.set(part, domain);
  }
  return { numbers, continues };
}

/** Nodes that are not where they were found, by where they are and where they were found. */
function movedGroups(membership: Int32Array, found: Int32Array): number[][] {
  const groups = new Map<string, number[]>();
  membership.forEach((part, node) => {
    if (part === found[node]) return;
    const key = `${part} ${found[node]}`;
    groups.set(key, [...(groups.get(key) ?? []), node]);
  });
  return [...groups.values()].sort((a, b) => b.length - a.length || (a[0] ?? 0) - (b[0] ?? 0));
}

interface Pulls {
  graph: CompactGraph;
  membership: Int32Array;
  /** Sum of the strengths of each part. */
  strengths: Map<number, number>;
  factor: number;
}

function pulls(graph: CompactGraph, membership: Int32Array, resolution: number): Pulls {
  const strengths = new Map<number, number>();
  membership.forEach((part, node) => {
    strengths.set(part, (strengths.get(part) ?? 0) + (graph.strengths[node] as number));
  });
  const factor = graph.total === 0 ? 0 : resolution / (2 * graph.total);
  return { graph, membership, strengths, factor };
}

/** Moves nodes of one part to the part they were found in, all or none. */
function moveIfClear(state: Pulls, nodes: readonly number[], found: Int32Array): boolean {
  const { graph, membership, strengths, factor } = state;
  const [from, to] = [membership[nodes[0] ?? 0] as number, found[nodes[0] ?? 0] as number];
  const group = new Set(nodes);
  const links = { old: 0, new: 0, all: 0 };
  let strength = 0;
  for (const node of nodes) {
    strength += graph.strengths[node] as number;
    for (let i = graph.offsets[node] as number; i < (graph.offsets[node + 1] as number); i++) {
      const other = graph.targets[i] as number;
      if (group.has(other)) continue;
      const weight = graph.weights[i] as number;
      links.all += weight;
      if (membership[other] === from) links.old += weight;
      if (membership[other] === to) links.new += weight;
    }
  }
  const chance = (part: number, own: number): number =>
    factor * strength * ((strengths.get(part) ?? 0) - own);
  const stay = links.old - chance(from, strength);
  const go = links.new - chance(to, 0);
  if (go - stay <= CLEAR * links.all) return false;
  for (const node of nodes) membership[node] = to;
  strengths.set(from, (strengths.get(from) ?? 0) - strength);
  strengths.set(to, (strengths.get(to) ?? 0) + strength);
  return true;
}

function largest(membership: Int32Array): number {
  const sizes = new Map<number, number>();
  for (const part of membership) if (part !== NOWHERE) sizes.set(part, (sizes.get(part) ?? 0) + 1);
  return Math.max(0, ...sizes.values());
}

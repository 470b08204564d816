import type { CompactGraph } from '../graph/compact.ts';
import {
  businessContextPurity,
  extremeDistribution,
  interfaceNumber,
  interPartitionCalls,
  meanConductance,
  partSums,
  structuralModularity,
  turboMq,
} from '../metrics/decomposition.ts';
import { AnalyzerError } from '../model/error.ts';
import { type Contexts, contextPartitions, contextSimilarity, type Traces } from './contexts.ts';
import { type DrawnParts, drawParts } from './draw-parts.ts';
import type { LayeredEdge, LayeredGraph, LayeredNode } from './layered-graph.ts';
import { modularity } from './leiden/leiden.ts';
import type { Links } from './links.ts';

/** A graph as a file: what `ashlar cluster --graph` reads. */
export interface PlainGraph {
  nodes?: (string | { id: string; name?: string })[];
  edges?: { from: string; to: string; layer?: string; weight?: number }[];
  /** Qualified names of nodes, where the ids are short ones. */
  fullNames?: Record<string, string>;
  /** Instead of nodes: entities, with the contexts (operations) that read `R` or write `W` them. */
  entities?: string[];
  functionalities?: Contexts;
  /** Order of the accesses in each context: `R:Thing`, `W:Thing`. */
  traces?: Traces;
}

export interface ClusterOptions {
  seed?: number;
  /** Label per node: equal ones end up together, different ones apart. */
  pins?: Readonly<Record<string, string>>;
  /** Pairs of nodes that must, or must not, share a part. */
  mustLink?: readonly (readonly [string, string])[];
  cannotLink?: readonly (readonly [string, string])[];
  maximumSize?: number;
  /** False leaves names out, to learn how much of a result rests on them. */
  useNames?: boolean;
  signal?: AbortSignal;
}

export interface LinkMetrics {
  turboMq: number;
  interPartitionCalls: number;
  structuralModularity: number;
  interfaceNumber: number;
  extremeDistribution: number;
  conductance: number;
}

export interface ClusterResult {
  /** Part of each node, `part-1` being the largest. */
  assignment: Record<string, string>;
  alternatives: {
    name: string;
    resolution: number;
    stability: number;
    assignment: Record<string, string>;
  }[];
  /** The link metrics are absent where only contexts are known. */
  metrics: {
    nodes: number;
    edges: number;
    parts: number;
    modularity: number | null;
    stability: number;
    /** Present where contexts are given. */
    businessContextPurity?: number;
  } & Partial<LinkMetrics>;
}

/**
 * Clusters any graph with the engine and settings that the analyzer uses on source.
 * @throws {AnalyzerError} ANALYZER_GRAPH_INVALID
 */
export function cluster(graph: PlainGraph, options: ClusterOptions = {}): ClusterResult {
  const layered = toLayered(graph, options.useNames ?? true);
  // Where only joint use is known, average linkage is far ahead of modularity.
  if (layered.edges.length === 0 && graph.functionalities !== undefined)
    return byContexts(layered, graph);
  const drawing = drawParts(layered, {
    seed: options.seed ?? 1,
    pins: new Map(Object.entries(options.pins ?? {})),
    links: wishedPairs(layered, options),
    keepSmall: true,
    ...(options.maximumSize === undefined ? {} : { maximumSize: options.maximumSize }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const suggested = drawing.parts.find((parts) => parts.name === 'suggested');
  if (suggested === undefined) throw new Error('no suggested partition');
  const alternatives = drawing.parts.map((parts) => ({
    name: parts.name,
    resolution: parts.resolution,
    stability: round(parts.stability),
    assignment: labelled(layered, parts),
  }));
  return {
    assignment: alternatives[drawing.parts.indexOf(suggested)]?.assignment ?? {},
    alternatives,
    metrics: {
      nodes: layered.nodes.length,
      edges: edgeCount(drawing.graph),
      parts: new Set(suggested.membership).size,
      modularity: round(modularity(drawing.graph, suggested.membership)),
      stability: round(suggested.stability),
      ...linkMetrics(layered, suggested.membership),
      ...purity(layered, graph, suggested.membership),
    },
  };
}

function wishedPairs(layered: LayeredGraph, options: ClusterOptions): Links {
  const ids = new Set(layered.nodes.map(({ id }) => id));
  const known = (pairs: ClusterOptions['mustLink']) =>
    (pairs ?? []).map(([a, b]) => {
      const strange = [a, b].find((id) => !ids.has(id));
      if (strange !== undefined) throw invalid(`a constraint names ${strange}, which is no node`);
      return [a, b] as const;
    });
  return { mustLink: known(options.mustLink), cannotLink: known(options.cannotLink) };
}

/** Numbers over the links as given, before any normalisation. */
function linkMetrics(layered: LayeredGraph, membership: Int32Array): LinkMetrics {
  const decomposition = { membership, links: layered.edges };
  const sums = partSums(decomposition);
  return {
    turboMq: round(turboMq(sums)),
    interPartitionCalls: round(interPartitionCalls(sums)),
    structuralModularity: round(structuralModularity(sums)),
    interfaceNumber: round(interfaceNumber(decomposition)),
    extremeDistribution: round(extremeDistribution(sums)),
    conductance: round(meanConductance(sums)),
  };
}

function purity(
  { nodes }: LayeredGraph,
  { functionalities }: PlainGraph,
  membership: Int32Array,
): { businessContextPurity?: number } {
  if (functionalities === undefined) return {};
  const index = new Map(nodes.map(({ id }, i) => [id, i]));
  const contexts = Object.values(functionalities).map((uses) =>
    Object.keys(uses).flatMap((id) => index.get(id) ?? []),
  );
  return { businessContextPurity: round(businessContextPurity(membership, contexts)) };
}

function byContexts(layered: LayeredGraph, graph: PlainGraph): ClusterResult {
  const ids = layered.nodes.map(({ id }) => id);
  const matrix = contextSimilarity(ids, graph.functionalities ?? {}, graph.traces);
  const partitions = contextPartitions(matrix);
  const alternatives = partitions.map(({ name, parts, stability, membership }) => ({
    name,
    resolution: parts,
    stability: round(stability),
    assignment: labelled(layered, { membership, named: new Map() }),
  }));
  const suggested = alternatives.find(({ name }) => name === 'suggested');
  const chosen = partitions.find(({ name }) => name === 'suggested');
  if (suggested === undefined || chosen === undefined) throw new Error('no suggested partition');
  const edges = matrix.values.reduce((count, value) => count + (value > 0 ? 1 : 0), 0) / 2;
  const metrics = {
    nodes: ids.length,
    edges,
    parts: suggested.resolution,
    modularity: null,
    stability: suggested.stability,
    ...purity(layered, graph, chosen.membership),
  };
  return { assignment: suggested.assignment, alternatives, metrics };
}

function toLayered(graph: PlainGraph, useNames: boolean): LayeredGraph {
  const listed = graph.nodes ?? graph.entities;
  if (!Array.isArray(listed)) throw invalid('it has neither "nodes" nor "entities"');
  const nodes: LayeredNode[] = listed.map((node) => {
    const id = typeof node === 'string' ? node : node?.id;
    if (typeof id !== 'string') throw invalid('a node is neither a string nor has an "id"');
    const given = typeof node === 'string' ? undefined : node.name;
    return { id, name: useNames ? (given ?? graph.fullNames?.[id] ?? id) : '' };
  });
  const index = new Map(nodes.map(({ id }, i) => [id, i]));
  if (index.size !== nodes.length) throw invalid('two nodes have the same id');
  const edges: LayeredEdge[] = (graph.edges ?? []).map(({ from, to, layer, weight }) => {
    const source = index.get(from);
    const target = index.get(to);
    if (source === undefined || target === undefined) {
      throw invalid(`the edge from ${from} to ${to} has an end that is not a node`);
    }
    return { from: source, to: target, layer: layer ?? 'import', weight: weight ?? 1 };
  });
  return { nodes, edges };
}

function invalid(problem: string): AnalyzerError {
  return new AnalyzerError(
    'ANALYZER_GRAPH_INVALID',
    `the graph cannot be clustered: ${problem}`,
    'Give {"nodes": ["a", …], "edges": [{"from", "to", "layer", "weight"}, …]}.',
  );
}

/** Parts by falling size, equal sizes by their first member. */
function labelled(
  layered: LayeredGraph,
  parts: Pick<DrawnParts, 'membership' | 'named'>,
): Record<string, string> {
  const members = new Map<number, { first: number; size: number }>();
  parts.membership.forEach((part, node) => {
    const known = members.get(part);
    if (known === undefined) members.set(part, { first: node, size: 1 });
    else known.size++;
  });
  const order = [...members].sort((a, b) => b[1].size - a[1].size || a[1].first - b[1].first);
  const label = new Map(order.map(([part], i) => [part, parts.named.get(part) ?? `part-${i + 1}`]));
  const assignment: Record<string, string> = {};
  layered.nodes.forEach(({ id }, node) => {
    assignment[id] = label.get(parts.membership[node] as number) ?? 'part-0';
  });
  return assignment;
}

const edgeCount = (graph: CompactGraph): number => graph.targets.length / 2;
const round = (value: number): number => Math.round(value * 1000) / 1000;

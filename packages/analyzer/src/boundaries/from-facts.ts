import { type FactGraph, fileNode, tableNode } from '../graph/fact-graph.ts';
import type { Facts } from '../model/analysis.ts';
import type { LayeredEdge, LayeredGraph } from './layered-graph.ts';
import { ownWords } from './own-words.ts';

/** A file that declares more tables than this is a schema file: its tables do not name it. */
const TABLES_THAT_NAME = 3;

/** Files and tables as things to cluster. Ids are those of the fact graph. */
export function layeredFromFacts(
  facts: Facts,
  graph: FactGraph,
  aside: ReadonlySet<string> = new Set(),
): LayeredGraph {
  const declared = new Map<string, string[]>();
  for (const { name, definedAt } of facts.tables) {
    if (!definedAt) continue;
    declared.set(definedAt.file, [...(declared.get(definedAt.file) ?? []), name]);
  }
  const nodes: LayeredGraph['nodes'] = [];
  for (const { path } of facts.files) {
    if (aside.has(path)) continue;
    const tables = declared.get(path) ?? [];
    nodes.push({
      id: fileNode(path),
      name: path,
      alsoKnownAs: tables.length <= TABLES_THAT_NAME ? tables : [],
    });
  }
  for (const { name } of facts.tables) nodes.push({ id: tableNode(name), name });
  return { nodes, edges: edgesBetween(graph, nodes), ownWords: ownWords(facts) };
}

function edgesBetween(graph: FactGraph, nodes: LayeredGraph['nodes']): LayeredEdge[] {
  const index = new Map(nodes.map(({ id }, i) => [id, i]));
  const edges: LayeredEdge[] = [];
  graph.forEachEdge((_key, { layer, weight }, source, target) => {
    const from = index.get(source);
    const to = index.get(target);
    if (from === undefined || to === undefined) return;
    // What the compiler leaves out says when an import is there, not how much two files belong together.
    edges.push({ from, to, layer: layer === 'import-elided' ? 'import' : layer, weight });
  });
  return edges;
}

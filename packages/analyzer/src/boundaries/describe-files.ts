import { type FactGraph, fileNode } from '../graph/fact-graph.ts';
import type { Facts, Reason, SourceFile } from '../model/analysis.ts';
import { confidenceOf } from '../model/confidence.ts';
import { UNTIED_REASON } from '../model/roles.ts';
import type { AgreedRole } from './agreed-roles.ts';
import type { Drawing, DrawnParts } from './draw-parts.ts';
import type { LayeredGraph } from './layered-graph.ts';
import { margins } from './margins.ts';
import { linkReasons } from './reasons.ts';
import type { Settled } from './settle.ts';
import { inLibraryFolder } from './vocabulary.ts';

/** What the search for boundaries has found. */
export interface Found {
  layered: LayeredGraph;
  drawing: Drawing;
  chosen: DrawnParts;
  answer: Settled;
  roles: ReadonlyMap<string, AgreedRole>;
  pins: Map<string, string>;
}

/** Where every file belongs, how clearly, and why. */
export function describeFiles(facts: Facts, graph: FactGraph, found: Found): SourceFile[] {
  const { layered, drawing, chosen, answer, roles, pins } = found;
  const marginOf = margins(drawing.graph, chosen.membership, chosen.together);
  const index = new Map(layered.nodes.map(({ id }, node) => [id, node]));
  const untied = untiedRoles(facts);
  return facts.files.map((file) => {
    const { path } = file;
    const role = roles.get(path);
    const domain = answer.domainOfFile.get(path);
    if (role || domain === undefined) {
      const { role: aside, confidence, because } = role ?? untied(path);
      return { ...file, role: aside, domain: null, confidence: round(confidence), because };
    }
    const pinned = pins.get(fileNode(path)) !== undefined;
    const confidence = pinned ? 1 : confidenceOf(marginOf[index.get(fileNode(path)) ?? -1] ?? 0);
    const because = pinned
      ? [{ text: 'ashlar.yaml says so', sites: [] }]
      : fileReasons(graph, path, domain, found);
    return { ...file, role: 'domain', domain, confidence: round(confidence), because };
  });
}

/**
 * The role of a file that is tied to no domain: a library if anything uses it or its folder says so; what answers
 * (a health check), what only a tool reads and what nothing uses is shell.
 */
function untiedRoles(facts: Facts): (path: string) => AgreedRole {
  const serving = new Set(facts.routes.map((route) => route.handler?.file ?? route.file));
  const used = new Set(facts.imports.flatMap(({ from, to }) => (from === to ? [] : [to])));
  return (path) => ({
    role: !serving.has(path) && (used.has(path) || inLibraryFolder(path)) ? 'library' : 'shell',
    confidence: 0,
    because: [{ text: UNTIED_REASON, sites: [{ file: path, line: 1 }] }],
  });
}

function fileReasons(graph: FactGraph, path: string, domain: string, found: Found): Reason[] {
  const reasons = linkReasons(graph, fileNode(path), memberTest(graph, found.answer, domain));
  if (reasons.length > 0) return reasons;
  const text = `its name shares words with the files of ${domain}`;
  return [{ text, sites: namesakes(path, domain, found).map((file) => ({ file, line: 1 })) }];
}

const MOST_NAMESAKES = 3;

/** The files of its domain that its name ties it to most, or itself where other names tie these two. */
function namesakes(path: string, domain: string, { layered, drawing, answer }: Found): string[] {
  const { offsets, targets, weights } = drawing.graph;
  const node = layered.nodes.findIndex(({ id }) => id === fileNode(path));
  const ties: [file: string, weight: number][] = [];
  for (let i = offsets[node] as number; i < (offsets[node + 1] as number); i++) {
    const { id, name } = layered.nodes[targets[i] as number] as LayeredGraph['nodes'][number];
    if (id === fileNode(name) && answer.domainOfFile.get(name) === domain)
      ties.push([name, weights[i] as number]);
  }
  ties.sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return ties.length === 0 ? [path] : ties.slice(0, MOST_NAMESAKES).map(([name]) => name);
}

/** Whether a node of the graph is in the domain. */
export function memberTest(
  graph: FactGraph,
  answer: Settled,
  domain: string,
): (node: string) => boolean {
  return (node) => {
    const { kind, name } = graph.getNodeAttributes(node);
    const owner = kind === 'file' ? answer.domainOfFile.get(name) : answer.owners.get(name)?.domain;
    return owner === domain;
  };
}

/** Three decimals: what a person reads and what stays equal across machines. */
const round = (value: number): number => Math.round(value * 1000) / 1000;

import { type FactGraph, fileNode, tableNode } from '../graph/fact-graph.ts';
import type { Alternative, Facts, Reason, SourceFile, Table } from '../model/analysis.ts';
import type { Steering } from '../model/steering.ts';
import { agreedRoles } from './agreed-roles.ts';
import { confidences } from './confidence.ts';
import { chosenParts, type Drawing, type DrawnParts, drawParts } from './draw-parts.ts';
import { layeredFromFacts } from './from-facts.ts';
import type { LayeredGraph } from './layered-graph.ts';
import { linkedThings, wishedLinks } from './links.ts';
import { linkReasons } from './reasons.ts';
import type { RoleOf } from './roles.ts';
import { type Settled, settle } from './settle.ts';
import { splitParts } from './split-parts.ts';
import { pinnedDomains } from './steer.ts';

export interface Boundaries {
  files: SourceFile[];
  tables: Table[];
  domainNames: string[];
  foundAs: ReadonlyMap<string, string[]>;
  alternatives: Alternative[];
}

export interface BoundaryOptions {
  seed?: number;
  steering?: Steering;
  signal?: AbortSignal;
}

/**
 * Vertical domains over files and tables. Draws once over everything to learn which files serve
 * all parts alike, sets those aside, and draws again.
 */
export function findBoundaries(
  facts: Facts,
  graph: FactGraph,
  options: BoundaryOptions = {},
): Boundaries {
  const steering = options.steering ?? {};
  const pins = pinnedDomains(facts, steering);
  const links = wishedLinks(facts, steering);
  const drawOptions = {
    seed: options.seed ?? 1,
    pins,
    links,
    ...(steering.maximumFiles === undefined ? {} : { maximumSize: steering.maximumFiles }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  };
  const roles = agreedRoles(facts, graph, drawOptions, steering);
  const layered = layeredFromFacts(facts, graph, new Set(roles.keys()));
  const drawing = splitParts(
    facts,
    layered,
    drawParts(layered, drawOptions),
    drawOptions,
    steering,
  );
  const settled = new Map(
    drawing.parts.map((parts) => [
      parts.name,
      settle(facts, layered, parts, { pins, linked: linkedThings(links), steering }),
    ]),
  );
  const chosen = chosenParts(drawing, steering);
  const answer = settled.get(chosen.name) as Settled;
  return {
    files: describeFiles(facts, graph, { layered, drawing, chosen, answer, roles, pins }),
    tables: describeTables(facts, graph, answer),
    domainNames: answer.names,
    foundAs: answer.foundAs,
    alternatives: drawing.parts.map((parts) =>
      alternative(parts, settled.get(parts.name) as Settled),
    ),
  };
}

interface Found {
  layered: LayeredGraph;
  drawing: Drawing;
  chosen: DrawnParts;
  answer: Settled;
  roles: Map<string, RoleOf>;
  pins: Map<string, string>;
}

function describeFiles(facts: Facts, graph: FactGraph, found: Found): SourceFile[] {
  const { layered, drawing, chosen, answer, roles, pins } = found;
  const certainty = confidences(drawing.graph, chosen.membership, chosen.together);
  const index = new Map(layered.nodes.map(({ id }, node) => [id, node]));
  return facts.files.map(({ path, loc }) => {
    const role = roles.get(path);
    if (role)
      return { path, loc, role: role.role, domain: null, confidence: 1, because: role.because };
    const domain = answer.domainOfFile.get(path) ?? null;
    const pinned = pins.get(fileNode(path)) !== undefined;
    const confidence = pinned ? 1 : (certainty[index.get(fileNode(path)) ?? -1] ?? 0);
    const because = fileReasons(graph, path, domain, answer, pinned);
    return { path, loc, role: 'domain', domain, confidence: round(confidence), because };
  });
}

function fileReasons(
  graph: FactGraph,
  path: string,
  domain: string | null,
  answer: Settled,
  pinned: boolean,
): Reason[] {
  if (domain === null) {
    return [{ text: 'nothing that belongs to a domain is linked to it', sites: [] }];
  }
  if (pinned) return [{ text: 'ashlar.yaml says so', sites: [] }];
  const reasons = linkReasons(graph, fileNode(path), memberTest(graph, answer, domain));
  if (reasons.length > 0) return reasons;
  return [{ text: `its name shares words with the files of ${domain}`, sites: [] }];
}

function memberTest(graph: FactGraph, answer: Settled, domain: string): (node: string) => boolean {
  return (node) => {
    const { kind, name } = graph.getNodeAttributes(node);
    const owner = kind === 'file' ? answer.domainOfFile.get(name) : answer.owners.get(name)?.domain;
    return owner === domain;
  };
}

function describeTables(facts: Facts, graph: FactGraph, answer: Settled): Table[] {
  return facts.tables.map((table) => {
    const owner = answer.owners.get(table.name);
    const domain = owner?.domain ?? null;
    const links =
      domain === null
        ? []
        : linkReasons(graph, tableNode(table.name), memberTest(graph, answer, domain));
    return { ...table, domain, because: [...(owner?.because ?? []), ...links] };
  });
}

function alternative(parts: DrawnParts, settled: Settled): Alternative {
  const files = new Map<string, string[]>(settled.names.map((name) => [name, []]));
  const tables = new Map<string, string[]>(settled.names.map((name) => [name, []]));
  for (const [path, domain] of settled.domainOfFile) files.get(domain)?.push(path);
  for (const [table, { domain }] of settled.owners)
    if (domain !== null) tables.get(domain)?.push(table);
  return {
    name: parts.name,
    resolution: parts.resolution,
    stability: round(parts.stability),
    domains: settled.names.map((name) => ({
      name,
      files: (files.get(name) ?? []).sort(),
      tables: (tables.get(name) ?? []).sort(),
    })),
  };
}

/** Three decimals: what a person reads and what stays equal across machines. */
const round = (value: number): number => Math.round(value * 1000) / 1000;

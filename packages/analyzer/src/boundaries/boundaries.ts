import { type FactGraph, tableNode } from '../graph/fact-graph.ts';
import type { Alternative, Continuity, Facts, SourceFile, Table } from '../model/analysis.ts';
import type { Boundaries as Places } from '../model/boundaries.ts';
import type { Steering } from '../model/steering.ts';
import { agreedRoles } from './agreed-roles.ts';
import { continuity } from './continuity.ts';
import { describeFiles, memberTest } from './describe-files.ts';
import {
  chosenParts,
  type Drawing,
  type DrawnParts,
  type DrawOptions,
  drawParts,
} from './draw-parts.ts';
import { earlierDomains, earlierRoles } from './earlier-places.ts';
import { layeredFromFacts } from './from-facts.ts';
import { keepPlaces } from './keep-places.ts';
import type { LayeredGraph } from './layered-graph.ts';
import { linkedThings, wishedLinks } from './links.ts';
import { linkReasons } from './reasons.ts';
import { type Settled, settle } from './settle.ts';
import { splitParts } from './split-parts.ts';
import { pinnedDomains } from './steer.ts';

export interface Boundaries {
  files: SourceFile[];
  tables: Table[];
  domainNames: string[];
  foundAs: ReadonlyMap<string, string[]>;
  alternatives: Alternative[];
  continuity?: Continuity;
}

export interface BoundaryOptions {
  seed?: number;
  steering?: Steering;
  signal?: AbortSignal;
  /** Where everything was in an earlier analysis: it stays there unless another place is clearly better. */
  previous?: Places;
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
  const { previous } = options;
  const roles = agreedRoles(facts, graph, drawOptions, steering, earlierRoles(previous));
  const layered = layeredFromFacts(facts, graph, new Set(roles.keys()));
  const drawn = splitParts(facts, layered, drawParts(layered, drawOptions), drawOptions, steering);
  const { drawing, held } =
    previous === undefined
      ? { drawing: drawn, held: new Set<string>() }
      : continueDomains(layered, drawn, chosenParts(drawn, steering), drawOptions, previous);
  const settled = new Map(
    drawing.parts.map((parts) => [
      parts.name,
      settle(facts, layered, parts, { pins, linked: linkedThings(links), steering }),
    ]),
  );
  const chosen = chosenParts(drawing, steering);
  const answer = settled.get(chosen.name) as Settled;
  const files = describeFiles(facts, graph, { layered, drawing, chosen, answer, roles, pins });
  return {
    files,
    ...(previous === undefined
      ? {}
      : { continuity: continuity(files, previous, held, steering.rename) }),
    tables: describeTables(facts, graph, answer),
    domainNames: answer.names,
    foundAs: answer.foundAs,
    alternatives: drawing.parts.map((parts) =>
      alternative(parts, settled.get(parts.name) as Settled),
    ),
  };
}

/**
 * The answer drawn, with everything where it was unless another place is clearly better, and the files for which that
 * makes a difference.
 */
function continueDomains(
  layered: LayeredGraph,
  drawing: Drawing,
  chosen: DrawnParts,
  { pins, links, maximumSize }: DrawOptions,
  previous: Places,
): { drawing: Drawing; held: Set<string> } {
  const linked = linkedThings(links);
  const placed = layered.nodes.flatMap(({ id }, node) =>
    pins?.has(id) === true || linked.has(id) ? [node] : [],
  );
  const kept = keepPlaces(layered, drawing.graph, chosen, {
    domainOf: earlierDomains(previous),
    placed: new Set(placed),
    ...(maximumSize === undefined ? {} : { maximumSize }),
  });
  const held = layered.nodes.filter(
    ({ id }, node) => id.startsWith('file:') && kept.membership[node] !== chosen.membership[node],
  );
  return {
    drawing: { ...drawing, parts: drawing.parts.map((parts) => (parts === chosen ? kept : parts)) },
    held: new Set(held.map(({ name }) => name)),
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

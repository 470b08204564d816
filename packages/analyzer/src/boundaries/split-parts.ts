import { subgraph } from '../graph/subgraph.ts';
import type { Facts } from '../model/analysis.ts';
import { AnalyzerError } from '../model/error.ts';
import type { Steering } from '../model/steering.ts';
import { constraintsOf } from './constraints.ts';
import type { Drawing, DrawnParts, DrawOptions } from './draw-parts.ts';
import type { LayeredGraph } from './layered-graph.ts';
import { leiden } from './leiden/leiden.ts';
import { partsByFoundName } from './settle.ts';
import { NOWHERE } from './tidy.ts';

/** Resolutions that are tried, each so many times the one before, until there are enough parts. */
const STEP = 1.25;
const START = 0.2;
const MOST_STEPS = 40;

/**
 * Cuts the domains that a person says are several, in the partition that is the answer: the finest
 * cut into no more parts than asked for, by the same engine over the inside of the domain alone.
 *
 * @throws {AnalyzerError} ANALYZER_UNKNOWN_DOMAIN
 */
export function splitParts(
  facts: Facts,
  layered: LayeredGraph,
  drawing: Drawing,
  options: DrawOptions,
  steering: Steering,
): Drawing {
  const wishes = Object.entries(steering.split ?? {});
  if (wishes.length === 0) return drawing;
  const answer = steering.granularity ?? 'suggested';
  return {
    ...drawing,
    parts: drawing.parts.map((parts) => {
      if (parts.name !== answer) return parts;
      const byName = partsByFoundName(facts, layered, parts);
      const membership = parts.membership.slice();
      for (const [name, count] of wishes) {
        const part = byName.get(name);
        if (part === undefined) throw unknown(name, [...byName.keys()]);
        cut(drawing, layered, parts, membership, { part, count }, options);
      }
      return { ...parts, membership };
    }),
  };
}

interface Cut {
  part: number;
  /** Greatest number of parts. */
  count: number;
}

function cut(
  { graph }: Drawing,
  layered: LayeredGraph,
  parts: DrawnParts,
  membership: Int32Array,
  { part, count }: Cut,
  options: DrawOptions,
): void {
  const members = [...parts.membership.keys()].filter((node) => parts.membership[node] === part);
  const inside = subgraph(graph, members);
  const ids = members.map((node) => layered.nodes[node]?.id ?? '');
  const constraints = constraintsOf(ids, options.pins ?? new Map(), options.links);
  let best: Int32Array = new Int32Array(members.length);
  let most = 1;
  for (let step = 0, resolution = START; step < MOST_STEPS; step++, resolution *= STEP) {
    const found = leiden(inside, { resolution, seed: options.seed, constraints });
    const pieces = new Set(found.filter((_, i) => inside.strengths[i] !== 0)).size;
    if (pieces > count) break;
    if (pieces <= most) continue;
    best = found;
    most = pieces;
  }
  // What is pinned to the domain stays in it, and so does what nothing inside is linked to.
  const pinned = constraints.labels.findIndex((label) => label !== -1);
  const staying = pinned === -1 ? 0 : best[pinned];
  const free = membership.reduce((greatest, one) => Math.max(greatest, one), NOWHERE) + 1;
  members.forEach((node, i) => {
    const piece = best[i] as number;
    if (piece !== staying && inside.strengths[i] !== 0) membership[node] = free + piece;
  });
}

function unknown(name: string, known: readonly string[]): AnalyzerError {
  return new AnalyzerError(
    'ANALYZER_UNKNOWN_DOMAIN',
    `ashlar.yaml splits ${name}, but no domain of that name was found`,
    `Name a domain as it is called without the file: ${[...known].sort().join(', ') || '(none)'}.`,
  );
}

import { type FactGraph, fileNode } from '../graph/fact-graph.ts';
import type { Facts } from '../model/analysis.ts';
import type { Steering } from '../model/steering.ts';
import { blend } from './blend.ts';
import { chosenParts, type DrawnParts, type DrawOptions, drawParts } from './draw-parts.ts';
import { layeredFromFacts } from './from-facts.ts';
import type { LayeredGraph } from './layered-graph.ts';
import { libraryParts } from './library-parts.ts';
import { linkedThings } from './links.ts';
import { type Neighbours, neighbours } from './neighbours.ts';
import { findRoles, type RoleInput, type RoleOf } from './roles.ts';
import { businessSpeech } from './vocabulary.ts';

/** A hub hides behind the files it pulls into its own part, so roles are looked for anew without those found. */
const ROUNDS = 3;
/** Partitions that vote on a role in each round: one alone hangs on its seed at files that are in between. */
const BALLOTS = 5;
const NEEDED = Math.floor(BALLOTS / 2) + 1;
const SEED_STEP = 15_485_863;

/** Files that belong to no domain, by path: what most of several quick partitions say. */
export function agreedRoles(
  facts: Facts,
  graph: FactGraph,
  options: DrawOptions,
  steering: Steering,
): Map<string, RoleOf> {
  const around = neighbours(graph);
  const speech = businessSpeech(facts);
  let roles = new Map<string, RoleOf>();
  for (let round = 0; round < ROUNDS; round++) {
    const layered = layeredFromFacts(facts, graph, new Set(roles.keys()));
    const only = steering.granularity ?? 'suggested';
    const quick = { ...options, only, quick: true, blended: blend(layered) };
    const ballots: Map<string, RoleOf>[] = [];
    while (ballots.length < BALLOTS && !isDecided(ballots)) {
      const seed = options.seed + ballots.length * SEED_STEP;
      const partOf = partOfFiles(
        layered,
        chosenParts(drawParts(layered, { ...quick, seed }), steering),
      );
      ballots.push(rolesIn(facts, around, partOf, options, { speech, steering, known: roles }));
    }
    const agreed = majority(ballots);
    if (agreed.size === roles.size) break;
    roles = agreed;
  }
  return roles;
}

function rolesIn(
  facts: Facts,
  around: Neighbours,
  partOf: ReadonlyMap<string, number>,
  options: DrawOptions,
  input: RoleInput,
): Map<string, RoleOf> {
  const found = findRoles(facts, around, partOf, input);
  const linked = linkedThings(options.links);
  for (const [path, role] of libraryParts(facts, around, partOf, found, input.speech)) {
    const node = fileNode(path);
    if (options.pins?.has(node) !== true && !linked.has(node)) found.set(path, role);
  }
  return found;
}

/** Whether the ballots that are still to come can change nothing: they are most of the cost. */
function isDecided(ballots: readonly ReadonlyMap<string, RoleOf>[]): boolean {
  const left = BALLOTS - ballots.length;
  if (left >= NEEDED) return false;
  const votes = new Map<string, number>();
  for (const ballot of ballots)
    for (const [path, { role }] of ballot) {
      const vote = `${role} ${path}`;
      votes.set(vote, (votes.get(vote) ?? 0) + 1);
    }
  return [...votes.values()].every((count) => count >= NEEDED || count + left < NEEDED);
}

/** The role that more than half of all ballots give a file, with the reasons of the first that does. */
function majority(ballots: readonly ReadonlyMap<string, RoleOf>[]): Map<string, RoleOf> {
  const agreed = new Map<string, RoleOf>();
  for (const path of new Set(ballots.flatMap((ballot) => [...ballot.keys()]))) {
    const cast = ballots.flatMap((ballot) => ballot.get(path) ?? []);
    for (const role of ['library', 'shell'] as const) {
      const same = cast.filter((vote) => vote.role === role);
      if (same[0] !== undefined && same.length >= NEEDED) agreed.set(path, same[0]);
    }
  }
  return agreed;
}

function partOfFiles(layered: LayeredGraph, parts: DrawnParts): Map<string, number> {
  const partOf = new Map<string, number>();
  layered.nodes.forEach(({ id, name }, node) => {
    if (id.startsWith('file:')) partOf.set(name, parts.membership[node] as number);
  });
  return partOf;
}

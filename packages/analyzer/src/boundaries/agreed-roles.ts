import { type FactGraph, fileNode } from '../graph/fact-graph.ts';
import type { Facts, FileRole } from '../model/analysis.ts';
import type { Steering } from '../model/steering.ts';
import { blend } from './blend.ts';
import { chosenParts, type DrawnParts, type DrawOptions, drawParts } from './draw-parts.ts';
import { layeredFromFacts } from './from-facts.ts';
import type { LayeredGraph } from './layered-graph.ts';
import { libraryParts } from './library-parts.ts';
import { linkedThings } from './links.ts';
import { type Neighbours, neighbours } from './neighbours.ts';
import { findRoles, type RoleInput, type RoleOf, rolesByPlace } from './roles.ts';
import { businessSpeech } from './vocabulary.ts';

/** A hub hides behind the files it pulls into its own part, so roles are looked for anew without those found. */
const ROUNDS = 3;
/** Partitions that vote on a role in each round: one alone hangs on its seed at files that are in between. */
const BALLOTS = 5;
const NEEDED = Math.floor(BALLOTS / 2) + 1;
const ASIDE = ['library', 'shell'] as const;
/** Reason of a role that nobody voted for, and that the file had before. */
export const KEPT_ROLE = 'it was before, and it holds no data and answers nobody';
const SEED_STEP = 15_485_863;

export interface AgreedRole extends RoleOf {
  /** Share of the ballots that gave it this role less the share that did not, 0..1. */
  confidence: number;
}

/**
 * Files that belong to no domain, by path: what most of several quick partitions say.
 *
 * @param before roles that files had in an earlier analysis: a file stays in a domain unless all partitions say
 *   otherwise, and what was none stays so until it holds a table or serves a route
 */
export function agreedRoles(
  facts: Facts,
  graph: FactGraph,
  options: DrawOptions,
  steering: Steering,
  before: EarlierRoles = new Map(),
): Map<string, AgreedRole> {
  const around = neighbours(graph);
  const speech = businessSpeech(facts);
  const places = rolesByPlace(facts, around);
  const earlier = stillTrue(facts, around, before, options);
  let roles = new Map<string, AgreedRole>();
  for (let round = 0; round < ROUNDS; round++) {
    const layered = layeredFromFacts(facts, graph, new Set(roles.keys()));
    const only = steering.granularity ?? 'suggested';
    const quick = { ...options, only, quick: true, blended: blend(layered) };
    const ballots: Map<string, RoleOf>[] = [];
    while (ballots.length < BALLOTS && !isDecided(ballots, earlier)) {
      const seed = options.seed + ballots.length * SEED_STEP;
      const partOf = partOfFiles(
        layered,
        chosenParts(drawParts(layered, { ...quick, seed }), steering),
      );
      ballots.push(
        rolesIn(facts, around, partOf, options, { speech, steering, known: roles, places }),
      );
    }
    const agreed = majority(ballots, earlier, roles);
    if (agreed.size === roles.size) break;
    roles = agreed;
  }
  return roles;
}

type EarlierRoles = ReadonlyMap<string, FileRole>;

/** Without libraries and wiring that hold a table, serve a route or are placed by a person now, and without what is gone. */
function stillTrue(
  facts: Facts,
  around: Neighbours,
  before: EarlierRoles,
  { pins, links }: DrawOptions,
): EarlierRoles {
  const linked = linkedThings(links);
  const isPlaced = (path: string): boolean =>
    pins?.has(fileNode(path)) === true || linked.has(fileNode(path));
  const serving = new Set(facts.routes.map((route) => route.handler?.file ?? route.file));
  const known = new Set(facts.files.map(({ path }) => path));
  return new Map(
    [...before].filter(
      ([path, role]) =>
        known.has(path) &&
        (role === 'domain' ||
          !(serving.has(path) || around.hostsTables.has(path) || isPlaced(path))),
    ),
  );
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

type Ballots = readonly ReadonlyMap<string, RoleOf>[];

/** Votes that a role needs: a file loses the one it had only when all say so. */
const votesNeeded = (before: FileRole | undefined, role: FileRole): number =>
  before === undefined || before === role ? NEEDED : BALLOTS;

/** Whether the ballots that are still to come can change nothing: they are most of the cost. */
function isDecided(ballots: Ballots, earlier: EarlierRoles): boolean {
  const left = BALLOTS - ballots.length;
  if (left >= NEEDED) return false;
  const paths = new Set(ballots.flatMap((ballot) => [...ballot.keys()]));
  return [...paths].every((path) =>
    ASIDE.every((role) => {
      const votes = ballots.filter((ballot) => ballot.get(path)?.role === role).length;
      const needed = votesNeeded(earlier.get(path), role);
      return votes >= needed || votes + left < needed;
    }),
  );
}

/**
 * The role that enough of all ballots give a file, with the reasons of the first that does, and what stays one. What was
 * agreed in an earlier round is taken for granted in the ballots: it keeps the margin it had there.
 */
function majority(
  ballots: Ballots,
  earlier: EarlierRoles,
  agreedBefore: ReadonlyMap<string, AgreedRole>,
): Map<string, AgreedRole> {
  const agreed = new Map<string, AgreedRole>();
  for (const [path, role] of earlier) {
    const because = [{ text: KEPT_ROLE, sites: [{ file: path, line: 1 }] }];
    if (role !== 'domain') agreed.set(path, { role, because, confidence: 0 });
  }
  for (const path of new Set(ballots.flatMap((ballot) => [...ballot.keys()]))) {
    const cast = ballots.flatMap((ballot) => ballot.get(path) ?? []);
    for (const role of ASIDE) {
      const same = cast.filter((vote) => vote.role === role);
      const needed = votesNeeded(earlier.get(path), role);
      if (same[0] === undefined || same.length < needed) continue;
      const before = agreedBefore.get(path);
      const margin = Math.max(0, (2 * same.length) / ballots.length - 1);
      const confidence = before?.role === role ? before.confidence : margin;
      agreed.set(path, { ...same[0], confidence });
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

import { businessWords } from '../model/words.ts';
import type { LayeredEdge, LayeredGraph } from './layered-graph.ts';
import { type Room, roomIn } from './room.ts';

const DATA_LAYERS: ReadonlySet<string> = new Set(['access', 'transaction']);
const RUN_LAYERS: ReadonlySet<string> = new Set(['import', 'call', 'inject']);

/** A file that works on the tables of at least this many parts coordinates them. */
const COORDINATED = 3;
const FEWEST_WRITTEN = 2;
const RUN_VOTE = 0.5;

interface Around {
  /** Tables a file works on, with 1 for a write or a transaction, less for a read. */
  tables: Map<number, Map<number, number>>;
  runs: Map<number, Set<number>>;
  runBy: Map<number, Set<number>>;
}

/**
 * Corrects two things that link weights get wrong. A *coordinator* (it works on tables of three or
 * more parts) is drawn to the table that fewest others use; it belongs where most of the tables and
 * files it works with are. A *private helper* (no table, one user) belongs with its user, unless its
 * name is a word of the part it is in.
 */
export function rehome(
  layered: LayeredGraph,
  membership: Int32Array,
  fixed: ReadonlySet<number>,
  maximumSize?: number,
): Int32Array {
  const around = surroundings(layered);
  const room = roomIn(membership, maximumSize);
  const result = membership.slice();
  for (const [file, tables] of around.tables) {
    if (fixed.has(file) || isCalledLikeOneOf(layered, file, tables)) continue;
    const votes = coordinatorVotes(file, tables, around, membership);
    if (votes !== undefined && room.take(votes, 1, result[file])) result[file] = votes;
  }
  followUsers(layered, around, result, fixed, room);
  return result;
}

/** `order.service.ts` works on the table `orders` and others: it is the service of orders. */
function isCalledLikeOneOf(
  layered: LayeredGraph,
  file: number,
  tables: ReadonlyMap<number, number>,
): boolean {
  const words = (node: number) =>
    [...new Set(wordsOf(layered.nodes[node]?.name ?? '', layered))].sort().join(' ');
  const own = words(file);
  return own !== '' && [...tables.keys()].some((table) => words(table) === own);
}

function surroundings(layered: LayeredGraph): Around {
  const around: Around = { tables: new Map(), runs: new Map(), runBy: new Map() };
  const isTable = layered.nodes.map(({ id }) => id.startsWith('table:'));
  for (const edge of layered.edges) {
    if (DATA_LAYERS.has(edge.layer) && !isTable[edge.from] && isTable[edge.to]) {
      const known = around.tables.get(edge.from) ?? new Map<number, number>();
      around.tables.set(edge.from, known);
      known.set(edge.to, Math.max(known.get(edge.to) ?? 0, tableVote(edge)));
    }
    if (!RUN_LAYERS.has(edge.layer)) continue;
    addTo(around.runs, edge.from, edge.to);
    addTo(around.runBy, edge.to, edge.from);
  }
  return around;
}

/** Reads and declarations have weight 1 in the fact graph, writes 2. */
const tableVote = ({ layer, weight }: LayeredEdge): number =>
  layer === 'transaction' || weight > 1 ? 1 : 0.5;

function coordinatorVotes(
  file: number,
  tables: ReadonlyMap<number, number>,
  { runs }: Around,
  membership: Int32Array,
): number | undefined {
  const written = new Set<number>();
  for (const [table, weight] of tables) if (weight === 1) written.add(membership[table] as number);
  // Who only reads everywhere is a report, and belongs where its link weights put it.
  if (written.size < FEWEST_WRITTEN) return undefined;
  const votes = new Map<number, number>();
  const vote = (node: number, weight: number) => {
    const part = membership[node] as number;
    if (part >= 0) votes.set(part, (votes.get(part) ?? 0) + weight);
  };
  for (const [table, weight] of tables) vote(table, weight);
  if (votes.size < COORDINATED) return undefined;
  for (const used of runs.get(file) ?? []) vote(used, RUN_VOTE);
  const own = membership[file] as number;
  const [best] = [...votes].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return best !== undefined && best[1] > (votes.get(own) ?? 0) ? best[0] : undefined;
}

function followUsers(
  layered: LayeredGraph,
  { tables, runBy, runs }: Around,
  membership: Int32Array,
  fixed: ReadonlySet<number>,
  room: Room<number>,
): void {
  const words = wordsOfParts(layered, membership);
  // Where everyone was before: a helper's helper does not follow, it is too far from the user.
  const before = membership.slice();
  layered.nodes.forEach(({ id, name }, node) => {
    if (fixed.has(node) || id.startsWith('table:') || tables.has(node)) return;
    const users = [...(runBy.get(node) ?? [])];
    const used = [...(runs.get(node) ?? [])];
    // An entry point of one file, such as the controller of one service, goes where that goes.
    const tied = users[0] ?? used[0];
    if (tied === undefined || (users.length === 0 ? used : users).length !== 1) return;
    const part = before[node] as number;
    const target = before[tied] as number;
    if (target < 0 || target === part) return;
    if (wordsOf(name, layered).some((word) => words.get(word) === part)) return;
    if (room.take(target, 1, part)) membership[node] = target;
  });
}

const wordsOf = (name: string, { ownWords }: LayeredGraph): string[] =>
  businessWords((name.split('/').pop() ?? '').replace(/\.[^.]+$/, ''), ownWords);

const MOST_OF_A_WORD = 0.7;
const FEWEST_SPEAKERS = 3;

/** The part that holds most of the nodes called by a word, if there is one. */
function wordsOfParts(layered: LayeredGraph, membership: Int32Array): Map<string, number> {
  const counts = new Map<string, Map<number, number>>();
  layered.nodes.forEach(({ name }, node) => {
    for (const word of new Set(wordsOf(name, layered))) {
      const parts = counts.get(word) ?? new Map<number, number>();
      counts.set(word, parts);
      const part = membership[node] as number;
      parts.set(part, (parts.get(part) ?? 0) + 1);
    }
  });
  const holders = new Map<string, number>();
  for (const [word, parts] of counts) {
    const all = [...parts.values()].reduce((sum, count) => sum + count, 0);
    const [top] = [...parts].sort((a, b) => b[1] - a[1]);
    if (top && all >= FEWEST_SPEAKERS && top[1] >= all * MOST_OF_A_WORD) holders.set(word, top[0]);
  }
  return holders;
}

function addTo(map: Map<number, Set<number>>, key: number, value: number): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, new Set([value]));
  else known.add(value);
}

import { type Random, shuffle } from '../../graph/random.ts';
import { type Level, mayMeet } from './problem.ts';

/** Running sums of each community while nodes move. */
interface Communities {
  strength: Float64Array;
  size: Int32Array;
  label: Int32Array;
}

/**
 * The fast local move of Leiden: a queue of nodes whose neighbourhood changed; each goes to the
 * neighbouring community with the greatest gain of
 * `sum(weights inside) - resolution * strength² / (4 * total)` (modularity of Reichardt and
 * Bornholdt 2006). Changes `membership` in place.
 */
export function moveNodes(
  level: Level,
  membership: Int32Array,
  resolution: number,
  random: Random,
): boolean {
  const { graph } = level;
  const communities = sumUp(level, membership);
  const empty = emptyCommunities(communities);
  const queue = new Int32Array(graph.nodes);
  for (let node = 0; node < graph.nodes; node++) queue[node] = node;
  shuffle(queue, random);
  const waiting = new Uint8Array(graph.nodes).fill(1);
  const linked = new Float64Array(graph.nodes);
  const touched = new Int32Array(graph.nodes);
  const factor = graph.total === 0 ? 0 : resolution / (2 * graph.total);
  let head = 0;
  let pending = graph.nodes;
  let changed = false;
  while (pending > 0) {
    const node = queue[head] as number;
    head = head + 1 === graph.nodes ? 0 : head + 1;
    pending--;
    waiting[node] = 0;
    const home = membership[node] as number;
    leave(level, communities, node, home);
    if (communities.size[home] === 0) empty.push(home);
    const best = bestCommunity(level, membership, communities, node, {
      linked,
      touched,
      factor,
      empty,
    });
    if (best === empty[empty.length - 1]) empty.pop();
    join(level, communities, node, best);
    membership[node] = best;
    if (best === home) continue;
    changed = true;
    for (let i = graph.offsets[node] as number; i < (graph.offsets[node + 1] as number); i++) {
      const neighbour = graph.targets[i] as number;
      if (waiting[neighbour] === 1 || membership[neighbour] === best) continue;
      waiting[neighbour] = 1;
      queue[(head + pending) % graph.nodes] = neighbour;
      pending++;
    }
  }
  return changed;
}

interface Scratch {
  linked: Float64Array;
  touched: Int32Array;
  factor: number;
  empty: number[];
}

function bestCommunity(
  level: Level,
  membership: Int32Array,
  communities: Communities,
  node: number,
  { linked, touched, factor, empty }: Scratch,
): number {
  const { graph } = level;
  let count = 0;
  for (let i = graph.offsets[node] as number; i < (graph.offsets[node + 1] as number); i++) {
    const community = membership[graph.targets[i] as number] as number;
    if (linked[community] === 0) touched[count++] = community;
    linked[community] = (linked[community] as number) + (graph.weights[i] as number);
  }
  const home = membership[node] as number;
  const own = (graph.strengths[node] as number) * factor;
  let best = home;
  let bestGain =
    communities.size[home] === 0
      ? 0
      : (linked[home] as number) - own * (communities.strength[home] as number);
  // A lone place gains exactly 0 and is always allowed.
  const lone = empty[empty.length - 1];
  if (
    lone !== undefined &&
    (bestGain < 0 || !allowed(level, membership, communities, node, home))
  ) {
    best = lone;
    bestGain = 0;
  }
  for (let i = 0; i < count; i++) {
    const community = touched[i] as number;
    const gain = (linked[community] as number) - own * (communities.strength[community] as number);
    linked[community] = 0;
    if (gain > bestGain + 1e-12 && allowed(level, membership, communities, node, community)) {
      bestGain = gain;
      best = community;
    }
  }
  return best;
}

function allowed(
  level: Level,
  membership: Int32Array,
  communities: Communities,
  node: number,
  community: number,
): boolean {
  const label = level.labels[node] as number;
  const other = communities.label[community] as number;
  if (label !== -1 && other !== -1 && label !== other) return false;
  const size = (communities.size[community] as number) + (level.sizes[node] as number);
  if (size > level.maximumSize && communities.size[community] !== 0) return false;
  return level.apart.size === 0 || mayMeet(level, membership, node, community);
}

function sumUp(level: Level, membership: Int32Array): Communities {
  const { nodes } = level.graph;
  const communities = {
    strength: new Float64Array(nodes),
    size: new Int32Array(nodes),
    label: new Int32Array(nodes).fill(-1),
  };
  for (let node = 0; node < nodes; node++)
    join(level, communities, node, membership[node] as number);
  return communities;
}

function emptyCommunities(communities: Communities): number[] {
  const empty: number[] = [];
  for (let i = communities.size.length - 1; i >= 0; i--)
    if (communities.size[i] === 0) empty.push(i);
  return empty;
}

function join(level: Level, communities: Communities, node: number, community: number): void {
  communities.strength[community] =
    (communities.strength[community] as number) + (level.graph.strengths[node] as number);
  communities.size[community] =
    (communities.size[community] as number) + (level.sizes[node] as number);
  // Equal labels were merged into one node beforehand, so a label enters a community once.
  if (level.labels[node] !== -1) communities.label[community] = level.labels[node] as number;
}

function leave(level: Level, communities: Communities, node: number, community: number): void {
  communities.strength[community] =
    (communities.strength[community] as number) - (level.graph.strengths[node] as number);
  communities.size[community] =
    (communities.size[community] as number) - (level.sizes[node] as number);
  if (level.labels[node] !== -1) communities.label[community] = -1;
}

import { type Random, shuffle } from '../../graph/random.ts';
import { type Level, mayMeet } from './problem.ts';

/** Spread of the random choice among merges that gain; the paper's theta. */
const RANDOMNESS = 0.01;

/**
 * The refinement of Leiden (Traag, Waltman, van Eck 2019, algorithm A.2): inside each community
 * start from single nodes and merge a well-connected single node into a well-connected part it
 * has an edge to. Parts therefore are connected, which plain Louvain cannot promise.
 */
export function refine(
  level: Level,
  communities: Int32Array,
  resolution: number,
  random: Random,
): Int32Array {
  const { graph } = level;
  const n = graph.nodes;
  const state = startAlone(level, communities);
  const factor = graph.total === 0 ? 0 : resolution / (2 * graph.total);
  const order = new Int32Array(n);
  for (let node = 0; node < n; node++) order[node] = node;
  shuffle(order, random);
  const linked = new Float64Array(n);
  const touched: number[] = [];
  for (const node of order) {
    if (state.count[state.part[node] as number] !== 1) continue;
    const community = communities[node] as number;
    const rest = (state.communityStrength[community] as number) - (graph.strengths[node] as number);
    const own = (graph.strengths[node] as number) * factor;
    if ((state.external[node] as number) < own * rest) continue;
    touched.length = 0;
    for (let i = graph.offsets[node] as number; i < (graph.offsets[node + 1] as number); i++) {
      const neighbour = graph.targets[i] as number;
      if (communities[neighbour] !== community) continue;
      const part = state.part[neighbour] as number;
      if (linked[part] === 0) touched.push(part);
      linked[part] = (linked[part] as number) + (graph.weights[i] as number);
    }
    const target = choose(level, state, node, { linked, touched, own, factor, community }, random);
    if (target !== undefined)
      merge(state, graph.strengths[node] as number, node, target, linked[target] as number);
    for (const part of touched) linked[part] = 0;
  }
  return state.part;
}

interface Parts {
  part: Int32Array;
  strength: Float64Array;
  count: Int32Array;
  /** Weight from each part to the rest of its community. */
  external: Float64Array;
  communityStrength: Float64Array;
}

function startAlone(level: Level, communities: Int32Array): Parts {
  const { graph } = level;
  const part = new Int32Array(graph.nodes);
  const external = new Float64Array(graph.nodes);
  const communityStrength = new Float64Array(graph.nodes);
  for (let node = 0; node < graph.nodes; node++) {
    part[node] = node;
    const community = communities[node] as number;
    communityStrength[community] =
      (communityStrength[community] as number) + (graph.strengths[node] as number);
    for (let i = graph.offsets[node] as number; i < (graph.offsets[node + 1] as number); i++) {
      if (communities[graph.targets[i] as number] !== community) continue;
      external[node] = (external[node] as number) + (graph.weights[i] as number);
    }
  }
  return {
    part,
    strength: graph.strengths.slice(),
    count: new Int32Array(graph.nodes).fill(1),
    external,
    communityStrength,
  };
}

interface Choice {
  linked: Float64Array;
  touched: number[];
  own: number;
  factor: number;
  community: number;
}

function choose(
  level: Level,
  state: Parts,
  node: number,
  { linked, touched, own, factor, community }: Choice,
  random: Random,
): number | undefined {
  const whole = state.communityStrength[community] as number;
  const options: number[] = [];
  const gains: number[] = [];
  for (const part of touched) {
    if (part === state.part[node]) continue;
    const strength = state.strength[part] as number;
    if ((state.external[part] as number) < strength * factor * (whole - strength)) continue;
    const gain = (linked[part] as number) - own * strength;
    if (gain < 0 || !mayMeet(level, state.part, node, part)) continue;
    options.push(part);
    gains.push(gain);
  }
  if (options.length === 0) return undefined;
  const scale = RANDOMNESS * Math.max(1e-12, level.graph.strengths[node] as number);
  const greatest = Math.max(...gains);
  const chances = gains.map((gain) => Math.exp((gain - greatest) / scale));
  let left = random() * chances.reduce((sum, chance) => sum + chance, 0);
  for (let i = 0; i < options.length; i++) {
    left -= chances[i] as number;
    if (left <= 0) return options[i];
  }
  return options[options.length - 1];
}

function merge(
  state: Parts,
  strength: number,
  node: number,
  target: number,
  between: number,
): void {
  const old = state.part[node] as number;
  state.external[target] =
    (state.external[target] as number) + (state.external[old] as number) - 2 * between;
  state.strength[target] = (state.strength[target] as number) + strength;
  state.count[target] = (state.count[target] as number) + 1;
  state.count[old] = 0;
  state.strength[old] = 0;
  state.part[node] = target;
}

import { businessWords } from '../model/words.ts';
import type { LayeredEdge, LayeredNode } from './layered-graph.ts';
import { sharedFolderWords } from './shared-folder-words.ts';

/** Words of folders say less than those of the file itself. */
const FOLDER_SHARE = 0.75;
/** A word that more than this share of all nodes carries tells nothing. */
const COMMON_SHARE = 0.4;
/** Members of a larger group are linked to this many that follow them instead of to all. */
const LONGEST_REACH = 60;
const SHORTEST_REACH = 3;
/** Pairs that names may add, beside {@link PAIRS_PER_NODE} for every node; keeps time linear. */
const PAIRS = 60_000;
const PAIRS_PER_NODE = 4;

/**
 * Edges between nodes that share business words: the cosine of their word vectors, words weighted
 * by inverse document frequency. Large groups are linked along a band, so that the number of
 * edges stays linear in nodes.
 */
export function nameEdges(nodes: readonly LayeredNode[]): LayeredEdge[] {
  const folders = nodes.map(({ name }) => name.split('/').slice(0, -1));
  const mute = sharedFolderWords(folders.filter(({ length }) => length > 0));
  const vectors = nodes.map((node) => wordVector(node, mute));
  const members = new Map<string, number[]>();
  vectors.forEach((vector, node) => {
    for (const word of vector.keys()) {
      const list = members.get(word);
      if (list === undefined) members.set(word, [node]);
      else list.push(node);
    }
  });
  const rarity = (word: string) => Math.log(1 + nodes.length / (members.get(word)?.length ?? 1));
  const lengths = vectors.map((vector) =>
    Math.hypot(...[...vector].map(([word, share]) => share * rarity(word))),
  );
  const reach = reachWithin(members, PAIRS + PAIRS_PER_NODE * nodes.length);
  const sums = new Map<number, number>();
  for (const [word, list] of members) {
    if (list.length < 2 || list.length > Math.max(3, nodes.length * COMMON_SHARE)) continue;
    const squared = rarity(word) ** 2;
    forEachPair(list, reach, (a, b, scale) => {
      const shares = (vectors[a]?.get(word) ?? 0) * (vectors[b]?.get(word) ?? 0);
      const key = a * nodes.length + b;
      const part = (scale * squared * shares) / ((lengths[a] ?? 1) * (lengths[b] ?? 1));
      sums.set(key, (sums.get(key) ?? 0) + part);
    });
  }
  return [...sums].map(([key, weight]) => ({
    from: Math.floor(key / nodes.length),
    to: key % nodes.length,
    layer: 'name',
    weight,
  }));
}

/** A path or qualified name as its last part without extension and the parts before; an `index` is called by its folder. */
export function readName(name: string): { own: string; folders: string[] } {
  const folders = name.replace(/\.[a-z]{1,4}$/i, '').split(/[/\\]|(?<=[a-z])\.(?=[a-z])/i);
  let own = folders.pop() ?? '';
  if (/^(?:index|main|mod)$/i.test(own)) own = folders.pop() ?? own;
  return { own, folders };
}

/** Business words of a node with their share: 1 for its own name, less for its folders, none for those that most have. */
function wordVector(node: LayeredNode, mute: ReadonlySet<string>): Map<string, number> {
  const { own, folders } = readName(node.name);
  const vector = new Map<string, number>();
  for (const name of [own, ...(node.alsoKnownAs ?? [])]) {
    for (const word of businessWords(name)) vector.set(word, 1);
  }
  // `stock.controller.ts` says stock, whatever it lies below.
  const said = new Set(businessWords(node.name.slice(node.name.lastIndexOf('/') + 1)));
  for (const folder of folders) {
    for (const word of businessWords(folder)) {
      if (!vector.has(word) && (said.has(word) || !mute.has(word))) vector.set(word, FOLDER_SHARE);
    }
  }
  return vector;
}

/** The longest reach that stays within a number of pairs. */
function reachWithin(members: ReadonlyMap<string, readonly number[]>, most: number): number {
  let pairs = 0;
  for (const list of members.values())
    pairs += list.length * Math.min(list.length - 1, LONGEST_REACH);
  if (pairs <= most) return LONGEST_REACH;
  return Math.max(SHORTEST_REACH, Math.floor((LONGEST_REACH * most) / pairs));
}

function forEachPair(
  list: readonly number[],
  longest: number,
  visit: (a: number, b: number, scale: number) => void,
): void {
  const reach = Math.min(list.length - 1, longest);
  const scale = (list.length - 1) / reach;
  for (let i = 0; i < list.length; i++) {
    for (let step = 1; step <= reach; step++) {
      const j = i + step;
      if (j >= list.length) break;
      visit(list[i] as number, list[j] as number, scale);
    }
  }
}

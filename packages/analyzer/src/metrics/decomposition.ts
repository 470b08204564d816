/** A partition and the directed, weighted links between its members, by index. */
export interface Decomposition {
  membership: ArrayLike<number>;
  links: readonly { from: number; to: number; weight: number }[];
}

/** More than the number of any part. */
const WIDTH = 2 ** 26;

/** Sums over the links that most of these metrics share; for whoever wants several of them. */
export interface PartSums {
  size: Map<number, number>;
  inside: Map<number, number>;
  /** Weight between two different parts, both directions, by `low * WIDTH + high`. */
  between: Map<number, number>;
  leaving: Map<number, number>;
  total: number;
}

/**
 * TurboMQ (Mitchell and Mancoridis 2006): the sum over parts of
 * `2 * inside / (2 * inside + leaving)`, where leaving counts both directions. 0..number of parts.
 */
export function turboMq(decomposition: Decomposition | PartSums): number {
  const { size, inside, leaving } = summed(decomposition);
  let quality = 0;
  for (const part of size.keys()) {
    const own = 2 * (inside.get(part) ?? 0);
    if (own > 0) quality += own / (own + (leaving.get(part) ?? 0));
  }
  return quality;
}

/** Inter-partition calls (Kalia et al., Mono2Micro, 2021): share of the link weight between parts, 0..1; lower is better. */
export function interPartitionCalls(decomposition: Decomposition | PartSums): number {
  const { inside, total } = summed(decomposition);
  if (total === 0) return 0;
  return 1 - [...inside.values()].reduce((sum, weight) => sum + weight, 0) / total;
}

/**
 * Structural modularity (Jin et al., TSE 2019): mean over the M parts of `inside / N_i²` minus the
 * mean over pairs of parts of `between / (2 N_i N_j)`. Higher is better.
 */
export function structuralModularity(decomposition: Decomposition | PartSums): number {
  const { size, inside, between } = summed(decomposition);
  const parts = size.size;
  if (parts === 0) return 0;
  let cohesion = 0;
  for (const [part, members] of size) cohesion += (inside.get(part) ?? 0) / members ** 2;
  let coupling = 0;
  for (const [pair, weight] of between) {
    const a = Math.floor(pair / WIDTH);
    const b = pair % WIDTH;
    coupling += weight / (2 * (size.get(a) ?? 1) * (size.get(b) ?? 1));
  }
  const pairs = (parts * (parts - 1)) / 2;
  return cohesion / parts - (pairs === 0 ? 0 : coupling / pairs);
}

const SMALL = 5;
const LARGE = 20;

/**
 * Non-extreme distribution (Wu, Hassan and Holt 2005), as the share of *members* in parts of
 * fewer than 5 or more than 20: 0..1, lower is better. Some papers count parts or subtract from 1.
 */
export function extremeDistribution(decomposition: Decomposition | PartSums): number {
  const sizes = [...summed(decomposition).size.values()];
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const extreme = sizes
    .filter((size) => size < SMALL || size > LARGE)
    .reduce((sum, size) => sum + size, 0);
  return all === 0 ? 0 : extreme / all;
}

/**
 * Interface number (Jin et al., TSE 2019): mean over parts of the number of members that another
 * part uses. Lower is better.
 */
export function interfaceNumber({ membership, links }: Decomposition): number {
  const parts = new Set(Array.from(membership)).size;
  const used = new Set<number>();
  for (const { from, to } of links) if (membership[from] !== membership[to]) used.add(to);
  return parts === 0 ? 0 : used.size / parts;
}

/**
 * Business context purity (BCP; Kalia et al., Mono2Micro, ESEC/FSE 2021): mean over the parts of the
 * entropy of the contexts (use cases) that reach into the part, each as likely as the other, in bits:
 * `log2(m)` with m contexts. 0 when every part serves one context; lower is better. A part that no
 * context reaches counts 0.
 *
 * @param contexts members that each context touches, by index
 */
export function businessContextPurity(
  membership: ArrayLike<number>,
  contexts: readonly (readonly number[])[],
): number {
  const reached = new Map<number, number>();
  for (const part of Array.from(membership)) reached.set(part, 0);
  for (const members of contexts) {
    for (const part of new Set(members.map((member) => membership[member] as number)))
      reached.set(part, (reached.get(part) ?? 0) + 1);
  }
  const entropy = [...reached.values()].reduce((sum, m) => sum + (m > 1 ? Math.log2(m) : 0), 0);
  return reached.size === 0 ? 0 : entropy / reached.size;
}

/**
 * Conductance (Kannan, Vempala and Vetta 2004), mean over the parts that have links: weight that
 * leaves the part over the volume (weight of link ends) of the part or of the rest, whichever is
 * smaller. 0..1, lower is better.
 */
export function meanConductance(decomposition: Decomposition | PartSums): number {
  const { size, inside, leaving, total } = summed(decomposition);
  const values = [...size.keys()].flatMap((part) => {
    const out = leaving.get(part) ?? 0;
    const volume = 2 * (inside.get(part) ?? 0) + out;
    const smaller = Math.min(volume, 2 * total - volume);
    if (volume === 0) return [];
    return [smaller <= 0 ? (out > 0 ? 1 : 0) : out / smaller];
  });
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

const summed = (given: Decomposition | PartSums): PartSums =>
  'membership' in given ? partSums(given) : given;

export function partSums({ membership, links }: Decomposition): PartSums {
  const result: PartSums = {
    size: new Map(),
    inside: new Map(),
    between: new Map(),
    leaving: new Map(),
    total: 0,
  };
  const add = <K>(map: Map<K, number>, key: K, amount: number) =>
    map.set(key, (map.get(key) ?? 0) + amount);
  for (let member = 0; member < membership.length; member++)
    add(result.size, membership[member] as number, 1);
  for (const { from, to, weight } of links) {
    const a = membership[from] as number;
    const b = membership[to] as number;
    result.total += weight;
    if (a === b) {
      add(result.inside, a, weight);
      continue;
    }
    add(result.leaving, a, weight);
    add(result.leaving, b, weight);
    add(result.between, Math.min(a, b) * WIDTH + Math.max(a, b), weight);
  }
  return result;
}

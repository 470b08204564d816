interface Arc {
  from: string;
  to: string;
  weight: number;
}

/** Up to this many nodes the cheapest set is found exactly (2^n orders by dynamic programming). */
const EXACT = 14;

/**
 * A set of arcs of least total weight whose removal leaves no cycle: exact for small graphs,
 * greedy by out-weight minus in-weight (Eades, Lin and Smyth 1993) beyond.
 */
export function feedbackArcs<A extends Arc>(nodes: readonly string[], arcs: readonly A[]): A[] {
  const order = nodes.length <= EXACT ? exactOrder(nodes, arcs) : greedyOrder(nodes, arcs);
  const position = new Map(order.map((node, i) => [node, i]));
  return arcs.filter((arc) => (position.get(arc.from) ?? 0) > (position.get(arc.to) ?? 0));
}

/** Cheapest linear order: `cost[set]` is the least weight of backward arcs with `set` placed first. */
function exactOrder(nodes: readonly string[], arcs: readonly Arc[]): string[] {
  const n = nodes.length;
  const index = new Map(nodes.map((node, i) => [node, i]));
  const weight = new Float64Array(n * n);
  for (const arc of arcs) {
    const at = (index.get(arc.from) ?? 0) * n + (index.get(arc.to) ?? 0);
    weight[at] = (weight[at] as number) + arc.weight;
  }
  const cost = new Float64Array(1 << n).fill(Number.POSITIVE_INFINITY);
  const last = new Int8Array(1 << n);
  cost[0] = 0;
  for (let set = 0; set < 1 << n; set++) {
    for (let node = 0; node < n; node++) {
      if (set & (1 << node)) continue;
      // Placed after `set`: every arc from here back into the set runs backwards.
      let back = cost[set] as number;
      for (let other = 0; other < n; other++) {
        if (set & (1 << other)) back += weight[node * n + other] as number;
      }
      const grown = set | (1 << node);
      if (back < (cost[grown] as number) - 1e-9) {
        cost[grown] = back;
        last[grown] = node;
      }
    }
  }
  const order: string[] = [];
  for (let set = (1 << n) - 1; set !== 0; ) {
    const node = last[set] as number;
    order.unshift(nodes[node] as string);
    set ^= 1 << node;
  }
  return order;
}

function greedyOrder(nodes: readonly string[], arcs: readonly Arc[]): string[] {
  const left = new Set(nodes);
  const head: string[] = [];
  const tail: string[] = [];
  const weightOf = (node: string, side: 'from' | 'to', other: 'from' | 'to'): number =>
    arcs.reduce(
      (sum, arc) => (arc[side] === node && left.has(arc[other]) ? sum + arc.weight : sum),
      0,
    );
  while (left.size > 0) {
    let best: { node: string; gain: number } | undefined;
    let moved = false;
    for (const node of [...left].sort()) {
      const out = weightOf(node, 'from', 'to');
      const into = weightOf(node, 'to', 'from');
      if (out === 0 || into === 0) {
        (out === 0 ? tail : head).push(node);
        left.delete(node);
        moved = true;
        break;
      }
      if (best === undefined || out - into > best.gain) best = { node, gain: out - into };
    }
    if (moved || best === undefined) continue;
    head.push(best.node);
    left.delete(best.node);
  }
  return [...head, ...tail.reverse()];
}

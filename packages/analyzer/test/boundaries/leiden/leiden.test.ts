import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leiden, modularity } from '../../../src/boundaries/leiden/leiden.ts';
import { type CompactGraph, compactGraph } from '../../../src/graph/compact.ts';

type Edge = [number, number, number];
const build = (nodes: number, edges: readonly Edge[]): CompactGraph =>
  compactGraph(nodes, {
    from: edges.map(([from]) => from),
    to: edges.map(([, to]) => to),
    weight: edges.map(([, , weight]) => weight),
  });

/** Cliques of four in a ring, joined by single light edges. */
function ringOfCliques(count: number): CompactGraph {
  const edges: Edge[] = [];
  for (let c = 0; c < count; c++) {
    for (let i = 0; i < 4; i++)
      for (let j = i + 1; j < 4; j++) edges.push([c * 4 + i, c * 4 + j, 1]);
    edges.push([c * 4, ((c + 1) % count) * 4 + 1, 0.2]);
  }
  return build(count * 4, edges);
}

const graphs = fc.integer({ min: 1, max: 30 }).chain((nodes) =>
  fc.record({
    nodes: fc.constant(nodes),
    edges: fc.array(
      fc.tuple(fc.nat(nodes - 1), fc.nat(nodes - 1), fc.integer({ min: 1, max: 9 })),
      { maxLength: 90 },
    ) as fc.Arbitrary<Edge[]>,
    seed: fc.nat(1000),
    resolution: fc.constantFrom(0.3, 1, 2.5),
  }),
);

function connected(graph: CompactGraph, members: readonly number[]): boolean {
  const inside = new Set(members);
  const seen = new Set(members.slice(0, 1));
  for (const node of seen) {
    for (let i = graph.offsets[node] ?? 0; i < (graph.offsets[node + 1] ?? 0); i++) {
      const other = graph.targets[i] ?? -1;
      if (inside.has(other)) seen.add(other);
    }
  }
  return seen.size === inside.size;
}

const partsOf = (membership: Int32Array): number[][] => {
  const parts: number[][] = [];
  membership.forEach((part, node) => {
    parts[part] = [...(parts[part] ?? []), node];
  });
  return parts;
};

describe('Leiden', () => {
  it('finds the cliques of a ring of cliques', () => {
    const parts = partsOf(leiden(ringOfCliques(8)));
    expect(parts).toEqual(Array.from({ length: 8 }, (_, c) => [0, 1, 2, 3].map((i) => c * 4 + i)));
  });

  it('keeps every part connected', () => {
    fc.assert(
      fc.property(graphs, ({ nodes, edges, seed, resolution }) => {
        const graph = build(nodes, edges);
        for (const part of partsOf(leiden(graph, { seed, resolution })))
          expect(connected(graph, part)).toBe(true);
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  it('is never worse than every node alone', () => {
    fc.assert(
      fc.property(graphs, ({ nodes, edges, seed, resolution }) => {
        const graph = build(nodes, edges);
        const alone = modularity(
          graph,
          Int32Array.from({ length: nodes }, (_, i) => i),
          resolution,
        );
        expect(
          modularity(graph, leiden(graph, { seed, resolution }), resolution),
        ).toBeGreaterThanOrEqual(alone - 1e-9);
      }),
      { numRuns: 200, seed: 8 },
    );
  });

  it('gives the same answer for the same seed', () => {
    const graph = ringOfCliques(20);
    expect(leiden(graph, { seed: 5, resolution: 0.2 })).toEqual(
      leiden(graph, { seed: 5, resolution: 0.2 }),
    );
  });

  it('reaches the best known modularity of the karate club within 0.01', () => {
    const graph = build(
      34,
      KARATE.map(([a, b]) => [a - 1, b - 1, 1]),
    );
    const best = Math.max(
      ...[1, 2, 3, 4, 5].map((seed) => modularity(graph, leiden(graph, { seed }))),
    );
    expect(best).toBeGreaterThan(0.4098);
    expect(best).toBeLessThanOrEqual(0.4198 + 1e-4);
  });
});

describe('constraints', () => {
  it('keep equal labels together and different ones apart', () => {
    fc.assert(
      fc.property(
        graphs,
        fc.array(fc.integer({ min: -1, max: 2 }), { minLength: 30, maxLength: 30 }),
        ({ nodes, edges, seed }, chosen) => {
          const labels = Int32Array.from(chosen.slice(0, nodes));
          const parts = leiden(build(nodes, edges), { seed, constraints: { labels } });
          for (let a = 0; a < nodes; a++) {
            for (let b = 0; b < a; b++) {
              if (labels[a] === -1 || labels[b] === -1) continue;
              expect(parts[a] === parts[b]).toBe(labels[a] === labels[b]);
            }
          }
        },
      ),
      { numRuns: 150, seed: 9 },
    );
  });

  it('keep pairs apart and pairs together', () => {
    const parts = leiden(ringOfCliques(4), {
      constraints: { cannotLink: [[0, 2]], mustLink: [[3, 9]] },
    });
    expect(parts[0]).not.toBe(parts[2]);
    expect(parts[3]).toBe(parts[9]);
  });

  it('keep parts below a size', () => {
    const parts = partsOf(
      leiden(ringOfCliques(6), { resolution: 0.05, constraints: { maximumSize: 5 } }),
    );
    expect(Math.max(...parts.map((part) => part.length))).toBeLessThanOrEqual(5);
  });
});

/** Zachary 1977; the best partition known has modularity 0.4198. */
const KARATE: readonly [number, number][] =
  '2-1 3-1 3-2 4-1 4-2 4-3 5-1 6-1 7-1 7-5 7-6 8-1 8-2 8-3 8-4 9-1 9-3 10-3 11-1 11-5 11-6 12-1 13-1 13-4 14-1 14-2 14-3 14-4 17-6 17-7 18-1 18-2 20-1 20-2 22-1 22-2 26-24 26-25 28-3 28-24 28-25 29-3 30-24 30-27 31-2 31-9 32-1 32-25 32-26 32-29 33-3 33-9 33-15 33-16 33-19 33-21 33-23 33-24 33-30 33-31 33-32 34-9 34-10 34-14 34-15 34-16 34-19 34-20 34-21 34-23 34-24 34-27 34-28 34-29 34-30 34-31 34-32 34-33'
    .split(' ')
    .map((pair) => {
      const [a = 0, b = 0] = pair.split('-').map(Number);
      return [a, b];
    });

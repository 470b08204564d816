import { describe, expect, it } from 'vitest';
import { keepPlaces } from '../../src/boundaries/keep-places.ts';
import { boundariesOf } from '../../src/compare/hold-boundaries.ts';
import { compactGraph } from '../../src/graph/compact.ts';
import { judgeFacts } from '../../src/judge-facts.ts';
import type { Analysis, Facts } from '../../src/model/analysis.ts';
import { makePlan } from '../../src/plan/plan.ts';
import { renderText } from '../../src/report/text.ts';
import { shopFacts, shopFile } from '../shop-facts.ts';

/** Two cliques of four, and a node 8 that is tied to both. */
function cliques(toFirst: number, toSecond: number) {
  const edges: [number, number, number][] = [];
  for (const start of [0, 4])
    for (let a = start; a < start + 4; a++)
      for (let b = a + 1; b < start + 4; b++) edges.push([a, b, 1]);
  edges.push([8, 0, toFirst], [8, 4, toSecond]);
  return compactGraph(9, {
    from: edges.map(([from]) => from),
    to: edges.map(([, to]) => to),
    weight: edges.map(([, , weight]) => weight),
  });
}

const layered = {
  nodes: Array.from({ length: 9 }, (_, i) => ({ id: `file:${i}`, name: String(i) })),
  edges: [],
  ownWords: new Set<string>(),
};
const was = new Map(
  Array.from({ length: 9 }, (_, i) => [`file:${i}`, i < 4 || i === 8 ? 'left' : 'right'] as const),
);

function kept(
  graph: ReturnType<typeof cliques>,
  found: number[],
  domainOf: ReadonlyMap<string, string> = was,
  more: { placed?: number[]; maximumSize?: number } = {},
) {
  const { placed = [], ...rest } = more;
  const parts = {
    name: 'suggested' as const,
    resolution: 1,
    stability: 1,
    membership: Int32Array.from(found),
    together: new Float32Array(graph.targets.length),
    named: new Map<number, string>(),
  };
  return keepPlaces(layered, graph, parts, { domainOf, placed: new Set(placed), ...rest });
}

describe('places of an earlier answer', () => {
  const elsewhere = [0, 0, 0, 0, 1, 1, 1, 1, 1];
  const before = [0, 0, 0, 0, 1, 1, 1, 1, 0];

  it.each([
    ['as strong', 1, 1, before],
    ['a little stronger', 1, 1.2, before],
    ['clearly stronger', 1, 3, elsewhere],
  ])('are left only for a pull that is more than %s', (_, left, right, expected) => {
    const { membership, continues } = kept(cliques(left, right), elsewhere);
    expect([...membership]).toEqual(expected);
    expect(continues).toEqual(
      new Map([
        [0, 'left'],
        [1, 'right'],
      ]),
    );
  });

  it('hold against a cut of a domain that hangs together, and not against one that does not', () => {
    const inTwo = [0, 0, 2, 2, 1, 1, 1, 1, 0];
    expect([...kept(cliques(1, 0.1), inTwo).membership]).toEqual(before);
    const one = new Map(Array.from({ length: 9 }, (_, i) => [`file:${i}`, 'shop']));
    const { membership, continues } = kept(cliques(1, 0.01), before, one);
    expect([...membership]).toEqual(before);
    expect([...(continues?.values() ?? [])]).toEqual(['shop']);
  });

  it('give a new node to where it was found, and a placed one to where a person wants it', () => {
    const fewer = new Map([...was].filter(([id]) => id !== 'file:8'));
    expect(kept(cliques(1, 1), elsewhere, fewer).membership[8]).toBe(1);
    expect(kept(cliques(1, 1), elsewhere, was, { placed: [8] }).membership[8]).toBe(1);
  });

  it('give way where a domain would be larger than a person allows', () => {
    expect([...kept(cliques(1, 1), elsewhere, was, { maximumSize: 4 }).membership]).toEqual(
      elsewhere,
    );
  });
});

describe('an analysis that follows an earlier one', () => {
  const first = judgeFacts(shopFacts());
  const stock = shopFile('services', 'stock');
  const domainOf = (analysis: Analysis, path: string) =>
    analysis.files.find((file) => file.path === path)?.domain;

  it('is the same where nothing changed, and says so', () => {
    const again = judgeFacts(shopFacts(), {}, 1, { previous: boundariesOf(first) });
    expect(boundariesOf(again)).toEqual(boundariesOf(first));
    expect(again.continuity).toMatchObject({ held: 0, moved: [] });
    expect(again.continuity?.kept).toBe(again.continuity?.files);
    expect(first.continuity).toBeUndefined();
  });

  it('keeps names, and those that ashlar.yaml changed', () => {
    const called = boundariesOf(judgeFacts(shopFacts(), { rename: { stock: 'warehouse' } }));
    const again = judgeFacts(shopFacts(), {}, 1, { previous: called });
    expect(domainOf(again, stock)).toBe('warehouse');
    expect(again.continuity?.moved).toEqual([]);
    const renamed = { rename: { stock: 'warehouse' } };
    const same = judgeFacts(shopFacts(), renamed, 1, { previous: called });
    expect(same.domains.find(({ name }) => name === 'warehouse')?.foundAs).toEqual(['stock']);
    const later = judgeFacts(shopFacts(), { rename: { warehouse: 'depot' } }, 1, {
      previous: called,
    });
    expect(domainOf(later, stock)).toBe('depot');
    expect(later.continuity?.moved).toEqual([]);
  });

  it('keeps a library until it serves a route, and a domain where no partition says otherwise', () => {
    const previous = boundariesOf(first);
    const [domain = '', own] =
      Object.entries(previous.domains).find(([, { files }]) => files.includes(stock)) ?? [];
    const asLibrary = {
      ...previous,
      domains: {
        ...previous.domains,
        [domain]: {
          tables: own?.tables ?? [],
          files: own?.files.filter((path) => path !== stock) ?? [],
        },
      },
      libraries: [stock],
    };
    const kept = judgeFacts(shopFacts(), {}, 1, { previous: asLibrary });
    expect(kept.files.find(({ path }) => path === stock)).toMatchObject({
      role: 'library',
      domain: null,
    });
    expect(kept.continuity?.held).toBe(1);
    const facts: Facts = shopFacts();
    facts.routes.push({ method: 'GET', path: '/stock', file: stock, line: 1, via: 'express' });
    expect(domainOf(judgeFacts(facts, {}, 1, { previous: asLibrary }), stock)).toBe(domain);
    const pinned = judgeFacts(shopFacts(), { domains: { order: { files: [stock] } } }, 1, {
      previous: asLibrary,
    });
    expect(domainOf(pinned, stock)).toBe('order');
    expect(pinned.continuity?.moved).toContainEqual({ path: stock, from: 'library', to: 'order' });
    expect(renderText(pinned, makePlan(pinned))).toMatch(
      /\d+ of \d+ files are where they were before.*; elsewhere:[\s\S]*stock.service.ts: from library to order/,
    );
  });
});

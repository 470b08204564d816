import { expect, it } from 'vitest';
import { layeredFromFacts } from '../../src/boundaries/from-facts.ts';
import { neighbours } from '../../src/boundaries/neighbours.ts';
import { buildFactGraph } from '../../src/graph/fact-graph.ts';
import type { Facts } from '../../src/model/analysis.ts';
import { shopFacts } from '../shop-facts.ts';

it('ties two files alike, and has them run alike, whether the compiler leaves an import out or not', () => {
  const drawnOn = (change: object) => {
    const facts = shopFacts();
    const imports = facts.imports.map((edge, i) => (i % 5 === 0 ? { ...edge, ...change } : edge));
    const changed: Facts = { ...facts, imports };
    const graph = buildFactGraph(changed);
    const edges = layeredFromFacts(changed, graph).edges.map(
      ({ from, to, layer, weight }) => `${layer} ${from} ${to} ${weight}`,
    );
    return { edges: edges.sort(), runs: neighbours(graph).runs };
  };
  const plain = drawnOn({});
  expect(drawnOn({ elided: true })).toEqual(plain);
  expect(drawnOn({ typeOnly: true })).not.toEqual(plain);
});

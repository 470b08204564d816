import { expect, it } from 'vitest';
import { layeredFromFacts } from '../../src/boundaries/from-facts.ts';
import { buildFactGraph } from '../../src/graph/fact-graph.ts';
import { shopFacts } from '../shop-facts.ts';

it('ties two files alike whether a type or a value is imported', () => {
  const edges = (typeOnly: boolean) => {
    const facts = shopFacts();
    const imports = facts.imports.map((edge, i) => (i % 5 === 0 ? { ...edge, typeOnly } : edge));
    const changed = { ...facts, imports };
    return layeredFromFacts(changed, buildFactGraph(changed)).edges.map(
      ({ from, to, layer, weight }) => `${layer} ${from} ${to} ${weight}`,
    );
  };
  expect(edges(true).sort()).toEqual(edges(false).sort());
});

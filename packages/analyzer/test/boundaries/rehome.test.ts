import { describe, expect, it } from 'vitest';
import type { LayeredEdge } from '../../src/boundaries/layered-graph.ts';
import { rehome } from '../../src/boundaries/rehome.ts';

const names = [
  'checkout.ts',
  'helper.ts',
  'report.ts',
  'table:a1',
  'table:a2',
  'table:b',
  'table:c',
];
const nodes = names.map((name) => ({ id: name.includes(':') ? name : `file:${name}`, name }));
const at = (name: string) => names.indexOf(name);
const edge = (from: string, to: string, layer: string, weight: number): LayeredEdge => ({
  from: at(from),
  to: at(to),
  layer,
  weight,
});

// Parts: 0 owns a1 and a2, 1 owns b, 2 owns c.
const membership = Int32Array.from([2, 1, 2, 0, 0, 1, 2]);
const writes = ['a1', 'a2', 'b', 'c'].map((table) =>
  edge('checkout.ts', `table:${table}`, 'access', 2),
);
const reads = ['a1', 'a2', 'b', 'c'].map((table) =>
  edge('report.ts', `table:${table}`, 'access', 1),
);
const help = edge('checkout.ts', 'helper.ts', 'import', 1);

describe('homes after clustering', () => {
  const moved = rehome({ nodes, edges: [...writes, ...reads, help] }, membership, new Set());

  it('put a coordinator where most of its tables are', () => {
    expect(moved[at('checkout.ts')]).toBe(0);
  });

  it('put a helper with its only user', () => {
    expect(moved[at('helper.ts')]).toBe(0);
  });

  it('leave a report, which only reads', () => {
    expect(moved[at('report.ts')]).toBe(2);
  });

  it('leave what a person has pinned', () => {
    const pinned = new Set([at('checkout.ts')]);
    expect(rehome({ nodes, edges: writes }, membership, pinned)[at('checkout.ts')]).toBe(2);
  });
});

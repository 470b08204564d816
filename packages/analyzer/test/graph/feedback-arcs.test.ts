import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feedbackArcs } from '../../src/graph/feedback-arcs.ts';
import { stronglyConnected } from '../../src/graph/strongly-connected.ts';

const arc = (from: string, to: string, weight: number) => ({ from, to, weight });

describe('cheapest arcs to cut', () => {
  it('cuts the lightest arc of a circle', () => {
    const arcs = [arc('a', 'b', 5), arc('b', 'c', 1), arc('c', 'a', 4)];
    expect(feedbackArcs(['a', 'b', 'c'], arcs)).toEqual([arc('b', 'c', 1)]);
  });

  it.each([6, 18])('leaves no circle among %i nodes', (size) => {
    const names = Array.from({ length: size }, (_, i) => `n${i}`);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1), fc.integer({ min: 1, max: 9 })), {
          maxLength: 40,
        }),
        (pairs) => {
          const arcs = pairs
            .filter(([a, b]) => a !== b)
            .map(([a, b, weight]) => arc(`n${a}`, `n${b}`, weight));
          const cut = new Set(feedbackArcs(names, arcs));
          const left = stronglyConnected(
            names,
            arcs.filter((one) => !cut.has(one)),
          );
          expect(left.every((group) => group.length === 1)).toBe(true);
        },
      ),
      { numRuns: 60, seed: 4 },
    );
  });
});

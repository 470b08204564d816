import { describe, expect, it } from 'vitest';
import {
  businessContextPurity,
  extremeDistribution,
  interfaceNumber,
  interPartitionCalls,
  meanConductance,
  structuralModularity,
  turboMq,
} from '../../src/metrics/decomposition.ts';

/** Two parts of two: three links inside, one between. */
const example = {
  membership: [0, 0, 1, 1],
  links: [
    { from: 0, to: 1, weight: 2 },
    { from: 2, to: 3, weight: 1 },
    { from: 1, to: 2, weight: 1 },
  ],
};

describe('metrics of a decomposition, worked out by hand', () => {
  it.each([
    ['TurboMQ', turboMq, 4 / 5 + 2 / 3],
    ['inter-partition calls', interPartitionCalls, 1 / 4],
    ['structural modularity', structuralModularity, (2 / 4 + 1 / 4) / 2 - 1 / 8],
    ['extreme distribution', extremeDistribution, 1],
    ['interface number', interfaceNumber, 1 / 2],
    ['mean conductance', meanConductance, (1 / 3 + 1 / 3) / 2],
  ])('%s', (_name, measure, value) => {
    expect(measure(example)).toBeCloseTo(value, 12);
    expect(measure({ membership: [], links: [] })).toBe(0);
  });
});

describe('business context purity, worked out by hand', () => {
  it.each<[string, number[], number[][], number]>([
    ['one context for each part', [0, 0, 1], [[0, 1], [2]], 0],
    ['four contexts in one part, one in the other', [0, 0, 1], [[0], [1], [0, 1], [0, 2]], 1],
    ['a context that touches a part twice counts once', [0, 0], [[0, 1], [1]], 1],
    ['a part that no context reaches', [0, 1], [[0], [0]], 0.5],
    ['nothing', [], [], 0],
  ])('%s', (_name, membership, contexts, value) => {
    expect(businessContextPurity(membership, contexts)).toBeCloseTo(value, 12);
  });
});

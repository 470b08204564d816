import { describe, expect, it } from 'vitest';
import {
  extremeDistribution,
  interfaceNumber,
  interPartitionCalls,
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
  ])('%s', (_name, measure, value) => {
    expect(measure(example)).toBeCloseTo(value, 12);
    expect(measure({ membership: [], links: [] })).toBe(0);
  });
});

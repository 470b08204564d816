import { describe, expect, it } from 'vitest';
import { readReference, scoreAgainst } from '../../src/metrics/score-against.ts';

describe('a reference', () => {
  const labels = { a: 'x', b: 'y' };

  it.each<[string, unknown]>([
    ['plain labels', labels],
    ['groundTruth', { nodes: [], groundTruth: labels }],
    ['lists of one label, others left out', { reference: { a: ['x'], b: ['y'], c: ['x', 'y'] } }],
    ['parts with their members', { expert: { x: ['a'], y: ['b'] } }],
  ])('is read from %s', (_form, value) => {
    expect(readReference(value)).toEqual(labels);
  });

  it.each<[string, unknown]>([
    ['a list', []],
    ['no labels', {}],
    ['a number for a label', { a: 1 }],
    ['a part that is no list', { expert: { x: 'a' } }],
  ])('is refused as %s', (_form, value) => {
    expect(() => readReference(value)).toThrow(
      expect.objectContaining({ code: 'ANALYZER_REFERENCE_INVALID' }),
    );
  });
});

it('scores what is equal as 1, and takes what was put nowhere for a part of its own', () => {
  const reference = { a: 'x', b: 'x', c: 'y', d: 'y' };
  expect(scoreAgainst(reference, { a: '1', b: '1', c: '2', d: '2', e: '2' })).toEqual({
    members: 4,
    known: 4,
    parts: { reference: 2, found: 2 },
    adjustedMutualInformation: 1,
    adjustedRandIndex: 1,
    mojoFm: 100,
    pairF1: 1,
  });
  expect(scoreAgainst(reference, { a: '1', b: '1', c: '2' })).toMatchObject({
    known: 3,
    parts: { reference: 2, found: 3 },
    pairF1: 0.667,
  });
});

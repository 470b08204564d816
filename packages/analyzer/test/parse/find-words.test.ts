import { expect, it, test } from 'vitest';
import { createWordFinder } from '../../src/parse/find-words.ts';

const encoder = new TextEncoder();
const found = (words: readonly string[], text: string): string[] => {
  const bytes = encoder.encode(text);
  const bits = createWordFinder(words).find(bytes, 0, bytes.length);
  return words.filter((_, index) => (bits & (1 << index)) !== 0);
};

test.each([
  { what: 'at the start', text: 'process', words: ['process', 'import('], all: ['process'] },
  { what: 'at the end', text: 'x import(', words: ['process', 'import('], all: ['import('] },
  { what: 'cut off', text: 'x proces', words: ['process', 'import('], all: [] },
  {
    what: 'longer than the shortest, cut off',
    text: 'createReq',
    words: ['createRequire', 'Bun.env'],
    all: [],
  },
  {
    what: 'behind its own beginning',
    text: 'proprocess',
    words: ['process', 'import('],
    all: ['process'],
  },
  {
    what: 'one inside of the other',
    text: 'use server',
    words: ['use server', 'server', 'ser'],
    all: ['use server', 'server', 'ser'],
  },
  { what: 'behind other than ASCII', text: 'ä€😀process', words: ['process'], all: ['process'] },
  { what: 'in no text', text: '', words: ['process'], all: [] },
])('a word $what', ({ text, words, all }) => {
  expect(found(words, text)).toEqual(all);
});

it('what lies outside of the part that is asked about does not count', () => {
  const bytes = encoder.encode('process import( process');
  expect(createWordFinder(['process', 'import(']).find(bytes, 3, 20)).toBe(2);
});

it('finds what a search for each word finds, in texts of few letters', () => {
  const words = ['aab', 'abab', 'bbb', 'baabaa', 'ccc'];
  let state = 1;
  const next = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 16) % below;
  };
  let some = 0;
  for (let round = 0; round < 2_000; round++) {
    const text = Array.from({ length: next(14) }, () => 'abc'[next(3)]).join('');
    const expected = words.filter((word) => text.includes(word));
    some += expected.length;
    expect([text, found(words, text)]).toEqual([text, expected]);
  }
  expect(some).toBeGreaterThan(500);
});

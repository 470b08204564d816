import { expect, test } from 'vitest';
import { nestingHazard as hazardOf } from '../../src/parse/nesting.ts';
import { encodeText } from '../../src/parse/text-bytes.ts';

const nestingHazard = (text: string): string | undefined => hazardOf(encodeText(text));

const DEEPEST = 1_500;

/** So many open brackets, each after some letters, at the end of a text of just this length. */
function nested(levels: number, length: number): string {
  return 'x'.repeat(length - levels) + '('.repeat(levels);
}

test.each([
  { length: 6_000, levels: DEEPEST, isSafe: true },
  { length: 6_001, levels: DEEPEST, isSafe: true },
  { length: 6_000, levels: DEEPEST + 1, isSafe: false },
  { length: 6_001, levels: DEEPEST + 1, isSafe: false },
])('$levels levels at the end of $length bytes: safe is $isSafe', ({ length, levels, isSafe }) => {
  // What an earlier, longer text left behind the end does not count.
  nestingHazard(nested(DEEPEST + 1, 20_000).replaceAll('x', '('));
  expect(nestingHazard(nested(levels, length)) === undefined).toBe(isSafe);
});

test('a bracket counts at an even place as at an odd one', () => {
  const pairs = 'x('.repeat(DEEPEST) + 'xx'.repeat(10);
  expect(nestingHazard(pairs)).toBeUndefined();
  expect(nestingHazard(`x${pairs}`)).toBeUndefined();
  expect(nestingHazard(`x${pairs}(`)).toContain('brackets nested deeper');
});

test.each([
  { what: 'closed again at once', text: '()'.repeat(9_000), isSafe: true },
  {
    what: 'closed before they are opened',
    text: `${')'.repeat(9_000)}${'('.repeat(DEEPEST)}`,
    isSafe: true,
  },
  {
    what: 'closed too often, then too deep',
    text: `${')'.repeat(9_000)}${'('.repeat(DEEPEST + 1)}`,
    isSafe: false,
  },
  {
    what: 'deep between two that are not',
    text: `${'('.repeat(DEEPEST + 1)}${')'.repeat(DEEPEST + 1)}`,
    isSafe: false,
  },
  { what: 'operators one after the other', text: `x${'-x'.repeat(3_001)}`, isSafe: false },
  { what: 'operators with ends between', text: 'x-x;'.repeat(3_001), isSafe: true },
])('brackets $what: safe is $isSafe', ({ text, isSafe }) => {
  expect(nestingHazard(text) === undefined).toBe(isSafe);
});

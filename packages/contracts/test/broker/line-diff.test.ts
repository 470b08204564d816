import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/broker/json/lossless.ts';
import { diffPacts } from '../../src/broker/publishing/diff.ts';
import { diffLines } from '../../src/broker/publishing/line-diff.ts';

const lines = (text: string) => text.split(' ');

describe('a unified listing', () => {
  const cases: readonly (readonly [string, string, string, string])[] = [
    ['nothing', 'a b', 'a b', ''],
    ['an addition', 'a b', 'a x b', ' a +x  b'],
    ['a removal at the start', 'a b', 'b', '-a  b'],
    ['removed lines before added ones', 'a b', 'x y', '-a -b +x +y'],
    ['three lines around', '1 2 3 4 a 5 6 7 8', '1 2 3 4 b 5 6 7 8', ' 2  3  4 -a +b  5  6  7'],
    [
      'parts apart',
      'a 1 2 3 4 5 6 7 b',
      'x 1 2 3 4 5 6 7 y',
      '-a +x  1  2  3|@@ -6,4 +6,4 @@| 5  6  7 -b +y',
    ],
  ];
  for (const [what, before, after, expected] of cases) {
    it(`shows ${what}`, () => {
      const shown = expected
        .split('|')
        .map((part) => (part.startsWith('@@') ? part : part.replace(/(?<=\S) /g, '\n')))
        .join('\n');
      expect(diffLines(lines(before), lines(after))).toBe(shown);
    });
  }
});

describe('changes of a pact', () => {
  const pact = (response: string) =>
    parseJson(`{"interactions":[{"description":"a","response":${response}}]}`) as Map<
      string,
      never
    >;

  it('hide a member beside others only in compat mode', () => {
    const [before, after] = [pact('{"status":200}'), pact('{"status":200,"body":1}')];
    expect(diffPacts(before, after)).toContain('+        "body": 1');
    expect(diffPacts(before, after, true)).toBe('');
  });

  it('take numbers of one value for the same', () => {
    expect(diffPacts(pact('{"body":1.0}'), pact('{"body":1}'))).toBe('');
  });
});

import { describe, expect, it } from 'vitest';
import { cycleViolations } from '../../src/check/cycle-violations.ts';
import type { DomainLink } from '../../src/graph/domain-graph.ts';

const names = ['a', 'b', 'c', 'd'];

/** `a>b*3`: three imports of b in a. */
const link = (text: string): DomainLink => {
  const [, from = '', to = '', times = '1'] = /^(\w)>(\w)(?:\*(\d+))?$/.exec(text) ?? [];
  const edges = Array.from({ length: Number(times) }, (_, i) => ({
    ...{ from: `${from}/${i}.ts`, to: `${to}/0.ts`, weight: 1 },
    sites: [{ file: `${from}/${i}.ts`, line: i + 1 }],
  }));
  return { from, to, weight: edges.length, edges };
};
const found = (links: string, accepted: readonly string[] = []) =>
  cycleViolations(names, links.split(' ').map(link), (id) => accepted.includes(id));
const ids = (links: string, accepted: readonly string[] = []): string[] =>
  found(links, accepted).map(({ id }) => id);

describe('circles of imports', () => {
  it.each([
    ['no circle', 'a>b b>c a>c', []],
    ['two that import each other: one, and the cheaper way', 'a>b*3 b>a', ['cycle:b>a']],
    ['a circle of three', 'a>b*2 b>c*3 c>a*4', ['cycle:a>b']],
    ['two circles that share a way', 'a>b b>c*3 c>a*3 b>a*3', ['cycle:a>b']],
    ['two circles apart', 'a>b*2 b>a c>d d>c*2', ['cycle:b>a', 'cycle:c>d']],
  ])('%s', (_what, links, expected) => {
    expect(ids(links)).toEqual(expected);
  });

  it.each([
    ['one that is accepted from its other side', 'a>b*3 b>a', ['cycle:a>b'], ['cycle:a>b']],
    ['one that both sides are accepted of', 'a>b*3 b>a', ['cycle:a>b', 'cycle:b>a'], ['cycle:b>a']],
    ['a new one beside it', 'a>b*3 b>a b>c*2 c>b', ['cycle:b>a'], ['cycle:c>b', 'cycle:b>a']],
    ['a new one in the same knot', 'a>b b>c c>a b>a*5', ['cycle:c>a'], ['cycle:a>b']],
    ['an import in the knot that closes none', 'a>b b>c c>a a>c', ['cycle:c>a'], ['cycle:c>a']],
    ['one that is gone', 'a>b', ['cycle:a>b'], []],
  ])('takes what is accepted first: %s', (_what, links, accepted, expected) => {
    expect(ids(links, accepted)).toEqual(expected);
  });

  it('says the circle and what ends it, and shows that import first', () => {
    const [violation] = found('a>b*3 b>c*2 c>a*4');
    expect(violation?.message).toBe(
      'b → c → a → b is a circle of imports; it ends when b no longer imports c (2 imports)',
    );
    expect(violation?.sites.map(({ file, line }) => `${file}:${line}`)).toEqual([
      ...['b/0.ts:1', 'b/1.ts:2'],
      ...['c/0.ts:1', 'a/0.ts:1'],
    ]);
  });

  it('is the same whatever order links come in', () => {
    const links = 'a>b*3 b>a b>c*2 c>b d>a a>d'.split(' ').map(link);
    const said = (order: DomainLink[]) =>
      cycleViolations(names, order, () => false)
        .map(({ id }) => id)
        .sort();
    expect(said([...links].reverse())).toEqual(said(links));
  });
});

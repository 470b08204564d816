import type { QueryPair } from '../pact/query-string.ts';
import type { Mismatch } from './model.ts';
import { refusalOf, shown } from './refusal.ts';
import type { Matcher } from './rules.ts';

/** The same names with the same values, each in its order; the names may come in any order. */
export function* matchQuery(
  expected: readonly QueryPair[],
  actual: readonly QueryPair[],
  rulesFor: (name: string) => readonly Matcher[],
): Generator<Mismatch> {
  const wanted = byName(expected);
  const came = byName(actual);
  for (const [name, values] of wanted) {
    const others = came.get(name);
    const refusal =
      others === undefined ? 'the parameter to be there' : refused(values, others, rulesFor(name));
    if (refusal !== undefined) {
      yield { part: 'query', path: name, message: refusal, expected: values, actual: others };
    }
  }
  for (const [name, values] of came) {
    if (wanted.has(name)) continue;
    const message = 'no parameter of that name';
    yield { part: 'query', path: name, message, expected: undefined, actual: values };
  }
}

function refused(
  expected: readonly string[],
  actual: readonly string[],
  matchers: readonly Matcher[],
): string | undefined {
  const limits = matchers.find(({ min, max }) => min !== undefined || max !== undefined);
  if (limits === undefined && expected.length !== actual.length) {
    return `${expected.length} values, not ${actual.length}`;
  }
  if (limits !== undefined) {
    const outside = refusalOf(limits, expected, actual);
    if (outside !== undefined) return outside;
  }
  for (const [index, value] of actual.entries()) {
    const example = expected[index] ?? expected[0];
    if (matchers.length === 0 && value !== example) return shown(example);
    for (const matcher of matchers) {
      const refusal = refusalOf(matcher, example, value, 'text');
      if (refusal !== undefined) return refusal;
    }
  }
  return undefined;
}

function byName(pairs: readonly QueryPair[]): ReadonlyMap<string, readonly string[]> {
  const groups = Map.groupBy(pairs, ([name]) => name);
  return new Map([...groups].map(([name, group]) => [name, group.map(([, value]) => value)]));
}

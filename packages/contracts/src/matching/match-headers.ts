import type { Headers } from '../pact/interactions.ts';
import type { Mismatch } from './model.ts';
import { refusalOf, shown } from './refusal.ts';
import type { Matcher } from './rules.ts';

/** Every expected header has to be there with its value; others do not matter. */
export function* matchHeaders(
  expected: Headers,
  actual: Headers,
  rulesFor: (name: string) => readonly Matcher[],
): Generator<Mismatch> {
  for (const [name, value] of expected) {
    const came = actual.get(name);
    const refusal = refusedHeader(name, value, came, rulesFor(name));
    if (refusal !== undefined) {
      yield { part: 'header', path: name, message: refusal, expected: value, actual: came };
    }
  }
}

function refusedHeader(
  name: string,
  expected: string,
  actual: string | undefined,
  matchers: readonly Matcher[],
): string | undefined {
  if (actual === undefined) return 'the header to be there';
  if (matchers.length > 0) {
    const refusals = matchers.map((matcher) => refusalOf(matcher, expected, actual, 'text'));
    return refusals.find((refusal) => refusal !== undefined);
  }
  const wanted = partsOf(expected);
  const came = partsOf(actual);
  const same = PARAMETERIZED.has(name) ? sameWithParameters : (a: string, b: string) => a === b;
  const fits =
    wanted.length === came.length && wanted.every((part, index) => same(part, came[index] ?? ''));
  return fits ? undefined : shown(expected);
}

/** Headers whose values have parameters, in any order (RFC 9110, 5.6.6); more of them may come. */
const PARAMETERIZED = new Set(['content-type', 'accept']);

function sameWithParameters(expected: string, actual: string): boolean {
  const [type, ...parameters] = pieces(expected);
  const [other, ...others] = pieces(actual);
  return type === other && parameters.every((parameter) => others.includes(parameter));
}

function pieces(value: string): readonly string[] {
  return value.split(';').map((piece) => {
    const [name = '', ...text] = piece.trim().split('=');
    const value = text.join('=').replace(/^"(.*)"$/, '$1');
    if (text.length === 0) return name;
    // Charsets have no case (RFC 9110, 8.3.2).
    return `${name.toLowerCase()}=${name.toLowerCase() === 'charset' ? value.toLowerCase() : value}`;
  });
}

function partsOf(value: string): readonly string[] {
  return value.split(',').map((part) => part.trim());
}

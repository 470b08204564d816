import { isRecord, type JsonRecord, memberOf } from '../openapi/node.ts';
import type { RulePath } from './path-expression.ts';
import { kindOf, refusalOf, shown } from './refusal.ts';
import { type Matcher, nestedMatchers, type PartRules, readBodyRules } from './rules.ts';

/** A difference inside a JSON value. */
export interface JsonMismatch {
  readonly path: RulePath;
  /** What was expected, in words. */
  readonly message: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

export interface MatchJsonOptions {
  readonly rules: PartRules;
  /** A provider may answer more than expected; a consumer may not send more. */
  readonly unexpectedKeys: 'allowed' | 'refused';
}

/** Compares JSON as the Pact specification 2 to 4 does: by the rules, and by equality where none is. */
export function matchJson(
  expected: unknown,
  actual: unknown,
  options: MatchJsonOptions,
): readonly JsonMismatch[] {
  return [...matchAt([], expected, actual, options)];
}

function* matchAt(
  path: RulePath,
  expected: unknown,
  actual: unknown,
  options: MatchJsonOptions,
): Generator<JsonMismatch> {
  const matchers = options.rules.at(path);
  const refusals = matchers.flatMap((matcher) => refusalOf(matcher, expected, actual) ?? []);
  for (const message of refusals) yield { path, message, expected, actual };
  if (refusals.length > 0) return;
  if (Array.isArray(expected) && Array.isArray(actual)) {
    yield* matchElements(path, expected, actual, matchers, options);
  } else if (isRecord(expected) && isRecord(actual)) {
    yield* matchMembers(path, expected, actual, options);
  } else if (matchers.length === 0 && expected !== actual) {
    const sameKind = kindOf(expected) === kindOf(actual);
    yield { path, message: sameKind ? shown(expected) : kindOf(expected), expected, actual };
  }
}

function* matchElements(
  path: RulePath,
  expected: readonly unknown[],
  actual: readonly unknown[],
  matchers: readonly Matcher[],
  options: MatchJsonOptions,
): Generator<JsonMismatch> {
  const contains = matchers.find(
    ({ match }) => match === 'arrayContains' || match === 'array-contains',
  );
  if (contains !== undefined) {
    yield* matchVariants(path, contains, expected, actual, options);
    return;
  }
  const free = matchers.some(({ match }) => FREE_LENGTH.has(match));
  if (!free && expected.length !== actual.length) {
    const message = `${expected.length} elements, not ${actual.length}`;
    yield { path, message, expected, actual };
  }
  const count =
    free && expected.length > 0 ? actual.length : Math.min(expected.length, actual.length);
  for (let index = 0; index < count; index += 1) {
    const example = index < expected.length ? expected[index] : expected[0];
    yield* matchAt([...path, index], example, actual[index], options);
  }
}

/** Rules under which an array stands for arrays of other lengths. */
const FREE_LENGTH = new Set([
  'type',
  'values',
  'eachValue',
  'each-value',
  'notEmpty',
  'not-empty',
  'or',
]);

/** Every variant has to be found somewhere in the array (Pact specification 4, Array Contains). */
function* matchVariants(
  path: RulePath,
  { variants }: Matcher,
  expected: readonly unknown[],
  actual: readonly unknown[],
  options: MatchJsonOptions,
): Generator<JsonMismatch> {
  for (const variant of Array.isArray(variants) ? variants : []) {
    const index = Number(memberOf(variant, 'index') ?? 0);
    const rules = readBodyRules(memberOf(variant, 'rules'));
    const found = actual.some(
      (element) => matchJson(expected[index], element, { ...options, rules }).length === 0,
    );
    if (found) continue;
    const message = `an element like ${shown(expected[index])}`;
    yield { path, message, expected: expected[index], actual };
  }
}

function* matchMembers(
  path: RulePath,
  expected: JsonRecord,
  actual: JsonRecord,
  options: MatchJsonOptions,
): Generator<JsonMismatch> {
  const here = options.rules.exactlyAt(path);
  for (const [key, message] of refusedKeys(here, actual)) {
    yield { path: [...path, key], message, expected: undefined, actual: key };
  }
  if (here.some(({ match }) => FREE_KEYS.has(match))) {
    const [example] = Object.values(expected);
    for (const [key, value] of Object.entries(actual)) {
      const at = [...path, key];
      const known = Object.hasOwn(expected, key);
      // A name that only stands for others says nothing about their values, unless a rule does.
      if (!known && options.rules.at(at).length === 0) continue;
      yield* matchAt(at, known ? expected[key] : example, value, options);
    }
    return;
  }
  for (const [key, value] of Object.entries(expected)) {
    if (Object.hasOwn(actual, key)) yield* matchAt([...path, key], value, actual[key], options);
    else yield { path: [...path, key], message: 'to be there', expected: value, actual: undefined };
  }
  if (options.unexpectedKeys === 'allowed') return;
  for (const [key, value] of Object.entries(actual)) {
    if (Object.hasOwn(expected, key)) continue;
    yield {
      path: [...path, key],
      message: 'nothing of that name',
      expected: undefined,
      actual: value,
    };
  }
}

/** Rules under which the keys of the example are only examples. */
const FREE_KEYS = new Set(['values', 'eachKey', 'each-key', 'eachValue', 'each-value']);

function* refusedKeys(
  matchers: readonly Matcher[],
  actual: JsonRecord,
): Generator<readonly [key: string, message: string]> {
  for (const matcher of matchers) {
    if (matcher.match !== 'eachKey' && matcher.match !== 'each-key') continue;
    for (const key of Object.keys(actual)) {
      for (const rule of nestedMatchers(matcher.rules)) {
        const refusal = refusalOf(rule, matcher.value, key, 'text');
        if (refusal !== undefined) yield [key, `as a key ${refusal}`];
      }
    }
  }
}

/** `$.items[0].id`, with brackets for names that are no identifiers. */
export function pathExpression(path: RulePath): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return /^[A-Za-z_$][\w$-]*$/.test(step) ? `${text}.${step}` : `${text}['${step}']`;
  }, '$');
}

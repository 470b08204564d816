import { essenceOf, isJson } from '../openapi/media-type.ts';
import type { Body } from '../pact/interactions.ts';
import { type MatchJsonOptions, matchJson, pathExpression } from './match-json.ts';
import type { Mismatch } from './model.ts';
import { refusalOf, shown } from './refusal.ts';

/** A body and what it says it is; undefined where nothing says so. */
export interface TypedBody {
  readonly body: Body | undefined;
  readonly contentType: string | undefined;
}

/**
 * JSON by the rules, anything else as text. A pact without a body expects nothing of it; one whose
 * body is null or empty expects that there is none.
 */
export function* matchBody(
  expected: TypedBody,
  actual: TypedBody,
  options: MatchJsonOptions,
): Generator<Mismatch> {
  if (expected.body === undefined) return;
  const wanted = expected.body.value;
  const came = actual.body?.value;
  const empty = came === undefined || came === null || came === '';
  if (wanted === null || wanted === '') {
    if (!empty) yield mismatch('$', 'an empty body', wanted, came);
    return;
  }
  if (came === undefined || (came === '' && typeof wanted !== 'string')) {
    yield mismatch('$', 'a body', wanted, came);
    return;
  }
  if (expected.contentType !== undefined && actual.contentType !== undefined) {
    const type = essenceOf(expected.contentType);
    if (type !== essenceOf(actual.contentType)) {
      yield mismatch('$', `a body of the type ${type}`, type, essenceOf(actual.contentType));
      return;
    }
  }
  const type = expected.contentType ?? actual.contentType;
  if (type !== undefined && !isJson(type)) yield* matchText(wanted, came, options);
  else {
    for (const { path, message, ...values } of matchJson(wanted, came, options)) {
      yield mismatch(pathExpression(path), message, values.expected, values.actual);
    }
  }
}

function* matchText(
  wanted: unknown,
  came: unknown,
  { rules }: MatchJsonOptions,
): Generator<Mismatch> {
  const matchers = rules.at([]);
  const refusals = matchers.map((matcher) => refusalOf(matcher, wanted, came));
  const refusal =
    matchers.length === 0 && JSON.stringify(wanted) !== JSON.stringify(came)
      ? shown(wanted)
      : refusals.find((one) => one !== undefined);
  if (refusal !== undefined) yield mismatch('$', refusal, wanted, came);
}

function mismatch(path: string, message: string, expected: unknown, actual: unknown): Mismatch {
  return { part: 'body', path, message, expected, actual };
}

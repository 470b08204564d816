import { isRecord } from '../openapi/node.ts';
import { wholeExpression } from '../openapi/schema/patterns.ts';
import { sameJson } from '../openapi/schema/types.ts';
import { hasDateFormat } from './date-format.ts';
import { type Matcher, nestedMatchers } from './rules.ts';

/** Where a value comes from: in headers, queries and paths everything is text. */
export type ValueForm = 'json' | 'text';

/**
 * Why a matcher does not accept a value, in words that follow "expected"; undefined if it does.
 * The kinds are those of the Pact specification 4 (Matching Rules). What is inside arrays and objects
 * is left to whoever walks through them.
 */
export function refusalOf(
  matcher: Matcher,
  expected: unknown,
  actual: unknown,
  form: ValueForm = 'json',
): string | undefined {
  const { match } = matcher;
  switch (match) {
    case 'or': {
      const refusals = nestedMatchers(matcher.matchers).map((one) =>
        refusalOf(one, expected, actual, form),
      );
      return refusals.every((refusal) => refusal !== undefined)
        ? refusals.join(', or ')
        : undefined;
    }
    case 'equality':
      return unless(sameJson(expected, actual), shown(expected));
    case 'type':
      return refusedType(matcher, expected, actual);
    case 'regex':
      return refusedRegex(matcher, actual);
    case 'include':
      return unless(
        String(actual).includes(String(matcher.value)),
        `text with ${shown(matcher.value)}`,
      );
    case 'integer':
      return unless(isNumber(actual, form) && Number.isInteger(Number(actual)), 'an integer');
    case 'decimal':
      return unless(
        isNumber(actual, form) && !Number.isInteger(Number(actual)),
        'a decimal number',
      );
    case 'number':
      return unless(isNumber(actual, form), 'a number');
    case 'boolean':
      return unless(
        typeof actual === 'boolean' || (form === 'text' && /^(true|false)$/.test(String(actual))),
        'a boolean',
      );
    case 'null':
      return unless(actual === null, 'null');
    case 'date':
    case 'time':
    case 'datetime':
    case 'timestamp':
      return refusedDate(matcher, actual);
    case 'notEmpty':
    case 'not-empty':
      return sameKind(expected, actual)
        ? unless(sizeOf(actual) !== 0, 'something that is not empty')
        : kindOf(expected);
    case 'semver':
      return unless(typeof actual === 'string' && SEMVER.test(actual), 'a semantic version');
    case 'statusCode':
    case 'status-code':
      return refusedStatus(matcher.status, actual);
    default:
      // Rules about keys, values and elements are for whoever walks through them.
      return undefined;
  }
}

/** https://semver.org, "Is there a suggested regular expression". */
const SEMVER =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/;

/** Limits of length count for arrays, and for text where an array would make no sense. */
function refusedType(
  { min, max }: Matcher,
  expected: unknown,
  actual: unknown,
): string | undefined {
  if (!sameKind(expected, actual)) return kindOf(expected);
  const size = Array.isArray(actual) ? actual.length : undefined;
  if (size === undefined) return undefined;
  if (typeof min === 'number' && size < min) return `at least ${min} elements`;
  if (typeof max === 'number' && size > max) return `at most ${max} elements`;
  return undefined;
}

function refusedRegex({ regex }: Matcher, actual: unknown): string | undefined {
  const expression = wholeExpression(String(regex));
  if (expression === undefined) return `text that matches ${regex}, which is no expression`;
  const isScalar = actual !== undefined && typeof actual !== 'object';
  return unless(isScalar && expression.test(String(actual)), `text that matches ${regex}`);
}

function refusedDate(matcher: Matcher, actual: unknown): string | undefined {
  const { match } = matcher;
  const format = [matcher.format, matcher[match]].find((one) => typeof one === 'string');
  const fits = typeof actual === 'string' && hasDateFormat(actual, match, format);
  return unless(fits, `a ${match}${format === undefined ? '' : ` like ${format}`}`);
}

const STATUS_CLASSES: Readonly<Record<string, readonly [from: number, to: number]>> = {
  info: [100, 199],
  success: [200, 299],
  redirect: [300, 399],
  clientError: [400, 499],
  serverError: [500, 599],
  nonError: [100, 399],
  error: [400, 599],
};

function refusedStatus(allowed: unknown, actual: unknown): string | undefined {
  const status = Number(actual);
  if (Array.isArray(allowed))
    return unless(allowed.includes(status), `one of ${allowed.join(', ')}`);
  const range = STATUS_CLASSES[String(allowed)];
  if (range === undefined)
    return `a status of the class ${shown(allowed)}, which Pact does not have`;
  return unless(
    status >= range[0] && status <= range[1],
    `a status from ${range[0]} to ${range[1]}`,
  );
}

function unless(fits: boolean, expectation: string): string | undefined {
  return fits ? undefined : expectation;
}

function isNumber(value: unknown, form: ValueForm): boolean {
  if (typeof value === 'number') return true;
  return form === 'text' && /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(String(value));
}

function sameKind(expected: unknown, actual: unknown): boolean {
  return kindOf(expected) === kindOf(actual);
}

/** In words, with the article. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return isRecord(value) ? 'an object' : `a ${typeof value}`;
}

function sizeOf(value: unknown): number | undefined {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  if (value === null) return 0;
  return isRecord(value) ? Object.keys(value).length : undefined;
}

/** A value in a message, shortened. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

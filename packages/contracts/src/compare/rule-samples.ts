import { refusalOf, type ValueForm } from '../matching/refusal.ts';
import { type Matcher, nestedMatchers } from '../matching/rules.ts';
import { sampleExpression } from '../matching/sample-expression.ts';

/**
 * Values that all these rules allow, beside the example: what a consumer may send. Empty where the
 * rules say too little to name any.
 */
export function ruleSamples(
  matchers: readonly Matcher[],
  example: unknown,
  form: ValueForm = 'json',
): readonly unknown[] {
  return matchers
    .flatMap((matcher) => samplesOf(matcher, example))
    .map((sample) => (form === 'text' ? String(sample) : asIn(sample, example)))
    .filter((sample) => matchers.every((one) => !refusalOf(one, example, sample, form)));
}

function samplesOf(matcher: Matcher, example: unknown): readonly unknown[] {
  switch (matcher.match) {
    case 'regex':
      return sampleExpression(String(matcher.regex));
    case 'or':
      return nestedMatchers(matcher.matchers).flatMap((one) => samplesOf(one, example));
    case 'number':
    case 'decimal':
      return [Math.trunc(Number(example) || 0) + 0.5];
    case 'boolean':
      return [true, false];
    case 'null':
      return [null];
    default:
      return [];
  }
}

/** An expression may be about the text of a number. */
function asIn(sample: unknown, example: unknown): unknown {
  return typeof example === 'number' && typeof sample === 'string' ? Number(sample) : sample;
}

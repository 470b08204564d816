import type { Matcher } from '../matching/rules.ts';
import type { Problem } from '../openapi/schema/model.ts';

/** Keywords that limit a size: few consumers mean to go to the limit of what their rule allows. */
const LIMITS =
  /^(min|max|exclusive)(imum|Minimum|Maximum|Length|Items|Properties)$|^multipleOf$|^int(32|64)$/;

/**
 * How much it matters that a rule allows something that the document does not accept: an expression
 * says what will be sent, a rule by type only of what kind it is.
 */
export function severityOf(
  { keyword }: Problem,
  matchers: readonly Matcher[],
): 'incompatible' | 'wider' {
  if (LIMITS.test(keyword)) return 'wider';
  const named = matchers.some(({ match }) => match === 'regex' || match === 'or');
  return !named && (keyword === 'enum' || keyword === 'const') ? 'wider' : 'incompatible';
}

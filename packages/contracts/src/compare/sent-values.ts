import type { Matcher, PartRules } from '../matching/rules.ts';
import { isRecord, jsonPointer } from '../openapi/node.ts';
import { type Accepted, REQUEST } from '../openapi/schema/model.ts';
import { isMarked, schemasOfMember } from '../openapi/schema/objects.ts';
import type { Context } from './context.ts';
import { permittedTypes, permittedValues, wordsOf } from './permitted.ts';

/**
 * The example fits; but does everything fit that the consumer may send? The values its matching rules
 * allow have to be among those that the document accepts.
 */
export function compareSentValues(
  context: Context,
  path: readonly (string | number)[],
  rules: PartRules,
  accepted: readonly Accepted[],
): void {
  for (const place of accepted) {
    const at = [...path, ...place.path];
    reportReadOnly(context, at, place);
    const [matcher, ...others] = rules.at(place.path);
    const node = place.leaves[0]?.node;
    if (matcher === undefined || others.length > 0 || node === undefined) continue;
    const where = place.path.length === 0 ? 'The body' : `"${jsonPointer(place.path)}"`;
    const types = permittedTypes(place.leaves);
    const integral = types?.every((type) => type === 'integer' || type === 'null') === true;
    if (integral && matcher.match === 'decimal') {
      context.report(
        'request.body.incompatible',
        at,
        node,
        `${where} is a decimal in the pact, and the document accepts integers only.`,
      );
    } else if (integral && matcher.match === 'number') {
      context.report(
        'request.body.wider',
        at,
        node,
        `${where} may be any number in the pact, and the document accepts integers only.`,
      );
    } else {
      reportBeyondValues(context, at, where, matcher, place);
    }
  }
}

function reportReadOnly(
  context: Context,
  at: readonly (string | number)[],
  { value, leaves }: Accepted,
): void {
  if (!isRecord(value)) return;
  for (const name of Object.keys(value)) {
    const marked = schemasOfMember(leaves, name, REQUEST).find((schema) =>
      isMarked(context.document, schema, 'readOnly'),
    );
    if (marked === undefined) continue;
    context.report(
      'request.body.read-only',
      [...at, name],
      marked.node,
      `"${name}" is readOnly, and the consumer sends it.`,
    );
  }
}

function reportBeyondValues(
  context: Context,
  at: readonly (string | number)[],
  where: string,
  matcher: Matcher,
  { value, leaves }: Accepted,
): void {
  const permitted = permittedValues(leaves);
  if (permitted === undefined || isRecord(value) || Array.isArray(value)) return;
  const known = permitted.values.map(String);
  const words = matcher.match === 'regex' ? wordsOf(String(matcher.regex)) : undefined;
  const beyond = words?.filter((word) => !known.includes(word));
  if (matcher.match !== 'type' && matcher.match !== 'regex') return;
  if (beyond?.length === 0) return;
  const what = beyond === undefined ? 'other values' : beyond.map((word) => `"${word}"`).join(', ');
  context.report(
    'request.body.wider',
    at,
    permitted.node,
    `${where} may be ${what} in the pact, and the document accepts ${known.join(', ')}.`,
  );
}

import type { Matcher, PartRules } from '../matching/rules.ts';
import { type DocumentNode, isRecord, jsonPointer, memberOf } from '../openapi/node.ts';
import { type Accepted, REQUEST, type Schema } from '../openapi/schema/model.ts';
import { isMarked, schemasOfMember } from '../openapi/schema/objects.ts';
import { leavesOf } from '../openapi/schema/shape.ts';
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
  if (isRecord(value) || Array.isArray(value)) return;
  const beyond = beyondValues(matcher, leaves);
  if (beyond !== undefined) {
    context.report('request.body.wider', at, beyond.node, `${where} ${beyond.message}.`);
  }
}

/** The values that a matcher lets a consumer send and an enum does not accept. */
function beyondValues(
  matcher: Matcher,
  leaves: readonly Schema[],
): { readonly node: DocumentNode; readonly message: string } | undefined {
  const permitted = permittedValues(leaves);
  if (permitted === undefined || (matcher.match !== 'type' && matcher.match !== 'regex')) {
    return undefined;
  }
  const known = permitted.values.map(String);
  const words = matcher.match === 'regex' ? wordsOf(String(matcher.regex)) : undefined;
  const beyond = words?.filter((word) => !known.includes(word));
  if (beyond?.length === 0) return undefined;
  const what = beyond === undefined ? 'other values' : beyond.map((word) => `"${word}"`).join(', ');
  return {
    node: permitted.node,
    message: `may be ${what} in the pact, and the document accepts ${known.join(', ')}`,
  };
}

/** The same for a parameter of one value: its matching rules against its enum. */
export function compareSentParameter(
  context: Context,
  code: 'request.query.wider' | 'request.header.wider',
  path: readonly (string | number)[],
  schema: DocumentNode,
  [matcher, ...others]: readonly Matcher[],
): void {
  if (matcher === undefined || others.length > 0) return;
  const { document } = context;
  const leaves = leavesOf([{ node: schema, scope: undefined }], document);
  // An enum in one of several alternatives does not limit the others.
  if (leaves.some(({ node }) => memberOf(node.value, 'oneOf') ?? memberOf(node.value, 'anyOf')))
    return;
  const beyond = beyondValues(matcher, leaves);
  if (beyond === undefined) return;
  context.report(code, path, beyond.node, `The parameter "${path.at(-1)}" ${beyond.message}.`);
}

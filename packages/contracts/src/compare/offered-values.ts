import type { Matcher, PartRules } from '../matching/rules.ts';
import { type DocumentNode, isRecord, jsonPointer, memberOf } from '../openapi/node.ts';
import { checkValue } from '../openapi/schema/check.ts';
import { type Accepted, RESPONSE, type Schema } from '../openapi/schema/model.ts';
import { regularExpression } from '../openapi/schema/patterns.ts';
import type { Context } from './context.ts';
import { permittedTypes, permittedValues } from './permitted.ts';
import { hasFreeKeys } from './sampling.ts';

/**
 * The example fits; but does everything fit that the provider may answer? Its values have to be among
 * those that the consumer's matching rules accept.
 */
export function compareOfferedValues(
  context: Context,
  subject: 'response.body' | 'message.payload',
  path: readonly (string | number)[],
  rules: PartRules,
  accepted: readonly Accepted[],
): void {
  const said = new Set<string>();
  for (const place of accepted) {
    // One element speaks for all the others of its array.
    const general = place.path.map((step) => (typeof step === 'number' ? '*' : step)).join('/');
    if (said.has(general)) continue;
    said.add(general);
    const matchers = rules.at(place.path);
    const node = place.leaves[0]?.node ?? place.schemas[0]?.node;
    if (node === undefined) continue;
    const at = [...path, ...place.path];
    const where = place.path.length === 0 ? 'The body' : `"${jsonPointer(place.path)}"`;
    if (!hasFreeKeys(rules.exactlyAt(place.path))) {
      for (const name of optionalNames(place)) {
        const member = jsonPointer([...place.path, name]);
        context.report(
          `${subject}.may-be-absent`,
          [...at, name],
          node,
          `"${member}" is expected, and the document does not require it.`,
        );
      }
    }
    if (mayBeNull(context, place) && !matchers.some(({ match }) => match === 'null')) {
      context.report(
        `${subject}.may-be-null`,
        at,
        node,
        `${where} may be null by the document, and is not expected to be.`,
      );
    }
    // Several matchers may be alternatives; what they accept together is not decided here.
    const [matcher, ...others] = matchers;
    if (matcher === undefined || others.length > 0) continue;
    const refused = refusedBy(matcher, place);
    if (refused === undefined) continue;
    context.report(
      `${subject}.${refused.always ? 'incompatible' : 'wider'}`,
      at,
      refused.node,
      `${where} ${refused.message}.`,
    );
  }
}

function optionalNames({ value, leaves }: Accepted): readonly string[] {
  if (!isRecord(value)) return [];
  const required = new Set(
    leaves.flatMap(({ node }) => {
      const names = memberOf(node.value, 'required');
      return Array.isArray(names) ? names : [];
    }),
  );
  return Object.keys(value).filter((name) => !required.has(name));
}

/** A schema without any type says nothing about null either. */
function mayBeNull({ document }: Context, { value, schemas, leaves }: Accepted): boolean {
  if (value === null || permittedTypes(leaves) === undefined) return false;
  const { kind, references } = document;
  return checkValue(schemas, null, { kind, references, mode: RESPONSE }).problems.length === 0;
}

interface Refused {
  /** No value of the provider would do, not only some. */
  readonly always: boolean;
  readonly node: DocumentNode;
  readonly message: string;
}

/** What the document allows here and the matcher does not accept. */
function refusedBy(matcher: Matcher, { value, leaves }: Accepted): Refused | undefined {
  const node = leaves[0]?.node;
  if (node === undefined) return undefined;
  const types = permittedTypes(leaves);
  switch (matcher.match) {
    case 'regex':
    case 'include':
      return refusedWords(matcher, leaves);
    case 'integer':
      return types?.includes('number') === true && !types.includes('integer')
        ? {
            always: false,
            node,
            message: 'may have a fraction by the document, and an integer is expected',
          }
        : undefined;
    case 'decimal':
      return types?.every((type) => type === 'integer') === true
        ? {
            always: true,
            node,
            message: 'is an integer by the document, and a decimal is expected',
          }
        : undefined;
    case 'type': {
      const other = types?.find((type) => type !== 'null' && !sameKind(type, value));
      if (other !== undefined) {
        return {
          always: false,
          node,
          message: `may be of type ${other} by the document, and the consumer expects the type of its example`,
        };
      }
      return Array.isArray(value) ? refusedLength(matcher, leaves) : undefined;
    }
    default:
      return undefined;
  }
}

function sameKind(type: string, value: unknown): boolean {
  switch (type) {
    case 'integer':
    case 'number':
      return typeof value === 'number';
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isRecord(value);
    default:
      return typeof value === type;
  }
}

function refusedWords(matcher: Matcher, leaves: readonly Schema[]): Refused | undefined {
  const permitted = permittedValues(leaves);
  const accepts = acceptsText(matcher);
  if (permitted === undefined || accepts === undefined) return undefined;
  const words = permitted.values.filter((value) => value !== null).map(String);
  const refused = words.filter((word) => !accepts(word));
  if (refused.length === 0) return undefined;
  return {
    always: refused.length === words.length,
    node: permitted.node,
    message: `may be ${refused.map((word) => `"${word}"`).join(', ')} by the document, which the consumer does not accept`,
  };
}

function acceptsText(matcher: Matcher): ((text: string) => boolean) | undefined {
  if (matcher.match === 'include') {
    const part = matcher.value;
    return typeof part === 'string' ? (text) => text.includes(part) : undefined;
  }
  const expression =
    typeof matcher.regex === 'string' ? regularExpression(matcher.regex) : undefined;
  return expression === undefined ? undefined : (text) => expression.test(text);
}

/** Limits that no array of the document keeps. */
function refusedLength({ min, max }: Matcher, leaves: readonly Schema[]): Refused | undefined {
  for (const { node } of leaves) {
    const least = memberOf(node.value, 'minItems');
    const most = memberOf(node.value, 'maxItems');
    if (typeof min === 'number' && typeof most === 'number' && min > most) {
      return {
        always: true,
        node,
        message: `has at most ${most} elements by the document, and ${min} are expected`,
      };
    }
    if (typeof max === 'number' && typeof least === 'number' && max < least) {
      return {
        always: true,
        node,
        message: `has at least ${least} elements by the document, and at most ${max} are expected`,
      };
    }
  }
  return undefined;
}

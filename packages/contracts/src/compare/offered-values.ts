import { kindOf, refusalOf, shown, type ValueForm } from '../matching/refusal.ts';
import type { Matcher, PartRules } from '../matching/rules.ts';
import { type DocumentNode, isRecord, jsonPointer, memberOf } from '../openapi/node.ts';
import type { Accepted } from '../openapi/schema/model.ts';
import { isOfType } from '../openapi/schema/types.ts';
import type { Context } from './context.ts';
import { permittedTypes, permittedValues } from './permitted.ts';
import { hasFreeKeys } from './sampling.ts';
import { type Offer, offerOf, type SchemaSample } from './schema-samples.ts';

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
    const general = generalPath(place.path);
    const matchers = rules.at(place.path);
    const node = place.leaves[0]?.node ?? place.schemas[0]?.node;
    if (node === undefined) continue;
    const at = [...path, ...place.path];
    const where = place.path.length === 0 ? 'The body' : `"${jsonPointer(place.path)}"`;
    if (!hasFreeKeys(rules.exactlyAt(place.path))) {
      for (const name of optionalNames(place)) {
        if (isSaid(said, `${general}/${name}`)) continue;
        const member = jsonPointer([...place.path, name]);
        context.report(
          `${subject}.may-be-absent`,
          [...at, name],
          node,
          `"${member}" is expected, and the document does not require it.`,
        );
      }
    }
    // One element of a kind speaks for all the others of its array.
    if (isSaid(said, `${general} ${kindOf(place.value)}`)) continue;
    const offer = offerOf(context, place.schemas);
    if (
      mayBeNull(offer, place) &&
      !matchers.some((matcher) => accepts(matcher, place.value, null))
    ) {
      context.report(
        `${subject}.may-be-null`,
        at,
        node,
        `${where} may be null by the document, and is not expected to be.`,
      );
    }
    for (const { severity, node: source, message } of refusals(offer, matchers, place)) {
      context.report(`${subject}.${severity}`, at, source, `${where} ${message}.`);
    }
  }
}

function generalPath(path: Accepted['path']): string {
  return path.map((step) => (typeof step === 'number' ? '*' : step)).join('/');
}

function isSaid(said: Set<string>, what: string): boolean {
  if (said.has(what)) return true;
  said.add(what);
  return false;
}

function optionalNames({ value, leaves }: Accepted): readonly string[] {
  if (!isRecord(value)) return [];
  const required = new Set(
    leaves.flatMap(({ node }) => {
      const names = memberOf(node.value, 'required');
      return Array.isArray(names) ? names : [];
    }),
  );
  const whole = permittedValues(leaves)?.values ?? [];
  return Object.keys(value).filter((name) => {
    const always =
      whole.length > 0 && whole.every((one) => isRecord(one) && Object.hasOwn(one, name));
    return !always && !required.has(name);
  });
}

/** A schema without any type says nothing about null either. */
function mayBeNull(offer: Offer, { value, leaves }: Accepted): boolean {
  return value !== null && permittedTypes(leaves) !== undefined && offer.mayBeNull;
}

function accepts(matcher: Matcher, example: unknown, value: unknown): boolean {
  return KNOWN.has(matcher.match) && refusalOf(matcher, example, value) === undefined;
}

/** Rules that say by themselves which values they accept. */
const KNOWN = new Set(['null', 'or', 'regex', 'include', 'notEmpty']);

export interface Refusal {
  /** `incompatible` where a type may come that the consumer does not know, or nothing fits at all. */
  readonly severity: 'incompatible' | 'wider';
  readonly node: DocumentNode;
  /** Follows the name of the place. */
  readonly message: string;
}

/** What the document allows in a place and the consumer's rules do not accept. */
function refusals(offer: Offer, matchers: readonly Matcher[], place: Accepted): readonly Refusal[] {
  if (matchers.length === 0) return [];
  return [
    ...(isOfOneType(offer, matchers, place.value)
      ? []
      : refusedSamples(
          matchers,
          place.value,
          offer.samples.filter(({ value }) => value !== null),
        )),
    ...(Array.isArray(place.value) ? refusedLengths(matchers, place) : []),
  ];
}

/** The usual case, which needs no samples: rules by type, and one type that may come. */
function isOfOneType(offer: Offer, matchers: readonly Matcher[], example: unknown): boolean {
  if (!matchers.every(({ match }) => match === 'type')) return false;
  const others = [...offer.kinds].filter((kind) => kind !== 'null' && !isOfType(example, kind));
  return others.length === 0;
}

/** At most one refusal of each severity, with the values that show it. */
export function refusedSamples(
  matchers: readonly Matcher[],
  example: unknown,
  samples: readonly SchemaSample[],
  form: ValueForm = 'json',
): readonly Refusal[] {
  const refused = samples.flatMap((sample) => {
    const matcher = matchers.find((one) => refusalOf(unlimited(one), example, sample.value, form));
    return matcher === undefined ? [] : { ...sample, matcher };
  });
  if (refused.length === 0) return [];
  const nothingFits =
    refused.length === samples.length &&
    matchers.some((one) => refusalOf(unlimited(one), example, example, form) !== undefined);
  const grave = refused.filter(
    ({ matcher, value }) => nothingFits || isOtherType(matcher, value, samples),
  );
  const open = refused.filter((one) => !grave.includes(one));
  return [
    ...asRefusal('incompatible', grave, example, form),
    ...asRefusal('wider', open, example, form),
  ];
}

function asRefusal(
  severity: Refusal['severity'],
  refused: readonly (SchemaSample & { readonly matcher: Matcher })[],
  example: unknown,
  form: ValueForm,
): readonly Refusal[] {
  const [first] = refused;
  if (first === undefined) return [];
  const expected = refusalOf(unlimited(first.matcher), example, first.value, form);
  const values = refused.filter(({ matcher }) => matcher === first.matcher);
  const shownValues = [...new Set(values.map(({ value }) => wordsFor(value)))].slice(0, 5);
  const message = `may be ${shownValues.join(', ')} by the document, and the consumer expects ${expected}`;
  return [{ severity, node: first.node, message }];
}

function wordsFor(value: unknown): string {
  return typeof value === 'object' ? kindOf(value) : shown(value);
}

/** Without `null`: where it may come, a provider state says when, as it does for any single value. */
const TYPE_RULES = new Set(['type', 'integer', 'number', 'decimal', 'boolean']);

/** A number without a fraction is still a number: no document can promise a fraction. */
function isOtherType(
  { match }: Matcher,
  value: unknown,
  samples: readonly SchemaSample[],
): boolean {
  if (!TYPE_RULES.has(match)) return false;
  const fractions = samples.some((one) => typeof one.value === 'number' && one.value % 1 !== 0);
  return !(match === 'decimal' && typeof value === 'number' && fractions);
}

/** Samples of arrays have no elements: limits are compared by themselves. */
function unlimited(matcher: Matcher): Matcher {
  return matcher.match === 'type' ? { match: 'type' } : matcher;
}

function refusedLengths(matchers: readonly Matcher[], { leaves }: Accepted): readonly Refusal[] {
  const node = leaves[0]?.node;
  if (node === undefined) return [];
  const least = Math.max(0, ...limits(leaves, 'minItems'));
  const most = Math.min(Infinity, ...limits(leaves, 'maxItems'));
  return matchers.flatMap(({ match, min, max }): readonly Refusal[] => {
    if (match !== 'type') return [];
    // One element is what "each like this" says; that the list may be empty says every list.
    if (typeof min === 'number' && min > Math.max(least, 1)) {
      const message = `may have ${least} elements by the document, and at least ${min} are expected`;
      return [{ severity: min > most ? 'incompatible' : 'wider', node, message }];
    }
    if (typeof max === 'number' && max < most) {
      const many = most === Infinity ? 'any number of' : most;
      const message = `may have ${many} elements by the document, and at most ${max} are expected`;
      return [{ severity: max < least ? 'incompatible' : 'wider', node, message }];
    }
    return [];
  });
}

function limits(leaves: Accepted['leaves'], keyword: 'minItems' | 'maxItems'): readonly number[] {
  return leaves
    .map(({ node }) => memberOf(node.value, keyword))
    .filter((limit) => typeof limit === 'number');
}

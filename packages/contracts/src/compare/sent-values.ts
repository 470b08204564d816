import { shown } from '../matching/refusal.ts';
import type { Matcher, PartRules } from '../matching/rules.ts';
import { type DocumentNode, isRecord, jsonPointer } from '../openapi/node.ts';
import { checkValue } from '../openapi/schema/check.ts';
import { type Accepted, type Problem, REQUEST, type Schema } from '../openapi/schema/model.ts';
import { isMarked, schemasOfMember } from '../openapi/schema/objects.ts';
import { leavesOf } from '../openapi/schema/shape.ts';
import { severityOf } from './beyond.ts';
import type { Context } from './context.ts';
import { allowsUnlisted, permittedValues } from './permitted.ts';
import { ruleSamples } from './rule-samples.ts';

/**
 * The example fits; but does everything fit that the consumer may send? The values its matching rules
 * allow have to be among those that the document accepts.
 */
export function compareSentValues(
  context: Context,
  subject: 'request.body' | 'message.payload',
  path: readonly (string | number)[],
  rules: PartRules,
  accepted: readonly Accepted[],
): void {
  for (const place of accepted) {
    const at = [...path, ...place.path];
    if (subject === 'request.body') reportReadOnly(context, at, place);
    const matchers = rules.at(place.path);
    if (matchers.length === 0) continue;
    const where = place.path.length === 0 ? 'The body' : `"${jsonPointer(place.path)}"`;
    const beyond = Array.isArray(place.value)
      ? beyondLengths(context, matchers, place)
      : (beyondSamples(context, matchers, place, accepted) ?? beyondEnum(matchers, place));
    if (beyond === undefined) continue;
    context.report(`${subject}.${beyond.severity}`, at, beyond.node, `${where} ${beyond.message}.`);
  }
}

interface Beyond {
  readonly severity: 'incompatible' | 'wider';
  readonly node: DocumentNode;
  readonly message: string;
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

function beyondSamples(
  context: Context,
  matchers: readonly Matcher[],
  place: Accepted,
  accepted: readonly Accepted[],
): Beyond | undefined {
  let wider: Beyond | undefined;
  for (const sample of ruleSamples(matchers, place.value)) {
    const [problem] = problemsOf(context, place.schemas, sample);
    if (problem === undefined || fitsElsewhere(context, place, accepted, sample)) continue;
    const severity = severityOf(problem, matchers);
    const message = `may be ${shown(sample)} in the pact, and ${problem.message}`;
    const beyond = { severity, node: problem.node, message };
    if (severity === 'incompatible') return beyond;
    wider ??= beyond;
  }
  return wider;
}

function problemsOf(
  { document: { kind, references } }: Context,
  schemas: readonly Schema[],
  value: unknown,
): readonly Problem[] {
  return checkValue(schemas, value, { kind, references, mode: REQUEST }).problems;
}

/** Another alternative of the object around it may be the one that a value belongs to. */
function fitsElsewhere(
  context: Context,
  place: Accepted,
  accepted: readonly Accepted[],
  sample: unknown,
): boolean {
  const name = place.path.at(-1);
  const owner = jsonPointer(place.path.slice(0, -1));
  const around = accepted.find(
    ({ path, value }) =>
      isRecord(value) && path.length === place.path.length - 1 && jsonPointer(path) === owner,
  );
  if (around === undefined || typeof name !== 'string') return false;
  const alternatives = leavesOf(around.schemas, context.document);
  if (alternatives.length === around.leaves.length) return false;
  return schemasOfMember(alternatives, name, REQUEST).some(
    (schema) => problemsOf(context, [schema], sample).length === 0,
  );
}

/** A rule by type lets a consumer send any value of that type, and an enum has only some. */
function beyondEnum(matchers: readonly Matcher[], { value, leaves }: Accepted): Beyond | undefined {
  if (isRecord(value) || !allowsUnlisted(matchers)) return undefined;
  const permitted = permittedValues(leaves);
  if (permitted === undefined) return undefined;
  const known = permitted.values.map(String).join(', ');
  const message = `may be other values in the pact, and the document accepts ${known}`;
  return { severity: 'wider', node: permitted.node, message };
}

/** Arrays as short and as long as the rule allows. */
function beyondLengths(
  context: Context,
  matchers: readonly Matcher[],
  { value, schemas, leaves }: Accepted,
): Beyond | undefined {
  const node = leaves[0]?.node;
  if (!Array.isArray(value) || value.length === 0 || node === undefined) return undefined;
  const lengths = matchers
    .flatMap(({ min, max }) => [min, max])
    .filter((one) => typeof one === 'number');
  for (const length of lengths.filter((one) => one <= 1000)) {
    const array = Array.from({ length }, (_, index) => value[index % value.length]);
    const problem = problemsOf(context, schemas, array).find(
      ({ keyword, path }) =>
        path.length === 0 && keyword.endsWith('Items') && keyword !== 'uniqueItems',
    );
    if (problem === undefined) continue;
    const message = `may have ${length} elements in the pact, and ${problem.message}`;
    return { severity: 'wider', node: problem.node, message };
  }
  return undefined;
}

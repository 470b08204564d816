import { childOf, type DocumentNode, isRecord } from '../node.ts';
import { conjoin, emptyConjunction } from './conjunction.ts';
import type { Schema } from './model.ts';
import { schemasOfMember } from './objects.ts';
import { type Check, checkAside, exactly } from './run.ts';

/** What a part of a value says about the whole: it fits whatever is added, cannot fit, or both may be. */
export type Outcome = 'fits' | 'fails' | 'open';

/** Does a schema hold at a place that demands nothing by it: in `not`, `if` and `contains`? */
export function outcomeOf(check: Check, schema: Schema, value: unknown): Outcome {
  const exact = checkAside(check, schema, value, exactly(check.mode)).length === 0;
  if (check.mode.value === 'whole') return exact ? 'fits' : 'fails';
  if (exact) return isOpen(check, schema, value) ? 'open' : 'fits';
  if (!isPartial(value)) return 'fails';
  const part = { ...check.mode, closed: false };
  return checkAside(check, schema, value, part).length === 0 ? 'open' : 'fails';
}

/** Only objects, and lists of them, are named in part. */
function isPartial(value: unknown): boolean {
  return Array.isArray(value) ? value.some(isPartial) : isRecord(value);
}

/** Keywords that look at members of any name, so that one more may change the outcome. */
const LOOKS_AT_ALL = [
  'additionalProperties',
  'patternProperties',
  'propertyNames',
  'unevaluatedProperties',
  'minProperties',
  'maxProperties',
  'dependentRequired',
  'dependentSchemas',
  'dependencies',
];

/** Could members that are left out change whether the value fits? Rather too often than too rarely. */
function isOpen(
  check: Check,
  schema: Schema,
  value: unknown,
  seen: ReadonlySet<unknown> = new Set(),
): boolean {
  if (!isPartial(value) || seen.has(schema.node.value)) return false;
  const met = new Set(seen).add(schema.node.value);
  const conjunction = emptyConjunction();
  conjoin(conjunction, schema, value, check);
  const { leaves, choices } = conjunction;
  const beside = [
    ...choices.flatMap(({ branches }) => branches),
    ...leaves.map(({ node, scope }) => ({ node: childOf(node, 'not'), scope })),
  ];
  if (beside.some((one) => isOpen(check, one, value, met))) return true;
  if (Array.isArray(value)) {
    return value.some((element, index) =>
      leaves.some((leaf) => elementSchemas(leaf, index).some((one) => isOpen(check, one, element))),
    );
  }
  if (!isRecord(value)) return false;
  return (
    leaves.some(({ node }) => looksFurther(node, value)) ||
    Object.entries(value).some(([name, member]) =>
      schemasOfMember(leaves, name, check.mode).some((one) => isOpen(check, one, member)),
    )
  );
}

function looksFurther({ value: schema }: DocumentNode, value: object): boolean {
  if (!isRecord(schema)) return false;
  const { properties, required } = schema;
  const named = [
    ...(isRecord(properties) ? Object.keys(properties) : []),
    ...(Array.isArray(required) ? required.map(String) : []),
  ];
  return (
    named.some((name) => !Object.hasOwn(value, name)) ||
    LOOKS_AT_ALL.some((keyword) => schema[keyword] !== undefined)
  );
}

/** Schemas of one element, and those that look at every element. */
function elementSchemas({ node, scope }: Schema, index: number): readonly Schema[] {
  const keys = ['items', 'contains', 'additionalItems', 'unevaluatedItems'];
  const all = [
    childOf(childOf(node, 'prefixItems'), index),
    ...keys.map((key) => childOf(node, key)),
  ];
  return all.map((one) => ({ node: one, scope }));
}

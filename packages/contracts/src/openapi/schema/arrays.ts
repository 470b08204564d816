import { childOf, type DocumentNode, isRecord } from '../node.ts';
import { type Failure, sizeFailures } from './assertions.ts';
import { isWithin } from './conjunction.ts';
import type { Problem, Schema } from './model.ts';
import { outcomeOf } from './partial.ts';
import { type Check, checkAside, exactly, problemAt } from './run.ts';
import { sameJson } from './types.ts';

export function checkElements(
  check: Check,
  leaves: readonly Schema[],
  value: readonly unknown[],
): readonly Problem[] {
  const problems: Problem[] = [];
  if (!check.sampling.lengthIsFree(check.path)) {
    for (const leaf of leaves) {
      for (const [keyword, message] of lengthFailures(check, leaf, value)) {
        problems.push(problemAt(check, value, { node: leaf.node, keyword, message }));
      }
    }
  }
  for (const [index, element] of value.entries()) {
    const schemas = [...schemasAt(leaves, index), ...unevaluatedAt(check, leaves, index, element)];
    if (schemas.length === 0) continue;
    check.path.push(index);
    problems.push(...check.all(check, schemas, element));
    check.path.pop();
  }
  return problems;
}

function* lengthFailures(
  check: Check,
  { node, scope }: Schema,
  value: readonly unknown[],
): Generator<Failure> {
  if (!isRecord(node.value)) return;
  yield* sizeFailures(node.value, value.length, 'Items');
  if (node.value.uniqueItems === true && hasRepeated(wholeElements(check, value))) {
    yield ['uniqueItems', 'must not have equal elements'];
  }
  if (node.value.contains === undefined) return;
  const contained = { node: childOf(node, 'contains'), scope };
  const outcomes = value.map((element) => outcomeOf(check, contained, element));
  const atLeast = outcomes.filter((one) => one === 'fits').length;
  const atMost = outcomes.filter((one) => one !== 'fails').length;
  const least = typeof node.value.minContains === 'number' ? node.value.minContains : 1;
  const most = typeof node.value.maxContains === 'number' ? node.value.maxContains : Infinity;
  if (atMost < least || atLeast > most) {
    yield ['contains', `must have ${least} or more elements that fit "contains"`];
  }
}

/** Objects and arrays that are only named in part may differ in the rest. */
function wholeElements(check: Check, value: readonly unknown[]): readonly unknown[] {
  if (check.mode.value === 'whole') return value;
  return value.filter((element) => typeof element !== 'object' || element === null);
}

function hasRepeated(value: readonly unknown[]): boolean {
  return value.some((element, index) =>
    value.slice(0, index).some((other) => sameJson(element, other)),
  );
}

/** The schemas of one element: by position (either spelling of tuples), then for the rest. */
export function schemasAt(leaves: readonly Schema[], index: number): readonly Schema[] {
  return leaves.flatMap(({ node, scope }) => {
    const schema = elementSchema(node, index);
    return schema === undefined ? [] : { node: schema, scope };
  });
}

/** `unevaluatedItems` of leaves that have not looked at this element (JSON Schema 2020-12, 11.2). */
function unevaluatedAt(
  check: Check,
  leaves: readonly Schema[],
  index: number,
  element: unknown,
): readonly Schema[] {
  return leaves.flatMap((owner) => {
    if (!isRecord(owner.node.value) || owner.node.value.unevaluatedItems === undefined) return [];
    const looked = leaves.some((leaf) => {
      if (!isWithin(leaf, owner) || !isRecord(leaf.node.value)) return false;
      if (leaf !== owner && leaf.node.value.unevaluatedItems !== undefined) return true;
      if (elementSchema(leaf.node, index) !== undefined) return true;
      if (leaf.node.value.contains === undefined) return false;
      const contained = { node: childOf(leaf.node, 'contains'), scope: leaf.scope };
      return checkAside(check, contained, element, exactly(check.mode)).length === 0;
    });
    return looked ? [] : { node: childOf(owner.node, 'unevaluatedItems'), scope: owner.scope };
  });
}

function elementSchema(node: DocumentNode, index: number): DocumentNode | undefined {
  if (!isRecord(node.value)) return undefined;
  const { prefixItems, items, additionalItems } = node.value;
  if (Array.isArray(prefixItems) && index < prefixItems.length) {
    return childOf(childOf(node, 'prefixItems'), index);
  }
  if (Array.isArray(items)) {
    if (index < items.length) return childOf(childOf(node, 'items'), index);
    return additionalItems === undefined ? undefined : childOf(node, 'additionalItems');
  }
  return items === undefined ? undefined : childOf(node, 'items');
}

import { childOf, type DocumentNode, isRecord, type JsonRecord, memberOf } from '../node.ts';
import { sizeFailures } from './assertions.ts';
import { conjoin, emptyConjunction, isWithin } from './conjunction.ts';
import type { Mode, Problem, Schema } from './model.ts';
import { regularExpression } from './patterns.ts';
import { type Check, checkAside, exactly, problemAt } from './run.ts';
import { typesOf } from './types.ts';

export function checkMembers(
  check: Check,
  leaves: readonly Schema[],
  value: JsonRecord,
): readonly Problem[] {
  const problems: Problem[] = [];
  for (const leaf of leaves) problems.push(...checkNames(check, leaf, value, leaves));
  for (const name of Object.keys(value)) {
    const declared = [
      ...schemasOfMember(leaves, name, check.mode),
      ...(check.mode.closed ? [] : unevaluated(leaves, name)),
    ];
    check.path.push(name);
    if (declared.length > 0) {
      problems.push(...outOfPlace(check, declared, value[name]));
      problems.push(...check.all(check, declared, value[name]));
    } else {
      problems.push(...undeclared(check, leaves, name, value[name]));
    }
    check.path.pop();
  }
  return problems;
}

/** Which members there must be, and how many. */
function* checkNames(
  check: Check,
  { node, scope }: Schema,
  value: JsonRecord,
  leaves: readonly Schema[],
): Generator<Problem> {
  const schema = node.value;
  if (!isRecord(schema)) return;
  const whole = check.mode.value === 'whole';
  for (const [keyword, message] of sizeFailures(schema, Object.keys(value).length, 'Properties')) {
    if (whole || keyword === 'maxProperties')
      yield problemAt(check, value, { node, keyword, message });
  }
  if (whole) {
    for (const [keyword, name] of requiredNames(schema, value)) {
      if (Object.hasOwn(value, name) || isLeftOut(check, leaves, name)) continue;
      yield problemAt(check, value, { node, keyword, message: `must have the member "${name}"` });
    }
  }
  if (schema.propertyNames !== undefined) {
    const names = { node: childOf(node, 'propertyNames'), scope };
    for (const name of Object.keys(value)) {
      if (checkAside(check, names, name, exactly(check.mode)).length === 0) continue;
      const message = `must not have a member named "${name}"`;
      yield problemAt(check, value, { node, keyword: 'propertyNames', message });
    }
  }
}

function* requiredNames(
  schema: JsonRecord,
  value: JsonRecord,
): Generator<readonly [keyword: string, name: string]> {
  for (const name of strings(schema.required)) yield ['required', name];
  for (const keyword of ['dependentRequired', 'dependencies']) {
    const dependents = schema[keyword];
    if (!isRecord(dependents)) continue;
    for (const [present, names] of Object.entries(dependents)) {
      if (!Object.hasOwn(value, present)) continue;
      for (const name of strings(names)) yield [keyword, name];
    }
  }
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** `required` does not mean `readOnly` members in a request, nor `writeOnly` ones in a response. */
function isLeftOut(check: Check, leaves: readonly Schema[], name: string): boolean {
  const flag = check.mode.direction === 'request' ? 'readOnly' : 'writeOnly';
  return schemasOfMember(leaves, name, check.mode).some((schema) => isMarked(check, schema, flag));
}

function outOfPlace(check: Check, declared: readonly Schema[], value: unknown): readonly Problem[] {
  if (check.mode.direction === 'request') return [];
  const marked = declared.find((schema) => isMarked(check, schema, 'writeOnly'));
  if (marked === undefined) return [];
  const message = 'is writeOnly: it is never part of a response';
  return [problemAt(check, value, { node: marked.node, keyword: 'writeOnly', message })];
}

/** Is a schema `readOnly` or `writeOnly`, itself or by what it refers to and is made of? */
export function isMarked(
  check: Pick<Check, 'references' | 'kind'>,
  schema: Schema,
  flag: 'readOnly' | 'writeOnly',
): boolean {
  const { value } = schema.node;
  if (memberOf(value, flag) === true) return true;
  if (memberOf(value, '$ref') === undefined && memberOf(value, 'allOf') === undefined) return false;
  const conjunction = emptyConjunction();
  conjoin(conjunction, schema, undefined, check);
  return conjunction.leaves.some(({ node }) => memberOf(node.value, flag) === true);
}

/** In a closed world nothing undeclared passes but what `unevaluatedProperties` describes. */
function undeclared(
  check: Check,
  leaves: readonly Schema[],
  name: string,
  value: unknown,
): readonly Problem[] {
  const owner = check.mode.closed ? leaves.find(({ node }) => isObjectSchema(node)) : undefined;
  if (owner === undefined) return [];
  const described = unevaluated(leaves, name).filter(({ node }) => isRecord(node.value));
  if (described.length > 0) return check.all(check, described, value);
  const message = `is not declared: nobody promises a member "${name}"`;
  return [problemAt(check, value, { node: owner.node, keyword: 'additionalProperties', message })];
}

/** `unevaluatedProperties` of leaves that have not looked at this member (JSON Schema 2020-12, 11.3). */
function unevaluated(leaves: readonly Schema[], name: string): readonly Schema[] {
  return leaves.flatMap((owner) => {
    if (memberOf(owner.node.value, 'unevaluatedProperties') === undefined) return [];
    const looked = leaves.some((leaf) => {
      if (!isWithin(leaf, owner)) return false;
      if (ownSchemas(leaf.node, name).length > 0) return true;
      if (memberOf(leaf.node.value, 'additionalProperties') !== undefined) return true;
      return leaf !== owner && memberOf(leaf.node.value, 'unevaluatedProperties') !== undefined;
    });
    const schema = { node: childOf(owner.node, 'unevaluatedProperties'), scope: owner.scope };
    return looked ? [] : schema;
  });
}

function isObjectSchema({ value }: DocumentNode): boolean {
  return isRecord(memberOf(value, 'properties')) || typesOf(value)?.includes('object') === true;
}

/**
 * Every schema that says something about a member of that name, from all leaves together. What one
 * leaf forbids, another may declare: many documents mean that by `additionalProperties: false` beside
 * `allOf`. For a whole value the letter of JSON Schema holds.
 */
export function schemasOfMember(
  leaves: readonly Schema[],
  name: string,
  mode: Pick<Mode, 'value'>,
): readonly Schema[] {
  const found: Schema[] = [];
  let forbidden: Schema | undefined;
  for (const { node, scope } of leaves) {
    const own = ownSchemas(node, name);
    for (const schema of own) found.push({ node: schema, scope });
    if (own.length > 0 || !isRecord(node.value)) continue;
    const { additionalProperties } = node.value;
    const additional = { node: childOf(node, 'additionalProperties'), scope };
    if (isRecord(additionalProperties)) found.push(additional);
    if (additionalProperties === false) forbidden = additional;
  }
  const overruled = mode.value === 'part' && found.length > 0;
  return forbidden === undefined || overruled ? found : [...found, forbidden];
}

function ownSchemas(node: DocumentNode, name: string): readonly DocumentNode[] {
  if (!isRecord(node.value)) return [];
  const { properties, patternProperties } = node.value;
  const found: DocumentNode[] = [];
  if (isRecord(properties) && Object.hasOwn(properties, name)) {
    found.push(childOf(childOf(node, 'properties'), name));
  }
  if (isRecord(patternProperties)) {
    for (const pattern of Object.keys(patternProperties)) {
      if (regularExpression(pattern)?.test(name)) {
        found.push(childOf(childOf(node, 'patternProperties'), pattern));
      }
    }
  }
  return found;
}

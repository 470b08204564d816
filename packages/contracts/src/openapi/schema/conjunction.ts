import type { DocumentKind } from '../document.ts';
import {
  childOf,
  type DocumentNode,
  elementsOf,
  isRecord,
  type JsonRecord,
  membersOf,
  stringMember,
} from '../node.ts';
import { type References, resourceOf } from '../references.ts';
import { isNullable } from './assertions.ts';
import { discriminated } from './discriminator.ts';
import type { Schema, Scope } from './model.ts';

/** Schemas that all have to hold for one value, with references and `allOf` taken apart. */
export interface Conjunction {
  readonly leaves: Schema[];
  readonly choices: Choice[];
  /** Schemas nothing can satisfy, and references that name nothing. */
  readonly impossible: {
    readonly node: DocumentNode;
    readonly keyword: string;
    readonly message: string;
  }[];
  /** Schema objects already taken in: meeting one again adds nothing, which ends every cycle. */
  readonly seen: Set<unknown>;
}

export interface Choice {
  readonly keyword: 'oneOf' | 'anyOf' | 'if';
  readonly owner: DocumentNode;
  readonly branches: readonly Schema[];
}

export interface SchemaWorld {
  readonly kind: DocumentKind;
  readonly references: References;
}

export function emptyConjunction(): Conjunction {
  return { leaves: [], choices: [], impossible: [], seen: new Set() };
}

export function copyOf(from: Conjunction): Conjunction {
  return {
    leaves: [...from.leaves],
    choices: [...from.choices],
    impossible: [...from.impossible],
    seen: new Set(from.seen),
  };
}

/** Adds a schema that has to hold for `value`. */
export function conjoin(
  into: Conjunction,
  schema: Schema,
  value: unknown,
  world: SchemaWorld,
): void {
  const { node, scope } = schema;
  if (node.value === false) {
    into.impossible.push({ node, keyword: 'false schema', message: 'must not be there' });
  }
  if (!isRecord(node.value) || into.seen.has(node.value)) return;
  into.seen.add(node.value);
  const legacy = hasNullable(world.kind);
  if (legacy && value === null && isNullable(node.value) && allowsNull(node.value)) return;
  const reference = stringMember(node.value, '$ref');
  if (reference !== undefined) {
    // References that only lead to each other name nothing either.
    const target = world.references.follow(node) && world.references.resolve(reference, node);
    conjoinTarget(into, target, schema, value, world);
    // Up to draft 7, and so before OpenAPI 3.1, what stands beside a reference does not count.
    if (legacy || world.kind === 'asyncapi-3') return;
  }
  const dynamic = stringMember(node.value, '$dynamicRef');
  if (dynamic !== undefined) {
    conjoinTarget(into, dynamicTarget(dynamic, schema, world.references), schema, value, world);
  }
  into.leaves.push(schema);
  for (const part of elementsOf(childOf(node, 'allOf'))) {
    conjoin(into, { node: part, scope, via: schema }, value, world);
  }
  conjoinChoices(into, schema, value, world);
  conjoinDependents(into, schema, value, world);
}

/** `nullable` widens `type`, not `enum` (OpenAPI 3.0.3, Schema Object). */
function allowsNull({ enum: values }: JsonRecord): boolean {
  return !Array.isArray(values) || values.includes(null);
}

function hasNullable(kind: DocumentKind): boolean {
  return kind === 'swagger-2' || kind === 'openapi-3.0';
}

function conjoinTarget(
  into: Conjunction,
  target: DocumentNode | undefined,
  schema: Schema,
  value: unknown,
  world: SchemaWorld,
): void {
  const { node } = schema;
  if (target === undefined) {
    const named = stringMember(node.value, '$ref') ?? stringMember(node.value, '$dynamicRef');
    into.impossible.push({
      node,
      keyword: '$ref',
      message: `refers to ${named}, which is nowhere`,
    });
    return;
  }
  const scope = schema.scope ?? { resource: resourceOf(node).node, outer: undefined };
  conjoin(into, { node: target, scope: enter(target, scope), via: schema }, value, world);
}

function enter(target: DocumentNode, scope: Scope | undefined): Scope | undefined {
  const resource = resourceOf(target).node;
  return resource.value === scope?.resource.value ? scope : { resource, outer: scope };
}

/** JSON Schema 2020-12, 8.2.3.2: the outermost resource that has the anchor wins. */
function dynamicTarget(
  reference: string,
  { node, scope }: Schema,
  references: References,
): DocumentNode | undefined {
  const initial = references.resolve(reference, node);
  const name = stringMember(initial?.value, '$dynamicAnchor');
  if (name === undefined || !reference.endsWith(`#${name}`)) return initial;
  let found = initial;
  const start = scope ?? { resource: resourceOf(node).node, outer: undefined };
  for (let at: Scope | undefined = start; at !== undefined; at = at.outer) {
    found = references.dynamicAnchor(at.resource, name) ?? found;
  }
  return found;
}

function conjoinChoices(
  into: Conjunction,
  schema: Schema,
  value: unknown,
  world: SchemaWorld,
): void {
  const { node, scope } = schema;
  const picked = discriminated(node, value, world.references);
  if (picked.kind === 'branch')
    conjoin(into, { node: picked.node, scope, via: schema }, value, world);
  if (picked.kind === 'unknown') {
    into.impossible.push({ node: picked.node, keyword: 'discriminator', message: picked.message });
  }
  for (const keyword of ['oneOf', 'anyOf'] as const) {
    const branches = elementsOf(childOf(node, keyword));
    if (branches.length === 0 || (picked.kind !== 'none' && picked.replaces === keyword)) continue;
    into.choices.push({
      keyword,
      owner: childOf(node, keyword),
      branches: branches.map((branch) => ({ node: branch, scope, via: schema })),
    });
  }
  const condition = childOf(node, 'if');
  if (condition.value !== undefined) {
    const branches = ['if', 'then', 'else'].map((key) => ({
      node: childOf(node, key),
      scope,
      via: schema,
    }));
    into.choices.push({ keyword: 'if', owner: condition, branches });
  }
}

function conjoinDependents(
  into: Conjunction,
  schema: Schema,
  value: unknown,
  world: SchemaWorld,
): void {
  const { node, scope } = schema;
  if (!isRecord(value)) return;
  for (const keyword of ['dependentSchemas', 'dependencies']) {
    for (const dependent of membersOf(childOf(node, keyword))) {
      if (Object.hasOwn(value, dependent.key) && !Array.isArray(dependent.value)) {
        conjoin(into, { node: dependent, scope, via: schema }, value, world);
      }
    }
  }
}

/** Was `schema` brought in by `owner`, at whatever distance? */
export function isWithin(schema: Schema, owner: Schema): boolean {
  for (let at: Schema | undefined = schema; at !== undefined; at = at.via) {
    if (at === owner) return true;
  }
  return false;
}

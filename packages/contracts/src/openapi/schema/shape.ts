import { childOf, elementsOf, isRecord, memberOf } from '../node.ts';
import { schemasAt } from './arrays.ts';
import { conjoin, emptyConjunction, type SchemaWorld } from './conjunction.ts';
import type { Schema } from './model.ts';
import { schemasOfMember } from './objects.ts';
import { typesOf } from './types.ts';

/** What a text may stand for, over all alternatives of a schema. */
export interface Shape {
  /** Undefined if the schema names no type at all. */
  readonly types: ReadonlySet<string> | undefined;
  elements(index: number): Shape;
  member(name: string): Shape;
  declares(name: string): boolean;
  /** Members of any name have a schema. */
  readonly isMap: boolean;
}

export function shapeOf(schemas: readonly Schema[], world: SchemaWorld): Shape {
  const leaves = leavesOf(schemas, world);
  const types = new Set(leaves.flatMap(({ node }) => typesOf(node.value) ?? []));
  if (
    types.size === 0 &&
    leaves.some(({ node }) => childOf(node, 'properties').value !== undefined)
  ) {
    types.add('object');
  }
  return {
    types: types.size === 0 ? undefined : types,
    elements: (index) => shapeOf(schemasAt(leaves, index), world),
    member: (name) => shapeOf(schemasOfMember(leaves, name, { value: 'part' }), world),
    isMap: leaves.some(({ node }) => isRecord(memberOf(node.value, 'additionalProperties'))),
    declares: (name) =>
      leaves.some(({ node }) => childOf(childOf(node, 'properties'), name).value !== undefined),
  };
}

/** The leaves of every alternative together. */
export function leavesOf(schemas: readonly Schema[], world: SchemaWorld): readonly Schema[] {
  const conjunction = emptyConjunction();
  const waiting = [...schemas];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const before = conjunction.leaves.length;
    conjoin(conjunction, next, undefined, world);
    for (const { node, scope } of conjunction.leaves.slice(before)) {
      for (const keyword of ['oneOf', 'anyOf']) {
        waiting.push(...elementsOf(childOf(node, keyword)).map((one) => ({ node: one, scope })));
      }
    }
  }
  return conjunction.leaves;
}

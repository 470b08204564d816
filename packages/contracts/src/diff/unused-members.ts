import type { ApiDocument } from '../openapi/document.ts';
import { isJson } from '../openapi/media-type.ts';
import { childOf, isRecord, memberOf, membersOf } from '../openapi/node.ts';
import { type Operation, responseFor } from '../openapi/operation.ts';
import { schemasAt } from '../openapi/schema/arrays.ts';
import type { Schema } from '../openapi/schema/model.ts';
import { schemasOfMember } from '../openapi/schema/objects.ts';
import { leavesOf } from '../openapi/schema/shape.ts';
import type { UnusedMember } from './model.ts';
import type { Use } from './usage.ts';

/**
 * Members of answers that no pact names, of operations whose answers some pact reads: what a provider could
 * remove and no consumer with a pact would miss. Below a member that nobody names nothing is listed.
 */
export function unusedMembers(
  document: ApiDocument,
  operations: readonly Operation[],
  uses: readonly Use[],
): readonly UnusedMember[] {
  return operations.flatMap((operation) => {
    const { method, path } = operation;
    const own = uses.filter((use) => use.method === method && use.path === path);
    return operation.responses.flatMap((response) => {
      const schema = response.content.find(({ type }) => isJson(type))?.schema;
      const values = own
        .filter(({ status }) => responseFor(operation, status)?.response === response)
        .flatMap(({ response: body }) => (body === undefined ? [] : [body]));
      if (schema === undefined || values.length === 0) return [];
      return membersNobodyNames(document, [{ node: schema, scope: undefined }], values, []).map(
        (member) => ({ method, path, status: response.status, member }),
      );
    });
  });
}

/** Ends with the values: where they go no deeper, everything below is one member that nobody names. */
function membersNobodyNames(
  document: ApiDocument,
  schemas: readonly Schema[],
  values: readonly unknown[],
  path: readonly string[],
): readonly (readonly string[])[] {
  const leaves = leavesOf(schemas, document);
  const objects = values.filter(isRecord);
  const elements = values.flatMap((value) => (Array.isArray(value) ? value : []));
  const inElements =
    elements.length === 0
      ? []
      : membersNobodyNames(document, schemasAt(leaves, 0), elements, [...path, '*']);
  if (objects.length === 0) return inElements;
  const inMembers = declaredNames(leaves).flatMap((name) => {
    const named = objects.filter((object) => Object.hasOwn(object, name));
    if (named.length === 0) return [[...path, name]];
    return membersNobodyNames(
      document,
      schemasOfMember(leaves, name, { value: 'part' }),
      named.map((object) => object[name]),
      [...path, name],
    );
  });
  return [...inElements, ...inMembers];
}

function declaredNames(leaves: readonly Schema[]): readonly string[] {
  const names = leaves.flatMap(({ node }) =>
    membersOf(childOf(node, 'properties'))
      // Never answered, so nobody could name it.
      .filter(({ value }) => memberOf(value, 'writeOnly') !== true)
      .map(({ key }) => String(key)),
  );
  return [...new Set(names)].sort();
}

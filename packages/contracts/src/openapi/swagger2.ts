import { type Follow, schemaOf } from './follow.ts';
import {
  childOf,
  type DocumentNode,
  elementsOf,
  memberOf,
  membersOf,
  stringMember,
} from './node.ts';
import type {
  MediaContent,
  MemberEncoding,
  ParameterPlace,
  RequestBody,
  Response,
  Serialization,
} from './operation.ts';

const FORM_TYPES = ['application/x-www-form-urlencoded', 'multipart/form-data'];

/** Bodies of Swagger 2: one schema for all types in `consumes` and `produces`. */
export function readSwaggerBodies(
  root: DocumentNode,
  operation: DocumentNode,
  parameters: readonly DocumentNode[],
  follow: Follow,
): { readonly requestBody: RequestBody | undefined; readonly responses: readonly Response[] } {
  const produces = mediaTypes(root, operation, 'produces');
  const responses = membersOf(childOf(operation, 'responses')).flatMap((declared) => {
    const node = follow(declared);
    if (node === undefined) return [];
    return {
      status: declared.key.toLowerCase(),
      node,
      types: produces,
      content: contentOf(produces, node, schemaOf(node)),
      headers: membersOf(childOf(node, 'headers')).map((header) => ({
        name: header.key,
        node: header,
        schema: header,
        contentType: undefined,
        serialization: swaggerSerialization(header.value, 'header'),
      })),
    };
  });
  return { requestBody: requestBody(root, operation, parameters), responses };
}

function requestBody(
  root: DocumentNode,
  operation: DocumentNode,
  parameters: readonly DocumentNode[],
): RequestBody | undefined {
  const consumes = mediaTypes(root, operation, 'consumes');
  const body = parameters.find(({ value }) => stringMember(value, 'in') === 'body');
  if (body !== undefined) {
    return {
      required: memberOf(body.value, 'required') === true,
      node: body,
      types: consumes,
      content: contentOf(consumes, body, schemaOf(body)),
    };
  }
  const fields = parameters.filter(({ value }) => stringMember(value, 'in') === 'formData');
  if (fields.length > 0) return formBody(operation, consumes, fields);
  if (consumes.length === 0) return undefined;
  return { required: false, node: operation, types: consumes, content: [] };
}

/** `formData` parameters as the one object that OpenAPI 3 makes of them. */
function formBody(
  operation: DocumentNode,
  consumes: readonly string[],
  fields: readonly DocumentNode[],
): RequestBody {
  const named = fields.map(({ value }) => [stringMember(value, 'name') ?? '', value] as const);
  const required = named.filter(([, value]) => memberOf(value, 'required') === true);
  const types = consumes.length > 0 ? consumes : FORM_TYPES;
  const schema: DocumentNode = {
    ...childOf(operation, 'parameters'),
    value: {
      type: 'object',
      properties: Object.fromEntries(
        named.map(([name, value]) => [
          name,
          stringMember(value, 'type') === 'file' ? {} : withoutRequired(value),
        ]),
      ),
      required: required.map(([name]) => name),
    },
  };
  return {
    required: required.length > 0,
    node: operation,
    types,
    content: contentOf(types, operation, schema, encodingOf(named)),
  };
}

/** In forms as in queries, a list that says nothing else is in one piece. */
function encodingOf(
  named: readonly (readonly [name: string, value: unknown])[],
): ReadonlyMap<string, MemberEncoding> {
  return new Map(
    named
      .filter(([, value]) => stringMember(value, 'type') === 'array')
      .map(([name, value]) => [
        name,
        { contentType: undefined, serialization: swaggerSerialization(value, 'query') },
      ]),
  );
}

/** A parameter's `required` is a boolean, which a schema's is not. */
function withoutRequired(value: unknown): unknown {
  return typeof value === 'object' ? { ...value, required: undefined } : {};
}

function contentOf(
  types: readonly string[],
  node: DocumentNode,
  schema: DocumentNode | undefined,
  encoding: MediaContent['encoding'] = new Map(),
): readonly MediaContent[] {
  const all = types.length > 0 ? types : ['*/*'];
  return schema === undefined ? [] : all.map((type) => ({ type, node, schema, encoding }));
}

function mediaTypes(root: DocumentNode, operation: DocumentNode, key: string): readonly string[] {
  const own = childOf(operation, key);
  return elementsOf(own.value === undefined ? childOf(root, key) : own).flatMap(({ value }) =>
    typeof value === 'string' ? value : [],
  );
}

/** `collectionFormat` in the words of OpenAPI 3. */
export function swaggerSerialization(value: unknown, place: ParameterPlace): Serialization {
  const inQuery = place === 'query';
  switch (stringMember(value, 'collectionFormat')) {
    case 'ssv':
      return { style: 'spaceDelimited', explode: false };
    case 'tsv':
      return { style: 'tabDelimited', explode: false };
    case 'pipes':
      return { style: 'pipeDelimited', explode: false };
    case 'multi':
      return { style: 'form', explode: true };
    default:
      return { style: inQuery ? 'form' : 'simple', explode: false };
  }
}

import { byCodeUnit, type JsonObject } from '../pact/lossless-json.ts';
import { commonForm, isMap, type Kind, kindsOf, type Shape, valuesOfMap } from './shape.ts';

interface SchemaOptions {
  /** False for requests that were all refused: what they had is no evidence that it is needed. */
  readonly believed: boolean;
}

/** JSON Schema 2020-12 of everything that was seen at one place. */
export function schemaOf(shape: Shape, options: SchemaOptions): JsonObject {
  const kinds = kindsOf(shape);
  const samples = { 'x-samples': shape.samples };
  if (kinds.length === 0) return {};
  if (kinds.length === 1 && kinds[0] === 'null') {
    return { description: 'Only null was seen here.', ...samples };
  }
  const types = kinds.map((kind) => typeOf(kind, shape));
  return {
    type: types.length === 1 ? (types[0] ?? 'null') : types,
    ...(kinds.includes('string') ? formatOf(shape) : {}),
    ...(kinds.includes('array') && shape.array !== undefined
      ? { items: schemaOf(shape.array.element, options) }
      : {}),
    ...(kinds.includes('object') ? membersOf(shape, options) : {}),
    ...samples,
  };
}

function typeOf(kind: Kind, shape: Shape): string {
  return kind === 'number' && shape.fractions + shape.exponents === 0 ? 'integer' : kind;
}

function formatOf(shape: Shape): JsonObject {
  const form = commonForm(shape);
  if (form === undefined) return {};
  return form.format === undefined ? { pattern: form.regex } : { format: form.format };
}

function membersOf(shape: Shape, options: SchemaOptions): JsonObject {
  const { object } = shape;
  if (object === undefined) return {};
  if (isMap(shape)) return { additionalProperties: schemaOf(valuesOfMap(shape), options) };
  const members = [...object.members].sort(([a], [b]) => byCodeUnit(a, b));
  const required = members
    .filter(([, member]) => options.believed && member.samples === object.samples)
    .map(([name]) => name);
  return {
    properties: Object.fromEntries(
      members.map(([name, member]) => [name, schemaOf(member, options)]),
    ),
    ...(required.length === 0 ? {} : { required }),
  };
}

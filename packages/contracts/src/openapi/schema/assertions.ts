import { isRecord } from '../node.ts';
import { hasFormat } from './formats.ts';
import { regularExpression } from './patterns.ts';
import { isOfType, sameJson, typesOf } from './types.ts';

/** A keyword that failed, before it is known where. */
export type Failure = readonly [keyword: string, message: string];

/** `nullable` belongs to OpenAPI 3.0; Swagger 2 documents write `x-nullable`. */
export function isNullable(schema: unknown): boolean {
  return isRecord(schema) && (schema.nullable === true || schema['x-nullable'] === true);
}

/** The keywords of one schema object that look at a value without looking into it. */
export function* failures(
  schema: Readonly<Record<string, unknown>>,
  value: unknown,
): Generator<Failure> {
  const types = typesOf(schema);
  if (types !== undefined && !types.some((type) => isOfType(value, type))) {
    yield ['type', `must be ${types.join(' or ')}`];
    return;
  }
  if (Array.isArray(schema.enum) && !schema.enum.some((allowed) => sameJson(allowed, value))) {
    yield ['enum', `must be one of ${schema.enum.map((one) => JSON.stringify(one)).join(', ')}`];
  }
  if (Object.hasOwn(schema, 'const') && !sameJson(schema.const, value)) {
    yield ['const', `must be ${JSON.stringify(schema.const)}`];
  }
  if (typeof value === 'number') yield* numberFailures(schema, value);
  if (typeof value === 'string') yield* stringFailures(schema, value);
  if (typeof schema.format === 'string' && !hasFormat(value, schema.format)) {
    yield ['format', `must have the format ${schema.format}`];
  }
}

function* numberFailures(
  schema: Readonly<Record<string, unknown>>,
  value: number,
): Generator<Failure> {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  // Draft 4 (Swagger 2, OpenAPI 3.0) has exclusive limits as flags, later drafts as numbers.
  if (typeof minimum === 'number') {
    if (exclusiveMinimum === true ? value <= minimum : value < minimum) {
      yield ['minimum', `must be ${exclusiveMinimum === true ? '>' : '>='} ${minimum}`];
    }
  }
  if (typeof maximum === 'number') {
    if (exclusiveMaximum === true ? value >= maximum : value > maximum) {
      yield ['maximum', `must be ${exclusiveMaximum === true ? '<' : '<='} ${maximum}`];
    }
  }
  if (typeof exclusiveMinimum === 'number' && value <= exclusiveMinimum) {
    yield ['exclusiveMinimum', `must be > ${exclusiveMinimum}`];
  }
  if (typeof exclusiveMaximum === 'number' && value >= exclusiveMaximum) {
    yield ['exclusiveMaximum', `must be < ${exclusiveMaximum}`];
  }
  if (typeof multipleOf === 'number' && multipleOf > 0 && !isMultiple(value, multipleOf)) {
    yield ['multipleOf', `must be a multiple of ${multipleOf}`];
  }
}

/** 0.3 is a multiple of 0.1 although no binary fraction says so. */
function isMultiple(value: number, step: number): boolean {
  const quotient = value / step;
  return Math.abs(quotient - Math.round(quotient)) <= 1e-9 * Math.max(1, Math.abs(quotient));
}

function* stringFailures(
  schema: Readonly<Record<string, unknown>>,
  value: string,
): Generator<Failure> {
  const { minLength, maxLength, pattern } = schema;
  if (typeof minLength === 'number' || typeof maxLength === 'number') {
    const length = [...value].length;
    if (typeof minLength === 'number' && length < minLength) {
      yield ['minLength', `must have at least ${minLength} characters`];
    }
    if (typeof maxLength === 'number' && length > maxLength) {
      yield ['maxLength', `must have at most ${maxLength} characters`];
    }
  }
  if (typeof pattern === 'string' && regularExpression(pattern)?.test(value) === false) {
    yield ['pattern', `must match ${pattern}`];
  }
}

/** The keywords that count elements or members. */
export function* sizeFailures(
  schema: Readonly<Record<string, unknown>>,
  size: number,
  what: 'Items' | 'Properties',
): Generator<Failure> {
  const least = schema[`min${what}`];
  const most = schema[`max${what}`];
  const noun = what === 'Items' ? 'elements' : 'members';
  if (typeof least === 'number' && size < least) {
    yield [`min${what}`, `must have at least ${least} ${noun}`];
  }
  if (typeof most === 'number' && size > most) {
    yield [`max${what}`, `must have at most ${most} ${noun}`];
  }
}

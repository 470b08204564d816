import { isArray, isObject, type JsonValue } from '../pact/lossless-json.ts';
import { formOf, type StringForm } from './string-forms.ts';

/** What was seen at one place of a JSON document, over all samples. */
export interface Shape {
  /** How many values were seen here. */
  samples: number;
  nulls: number;
  booleans: number;
  integers: number;
  /** Numbers with a fraction. */
  fractions: number;
  /** Of both, those written with an exponent: readers disagree what they are. */
  exponents: number;
  strings: number;
  /** Texts by form; those without a form under undefined. */
  readonly forms: Map<StringForm | undefined, number>;
  /** The first few distinct texts and numbers. */
  readonly values: Set<string>;
  array: { samples: number; least: number; most: number; readonly element: Shape } | undefined;
  object: { samples: number; readonly members: Map<string, Shape> } | undefined;
}

const KEPT_VALUES = 20;

export function newShape(): Shape {
  return {
    samples: 0,
    nulls: 0,
    booleans: 0,
    integers: 0,
    fractions: 0,
    exponents: 0,
    strings: 0,
    forms: new Map(),
    values: new Set(),
    array: undefined,
    object: undefined,
  };
}

/** The shape of one value. */
export function shapeOf(...values: readonly JsonValue[]): Shape {
  const shape = newShape();
  for (const value of values) observe(shape, value);
  return shape;
}

/** Adds one more sample. */
export function observe(shape: Shape, value: JsonValue): void {
  shape.samples++;
  if (value === null) shape.nulls++;
  else if (typeof value === 'boolean') shape.booleans++;
  else if (typeof value === 'string') observeText(shape, value);
  else if (isArray(value)) {
    shape.array ??= { samples: 0, least: value.length, most: value.length, element: newShape() };
    shape.array.samples++;
    shape.array.least = Math.min(shape.array.least, value.length);
    shape.array.most = Math.max(shape.array.most, value.length);
    for (const element of value) observe(shape.array.element, element);
  } else if (isObject(value)) {
    shape.object ??= { samples: 0, members: new Map() };
    shape.object.samples++;
    for (const [name, member] of Object.entries(value)) {
      const known = shape.object.members.get(name) ?? newShape();
      shape.object.members.set(name, known);
      observe(known, member);
    }
  } else {
    const text = typeof value === 'number' ? String(value) : value.rawJSON;
    if (/[eE]/.test(text)) shape.exponents++;
    if (text.includes('.') || !Number.isInteger(Number(text))) shape.fractions++;
    else shape.integers++;
    remember(shape, text);
  }
}

function observeText(shape: Shape, text: string): void {
  shape.strings++;
  const form = formOf(text);
  shape.forms.set(form, (shape.forms.get(form) ?? 0) + 1);
  remember(shape, text);
}

function remember(shape: Shape, text: string): void {
  if (shape.values.size < KEPT_VALUES) shape.values.add(text);
}

export type Kind = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

/** Every kind of value that was seen, null last. */
export function kindsOf(shape: Shape): readonly Kind[] {
  const seen: readonly (readonly [Kind, number])[] = [
    ['boolean', shape.booleans],
    ['number', shape.integers + shape.fractions],
    ['string', shape.strings],
    ['array', shape.array?.samples ?? 0],
    ['object', shape.object?.samples ?? 0],
    ['null', shape.nulls],
  ];
  return seen.filter(([, count]) => count > 0).map(([kind]) => kind);
}

/** Values of two kinds, null aside: whoever expects one kind here will meet the other. */
export function isMixed(shape: Shape): boolean {
  return kindsOf(shape).filter((kind) => kind !== 'null').length > 1;
}

/** The form that every text had; undefined if they differ or have none. */
export function commonForm(shape: Shape): StringForm | undefined {
  const [only, ...others] = shape.forms.keys();
  return others.length === 0 ? only : undefined;
}

const MAP_KEY =
  /^(?:\d+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{24}|\d{4}-\d{2}-\d{2}|redacted@example\.com(?: \d+)?|\[redacted\](?: \d+)?|[A-Z][A-Z0-9]*-[A-Z0-9-]*)$/;

/**
 * Whether the names of an object are data (a stock level by SKU) and not a vocabulary: they have the
 * form of identifiers, or there are many that hardly ever repeat; and all lead to the same kind.
 */
export function isMap(shape: Shape): boolean {
  const { object } = shape;
  if (object === undefined || object.members.size < 2) return false;
  const names = [...object.members.keys()];
  const kinds = new Set(
    [...object.members.values()].flatMap(kindsOf).filter((kind) => kind !== 'null'),
  );
  if (kinds.size > 1) return false;
  if (names.every((name) => MAP_KEY.test(name))) return true;
  const present = [...object.members.values()].reduce((sum, member) => sum + member.samples, 0);
  return names.length >= 12 && object.samples >= 3 && present / names.length < 0.5 * object.samples;
}

/** The values of a map, as one shape. */
export function valuesOfMap(shape: Shape): Shape {
  const all = newShape();
  for (const member of shape.object?.members.values() ?? []) merge(all, member);
  return all;
}

function merge(into: Shape, from: Shape): void {
  into.samples += from.samples;
  into.nulls += from.nulls;
  into.booleans += from.booleans;
  into.integers += from.integers;
  into.fractions += from.fractions;
  into.exponents += from.exponents;
  into.strings += from.strings;
  for (const [form, count] of from.forms) into.forms.set(form, (into.forms.get(form) ?? 0) + count);
  for (const text of from.values) remember(into, text);
  if (from.array !== undefined) {
    const { samples, least, most, element } = from.array;
    into.array ??= { samples: 0, least, most, element: newShape() };
    into.array.samples += samples;
    into.array.least = Math.min(into.array.least, least);
    into.array.most = Math.max(into.array.most, most);
    merge(into.array.element, element);
  }
  if (from.object !== undefined) {
    into.object ??= { samples: 0, members: new Map() };
    into.object.samples += from.object.samples;
    for (const [name, member] of from.object.members) {
      const known = into.object.members.get(name) ?? newShape();
      into.object.members.set(name, known);
      merge(known, member);
    }
  }
}

/**
 * What tells two answers of one operation apart: the fields that are there, and null from a value.
 * Elements of arrays and entries of maps do not count, since one list holds them all.
 */
export function signatureOf(value: JsonValue, seen: Shape | undefined): string {
  if (seen !== undefined && isMixed(seen)) return 'mixed';
  if (value === null) return 'null';
  if (isArray(value)) return 'array';
  if (!isObject(value)) return typeof value === 'object' ? 'number' : typeof value;
  if (seen !== undefined && isMap(seen)) return 'map';
  const members = Object.keys(value)
    .sort()
    .map(
      (name) =>
        `${JSON.stringify(name)}:${signatureOf(value[name] ?? null, seen?.object?.members.get(name))}`,
    );
  return `{${members.join(',')}}`;
}

import { follow, isObject } from './normalise.ts';

type Json = Record<string, unknown>;

/** What a text of a form stands for, by what the schema says of its property. */
export interface FieldShape {
  readonly list: boolean;
  /** `literal`: a number, a truth value, an object; else the text itself. */
  readonly value: 'text' | 'literal';
}

/** Fields of a form by name; those that the schema does not name are one text each. */
export type FormShape = ReadonlyMap<string, FieldShape>;

/** A field of a form: text, the value of a JSON part, or a file's bytes, one character each. */
export type Field = readonly [name: string, value: unknown];

/**
 * The shape of a form from its Media Type Object. Undefined for serialisations that are not read:
 * an `encoding` with `style` or without `explode`.
 */
export function formShape(document: Json, media: Json): FormShape | undefined {
  const encodings = isObject(media.encoding) ? Object.values(media.encoding) : [];
  const special = encodings.some(
    (one) => isObject(one) && (one.style !== undefined || one.explode === false),
  );
  if (special) return undefined;
  const properties = propertiesOf(document, media.schema);
  return new Map(properties.map(([name, schema]) => [name, fieldShape(document, schema)]));
}

function propertiesOf(document: Json, written: unknown, depth = 0): [string, unknown][] {
  const schema = follow(document, written);
  if (schema === undefined || depth > 10) return [];
  const parts = ['allOf', 'oneOf', 'anyOf'].flatMap((word) =>
    Array.isArray(schema[word]) ? (schema[word] as unknown[]) : [],
  );
  return [
    ...parts.flatMap((part) => propertiesOf(document, part, depth + 1)),
    ...Object.entries(isObject(schema.properties) ? schema.properties : {}),
  ];
}

function fieldShape(document: Json, written: unknown): FieldShape {
  const schema = follow(document, written);
  const list = typesOf(schema).includes('array');
  const types = typesOf(list ? follow(document, schema?.items) : schema);
  return { list, value: types.length === 0 || types.includes('string') ? 'text' : 'literal' };
}

function typesOf(schema: Json | undefined): unknown[] {
  return schema?.type === undefined ? [] : [schema.type].flat();
}

export type FormValue =
  | { readonly ok: true; readonly value: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly why: string };

/** The object that fields stand for. */
export function formValue(shape: FormShape, fields: readonly Field[]): FormValue {
  const found = new Map<string, unknown[]>();
  for (const [name, value] of fields) found.set(name, [...(found.get(name) ?? []), value]);
  const entries: [string, unknown][] = [];
  for (const [name, values] of found) {
    const { list, value } = shape.get(name) ?? { list: false, value: 'text' };
    // Of two values servers take the first, the last or both.
    if (!list && values.length > 1)
      return { ok: false, why: 'a field stands there more than once' };
    const read = value === 'text' ? values : values.map(literal);
    entries.push([name, list ? read : read[0]]);
  }
  return { ok: true, value: Object.fromEntries(entries) };
}

function literal(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[\s]*[\d{[\-tfn]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

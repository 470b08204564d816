import type { Parameter, Serialization } from '../openapi/operation.ts';
import type { Shape } from '../openapi/schema/shape.ts';
import type { QueryPair } from '../pact/query-string.ts';
import { decodedList, eitherComma } from './encoded-commas.ts';
import { scalar, valuesOfText } from './parameter-text.ts';

interface QueryValues {
  /** The values it may stand for, the likeliest first. */
  readonly values: readonly unknown[];
  /** The names in the query that belong to it. */
  readonly names: ReadonlySet<string>;
  /** The name is repeated where the document joins the values in one text. */
  readonly repeated?: true;
}

/**
 * One parameter out of a query, by its style; undefined if nothing there belongs to it.
 * @param claimed names of other parameters, which no map takes
 */
export function queryValues(
  query: readonly QueryPair[],
  { name, serialization }: Pick<Parameter, 'name' | 'serialization'>,
  shape: Shape,
  claimed: ReadonlySet<string> = new Set(),
): QueryValues | undefined {
  const isObject = shape.types?.has('object') === true;
  if (isObject && serialization.style === 'deepObject') return deepObject(query, name, shape);
  if (isObject && serialization.style === 'form' && serialization.explode) {
    const exploded = explodedObject(query, name, shape, claimed);
    if (exploded !== undefined) return exploded;
  }
  // Some frameworks write the brackets of arrays into the name.
  const own = query.filter(([key]) => key === name || key === `${name}[]`);
  if (own.length === 0) return undefined;
  const names = new Set(own.map(([key]) => key));
  const values = valuesOf(own, serialization, shape);
  const isArray = shape.types?.has('array') === true;
  return isArray && !serialization.explode && own.length > 1
    ? { values, names, repeated: true }
    : { values, names };
}

function valuesOf(
  own: readonly QueryPair[],
  serialization: Serialization,
  shape: Shape,
): readonly unknown[] {
  const texts = own.map(([, text]) => text);
  const [first = ''] = texts;
  const [[, , encoded = undefined] = []] = own;
  const isArray = shape.types?.has('array') === true;
  if (isArray && serialization.explode) {
    const repeated = texts.map((text, index) => scalar(text, shape.elements(index)));
    // A list in one piece is what many pacts write even where the name should be repeated.
    return texts.length === 1
      ? [repeated, ...valuesOfText(first, serialization, shape)]
      : [repeated];
  }
  if (texts.length > 1) return [texts];
  const list = encoded === undefined ? first : decodedList(encoded);
  return eitherComma(list, (text) => valuesOfText(text, serialization, shape));
}

function explodedObject(
  query: readonly QueryPair[],
  name: string,
  shape: Shape,
  claimed: ReadonlySet<string>,
): QueryValues | undefined {
  const own = query.filter(
    ([key]) => key !== name && (shape.declares(key) || (shape.isMap && !claimed.has(key))),
  );
  if (own.length === 0) return undefined;
  return {
    values: [Object.fromEntries(own.map(([key, text]) => [key, scalar(text, shape.member(key))]))],
    names: new Set(own.map(([key]) => key)),
  };
}

/** `filter[status]=open&filter[range][from]=1`, and the dots that some write instead. */
function deepObject(
  query: readonly QueryPair[],
  name: string,
  shape: Shape,
): QueryValues | undefined {
  const own = query.filter(([key]) => key.startsWith(`${name}[`) || key.startsWith(`${name}.`));
  if (own.length === 0) return undefined;
  const value: Record<string, unknown> = {};
  for (const [key, text] of own) {
    const steps = [...key.slice(name.length).matchAll(/\[([^\]]*)\]|\.([^.[]+)/g)].map(
      ([, bracketed, dotted]) => bracketed ?? dotted ?? '',
    );
    put(value, steps, text, shape);
  }
  return { values: [value], names: new Set(own.map(([key]) => key)) };
}

function put(
  into: Record<string, unknown>,
  [step, ...rest]: readonly string[],
  text: string,
  shape: Shape,
): void {
  if (step === undefined || step === '__proto__') return;
  const inner = shape.member(step);
  if (rest.length === 0) {
    const before = into[step];
    const value = scalar(text, inner.types?.has('array') ? inner.elements(0) : inner);
    if (!inner.types?.has('array')) into[step] = value;
    else into[step] = Array.isArray(before) ? [...before, value] : [value];
    return;
  }
  if (inner.types?.has('array')) {
    const before = into[step];
    const value = scalar(text, inner.elements(0));
    into[step] = Array.isArray(before) ? [...before, value] : [value];
    return;
  }
  const next = into[step];
  const object = typeof next === 'object' && next !== null ? { ...next } : {};
  into[step] = object;
  put(object, rest, text, inner);
}

import type { Serialization } from '../openapi/operation.ts';
import type { Shape } from '../openapi/schema/shape.ts';

/**
 * The values a text may stand for, the likeliest first. Text has no types: `1` is a number where the
 * schema wants one, and a string where it wants that.
 */
export function valuesOfText(
  text: string,
  { style, explode }: Serialization,
  shape: Shape,
): readonly unknown[] {
  const { types } = shape;
  const values: unknown[] = [];
  const body = withoutPrefix(text, style);
  if (types?.has('array')) {
    const parts = body === '' ? [] : body.split(separator(style, explode));
    values.push(parts.map((part, index) => scalar(nested(part, style), shape.elements(index))));
  }
  if (types?.has('object')) {
    const object = objectFrom(body, style, explode, shape);
    if (object !== undefined) values.push(object);
  }
  return [...values, ...scalars(body, types)];
}

/** `label` and `matrix` put a mark in front: `.5`, `;id=5`. */
function withoutPrefix(text: string, style: Serialization['style']): string {
  if (style === 'label') return text.replace(/^\./, '');
  if (style === 'matrix') return text.replace(/^;/, '').replace(/^[^=;]*=(?!.*;)/, '');
  return text;
}

function separator(style: Serialization['style'], explode: boolean): string {
  switch (style) {
    case 'spaceDelimited':
      return ' ';
    case 'pipeDelimited':
      return '|';
    case 'tabDelimited':
      return '\t';
    case 'label':
      return explode ? '.' : ',';
    case 'matrix':
      return explode ? ';' : ',';
    default:
      return ',';
  }
}

/** An exploded matrix repeats the name before every element; lists in header fields have spaces. */
function nested(part: string, style: Serialization['style']): string {
  if (style === 'simple') return part.trim();
  return style === 'matrix' ? part.replace(/^[^=]*=/, '') : part;
}

function objectFrom(
  text: string,
  style: Serialization['style'],
  explode: boolean,
  shape: Shape,
): Readonly<Record<string, unknown>> | undefined {
  const parts = text.split(separator(style, explode));
  const pairs: [string, string][] = [];
  if (explode) {
    for (const part of parts) {
      const [name = '', ...value] = part.split('=');
      if (value.length === 0) return undefined;
      pairs.push([name, value.join('=')]);
    }
  } else {
    if (parts.length % 2 === 1) return undefined;
    for (let index = 0; index < parts.length; index += 2) {
      pairs.push([parts[index] ?? '', parts[index + 1] ?? '']);
    }
  }
  return Object.fromEntries(
    pairs.map(([name, value]) => [name, scalar(value, shape.member(name))]),
  );
}

/** The one value that suits best; inside arrays and objects there is no trying of alternatives. */
export function scalar(text: string, shape: Shape): unknown {
  if (shape.types?.has('array'))
    return text.split(',').map((part) => scalar(part, shape.elements(0)));
  return scalars(text, shape.types)[0];
}

/** Decimal digits; what else `Number` takes (hexadecimal, spaces around) servers do not. */
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function scalars(text: string, types: ReadonlySet<string> | undefined): readonly unknown[] {
  const values: unknown[] = [];
  const may = (type: string) => types === undefined || types.has(type);
  if ((may('number') || may('integer')) && NUMBER.test(text)) {
    values.push(Number(text));
  }
  if (may('boolean') && (text === 'true' || text === 'false')) values.push(text === 'true');
  if (types?.has('null') && (text === '' || text === 'null')) values.push(null);
  if (may('string') || values.length === 0) values.push(text);
  return types === undefined ? values.reverse() : values;
}

import type { Type } from 'ts-morph';

/**
 * What an intersection of a plain value and an object stands for. `string & { __brand: 'Sku' }` is a text; one
 * with members that are no brand exists nowhere: it comes from crossing a union, such as all JSON values,
 * with an object.
 */
export type Crossed =
  | { readonly kind: 'branded'; readonly plain: Type }
  | { readonly kind: 'impossible' }
  | { readonly kind: 'other' };

const BRAND = /^(?:_|\$)|brand|^(?:tag|opaque|nominal|type)$/i;

export function crossed(type: Type): Crossed {
  if (!type.isIntersection()) return { kind: 'other' };
  const parts = type.getIntersectionTypes();
  const plain = parts.find((part) => isPlain(part));
  if (plain === undefined) return { kind: 'other' };
  const names = parts
    .filter((part) => part !== plain && !isPlain(part))
    .flatMap((part) => part.getProperties().map((property) => property.getName()));
  return names.every((name) => BRAND.test(name))
    ? { kind: 'branded', plain }
    : { kind: 'impossible' };
}

function isPlain(type: Type): boolean {
  return (
    type.isString() ||
    type.isNumber() ||
    type.isBoolean() ||
    type.isLiteral() ||
    type.isNull() ||
    type.isArray()
  );
}

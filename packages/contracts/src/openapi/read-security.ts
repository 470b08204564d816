import { stringMember } from './node.ts';
import type { SecurityScheme } from './operation.ts';

/** Swagger 2 `basic` and OpenAPI 3 `http` both end up in the `Authorization` header. */
export function readScheme(value: unknown): SecurityScheme {
  const type = stringMember(value, 'type')?.toLowerCase();
  if (type === 'basic') return { kind: 'authorization', scheme: 'basic' };
  if (type === 'http') {
    return {
      kind: 'authorization',
      scheme: stringMember(value, 'scheme')?.toLowerCase() ?? 'basic',
    };
  }
  const place = stringMember(value, 'in')?.toLowerCase();
  const name = stringMember(value, 'name');
  if (type === 'apikey' && name !== undefined) {
    if (place === 'header' || place === 'query' || place === 'cookie') {
      return { kind: 'key', in: place, name };
    }
  }
  return { kind: 'elsewhere' };
}

import type { Schema } from './seam.ts';

/**
 * TypeScript for a body of a consumer test: matchers by the types of a schema, `oneOf` for texts that are
 * listed, `optional` and `nullable` where the schema says so. A type inside itself ends as an empty list, or
 * is left out. Undefined where the schema says nothing.
 */
export function templateCode(
  schema: Schema,
  definitions: Readonly<Record<string, Schema>>,
): string | undefined {
  const write = (one: Schema, open: readonly string[]): string | undefined => {
    const name = typeof one.$ref === 'string' ? one.$ref.replace('#/$defs/', '') : undefined;
    if (name !== undefined) {
      const target = definitions[name];
      return target === undefined || open.includes(name)
        ? undefined
        : write(target, [...open, name]);
    }
    if ('const' in one) return literal(one.const);
    if (Array.isArray(one.enum)) return enumeration(one.enum);
    if (Array.isArray(one.anyOf)) return alternative(one.anyOf, open);
    switch (one.type) {
      case 'string':
        return text(one);
      case 'number':
        return 'number(1)';
      case 'integer':
        return 'integer(1)';
      case 'boolean':
        return 'boolean(true)';
      case 'null':
        return 'null';
      case 'array':
        return list(one, open);
      case 'object':
        return object(one, open);
      default:
        return undefined;
    }
  };
  const alternative = (all: readonly Schema[], open: readonly string[]): string | undefined => {
    const others = all.filter(({ type }) => type !== 'null');
    const code = others[0] === undefined ? 'null' : write(others[0], open);
    return code !== undefined && others.length < all.length && code !== 'null'
      ? `nullable(${code})`
      : code;
  };
  const list = (one: Schema, open: readonly string[]): string => {
    if (Array.isArray(one.prefixItems)) {
      return `[${one.prefixItems.map((item) => write(item as Schema, open) ?? 'null').join(', ')}]`;
    }
    const element = write((one.items ?? {}) as Schema, open);
    return element === undefined ? '[]' : `eachLike(${element})`;
  };
  const object = (one: Schema, open: readonly string[]): string => {
    const required: readonly unknown[] = Array.isArray(one.required) ? one.required : [];
    const values = one.additionalProperties;
    const members = Object.entries((one.properties ?? {}) as Record<string, Schema>);
    if (members.length === 0 && typeof values === 'object' && values !== null) {
      const code = write(values as Schema, open);
      return code === undefined ? '{}' : `eachKeyLike('key', ${code})`;
    }
    const written = members.flatMap(([name, member]) => {
      const code = write(member, open);
      if (code === undefined) return [];
      return `${key(name)}: ${required.includes(name) ? code : `optional(${code})`}`;
    });
    return written.length === 0 ? '{}' : `{ ${written.join(', ')} }`;
  };
  return write(schema, []);
}

function text(schema: Schema): string {
  switch (schema.format ?? schema['x-codec']) {
    case 'date-time':
      return "iso8601DateTimeWithMillis('2026-01-15T10:00:00.000Z')";
    case 'uri':
      return "string('https://example.com/')";
    case 'bigint':
      return "regex(/^-?\\d+$/, '1')";
    case 'bytes':
      return "string('AA==')";
    default:
      return "string('text')";
  }
}

function enumeration(values: readonly unknown[]): string {
  const others = values.filter((value) => value !== null);
  const code = others.every((value) => typeof value === 'string')
    ? others.length === 0
      ? 'null'
      : `oneOf(${others.map(literal).join(', ')})`
    : literal(others[0]);
  return others.length < values.length && code !== 'null' ? `nullable(${code})` : code;
}

/** In single quotes, as the rest of the file. */
function literal(value: unknown): string {
  return typeof value === 'string'
    ? `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
    : (JSON.stringify(value) ?? 'null');
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name);
}

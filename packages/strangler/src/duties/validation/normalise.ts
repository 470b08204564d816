type Json = Record<string, unknown>;

/** Which way a message goes: what is read-only has no place in a request, what is write-only none in an answer. */
export type Direction = 'request' | 'response';

/**
 * A copy of an OpenAPI document whose schemas are JSON Schema 2020-12, for messages of one direction.
 * 3.1 has such schemas already; of 3.0, `nullable` and the boolean exclusive bounds are rewritten.
 */
export function normalised(document: Json, direction: Direction): Json {
  const old = typeof document.openapi === 'string' && document.openapi.startsWith('3.0');
  return copy(document, old, direction, document) as Json;
}

function copy(value: unknown, old: boolean, direction: Direction, root: Json): unknown {
  if (Array.isArray(value)) return value.map((one) => copy(one, old, direction, root));
  if (!isObject(value)) return value;
  const out: Json = {};
  for (const [key, inner] of Object.entries(value)) {
    // Examples are data, whatever words they use.
    if (key === 'example' || key === 'examples') continue;
    out[key] = copy(inner, old, direction, root);
  }
  if (old) modernise(out);
  withoutForeign(out, direction, root);
  return out;
}

function modernise(schema: Json): void {
  for (const [bound, limit] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    if (typeof schema[bound] !== 'boolean') continue;
    if (schema[bound] === true && typeof schema[limit] === 'number') {
      schema[bound] = schema[limit];
      delete schema[limit];
    } else delete schema[bound];
  }
  if (schema.nullable !== true) return;
  delete schema.nullable;
  if (typeof schema.type === 'string') schema.type = [schema.type, 'null'];
  if (Array.isArray(schema.enum) && !schema.enum.includes(null)) {
    schema.enum = [...(schema.enum as unknown[]), null];
  }
}

/** Properties of the other direction are not required in this one. */
function withoutForeign(schema: Json, direction: Direction, root: Json): void {
  const { properties, required } = schema;
  if (!isObject(properties) || !Array.isArray(required)) return;
  const mark = direction === 'request' ? 'readOnly' : 'writeOnly';
  schema.required = required.filter((name) => {
    const property = Object.hasOwn(properties, String(name)) ? properties[String(name)] : undefined;
    const target = isObject(property) ? (follow(root, property) ?? property) : undefined;
    return !(isObject(property) && (property[mark] === true || target?.[mark] === true));
  });
}

/** What a local reference names; the value itself when it is none. Undefined when it leads nowhere. */
export function follow(root: Json, value: unknown): Json | undefined {
  let at: unknown = value;
  for (let hops = 0; hops < 20 && isObject(at); hops++) {
    const { $ref } = at;
    if (typeof $ref !== 'string') return at;
    if (!$ref.startsWith('#/')) return undefined;
    at = $ref
      .slice(2)
      .split('/')
      .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'))
      .reduce<unknown>(
        (inner, step) => (isObject(inner) && Object.hasOwn(inner, step) ? inner[step] : undefined),
        root,
      );
  }
  return undefined;
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import type { JsonObject, JsonValue } from '../pact/lossless-json.ts';
import type { Schema } from './seam.ts';
import { formOf } from './string-forms.ts';

/** An example that fits a schema, and the matchers that say how far others may differ. */
export interface SchemaExample {
  readonly example: JsonValue;
  readonly rules: Record<string, JsonObject>;
}

/** @param definitions for `#/$defs/…`; a type inside itself ends as an empty list or is left out */
export function exampleOf(
  schema: Schema,
  definitions: Readonly<Record<string, Schema>>,
): SchemaExample {
  const rules: Record<string, JsonObject> = {};
  const build = (one: Schema, at: string, open: readonly string[]): JsonValue | undefined => {
    const reference = typeof one.$ref === 'string' ? one.$ref.replace('#/$defs/', '') : undefined;
    if (reference !== undefined) {
      const target = definitions[reference];
      return target === undefined || open.includes(reference)
        ? undefined
        : build(target, at, [...open, reference]);
    }
    if ('const' in one) return one.const as JsonValue;
    if (Array.isArray(one.enum)) {
      const words = one.enum.filter((word) => word !== null).map(String);
      rules[at] = regex(`^(${words.map(escaped).join('|')})$`);
      return (one.enum[0] ?? null) as JsonValue;
    }
    if (Array.isArray(one.anyOf)) return build((one.anyOf[0] ?? {}) as Schema, at, open);
    switch (one.type) {
      case 'string':
        return textExample(one, at, rules);
      case 'number':
      case 'integer':
        rules[at] = matcher({ match: one.type });
        return 1;
      case 'boolean':
        rules[at] = matcher({ match: 'type' });
        return true;
      case 'null':
        return null;
      case 'array': {
        if (Array.isArray(one.prefixItems)) {
          return one.prefixItems.map(
            (item, index) => build(item as Schema, `${at}[${index}]`, open) ?? null,
          );
        }
        rules[at] = matcher({ match: 'type', min: 0 });
        const element = build((one.items ?? {}) as Schema, `${at}[*]`, open);
        return element === undefined ? [] : [element];
      }
      case 'object':
        return objectExample(one, at, open);
      default:
        return undefined;
    }
  };
  const objectExample = (one: Schema, at: string, open: readonly string[]): JsonValue => {
    const required = Array.isArray(one.required) ? one.required : [];
    const members = Object.entries((one.properties ?? {}) as Record<string, Schema>)
      .filter(([name]) => required.includes(name))
      .flatMap(([name, member]): [string, JsonValue][] => {
        const place = /^[A-Za-z_]\w*$/.test(name) ? `${at}.${name}` : `${at}['${name}']`;
        const value = build(member, place, open);
        return value === undefined ? [] : [[name, value]];
      });
    if (members.length === 0) rules[at] = matcher({ match: 'type' });
    return Object.fromEntries(members);
  };
  return { example: build(schema, '$', []) ?? {}, rules };
}

function textExample(one: Schema, at: string, rules: Record<string, JsonObject>): string {
  const example = TEXTS[String(one.format ?? one['x-codec'] ?? '')] ?? 'text';
  const form = formOf(example);
  rules[at] = form === undefined ? matcher({ match: 'type' }) : regex(form.regex);
  return example;
}

const TEXTS: Readonly<Record<string, string>> = {
  'date-time': '2026-01-15T10:00:00.000Z',
  uri: 'https://example.com/',
  bigint: '1',
  bytes: 'AA==',
};

function matcher(one: JsonObject): JsonObject {
  return { combine: 'AND', matchers: [one] };
}

function regex(expression: string): JsonObject {
  return matcher({ match: 'regex', regex: expression });
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

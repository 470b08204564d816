/**
 * JSON that keeps the text of its numbers. A matcher may tell 1.0 from 1, and an identifier may be
 * larger than 2^53: a pact that went through plain `JSON.parse` would no longer be the same contract.
 * Uses the source text access of ECMAScript 2026 (`context.source`, `JSON.rawJSON`; Node >= 21).
 */
export type JsonValue = null | boolean | number | string | RawNumber | JsonArray | JsonObject;
export type JsonArray = readonly JsonValue[];
export interface JsonObject {
  readonly [key: string]: JsonValue;
}
/** A number whose text JavaScript would not reproduce. */
export interface RawNumber {
  readonly rawJSON: string;
}

interface JsonWithSource {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown;
  rawJSON(text: string): RawNumber;
  isRawJSON(value: unknown): value is RawNumber;
}

const json = JSON as unknown as JsonWithSource;

/** @throws SyntaxError */
export function parseJson(text: string): JsonValue {
  return json.parse(text, (_key, value, context) =>
    typeof value === 'number' && context.source !== undefined && String(value) !== context.source
      ? json.rawJSON(context.source)
      : value,
  ) as JsonValue;
}

function isRawNumber(value: unknown): value is RawNumber {
  return json.isRawJSON(value);
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !isRawNumber(value)
  );
}

export function isArray(value: JsonValue | undefined): value is JsonArray {
  return Array.isArray(value);
}

/** Keys sorted bytewise at every level, no white space: equal text means equal content. */
export function canonicalJson(value: JsonValue): string {
  return JSON.stringify(sorted(value));
}

export function prettyJson(value: JsonValue): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function sorted(value: JsonValue): JsonValue {
  if (isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const keys = Object.keys(value).sort(byCodeUnit);
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key] ?? null)]));
}

/** The order of `<`, which unlike `localeCompare` is the same on every machine. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

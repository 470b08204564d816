import type { JsonObject, JsonValue } from '../json/lossless.ts';
import { writeJson } from '../json/lossless.ts';
import { listAt, sortKeys } from './content.ts';

/** Parts of a request that must agree for two interactions to be the same one. */
const REQUEST_PARTS = ['method', 'path', 'query', 'body', 'headers'] as const;

/**
 * True when two pacts cannot be merged: the same description and state stand for different
 * requests, or one of them has no interactions at all.
 */
export function mergeConflict(original: JsonObject, additional: JsonObject): boolean {
  const existing = listAt(original, 'interactions');
  const added = listAt(additional, 'interactions');
  if (existing === undefined || added === undefined) return true;
  return added.some((item) =>
    existing.some((other) => sameOccasion(other, item) && !sameRequest(other, item)),
  );
}

/** The original with the other's interactions added, or put in place of those they repeat. */
export function mergePacts(original: JsonObject, additional: JsonObject): JsonObject {
  const interactions = [...(listAt(original, 'interactions') ?? [])];
  for (const item of listAt(additional, 'interactions') ?? []) {
    const index = interactions.findIndex((other) => sameOccasion(other, item));
    if (index < 0) interactions.push(item);
    else interactions[index] = item;
  }
  return new Map(original).set('interactions', interactions);
}

function sameOccasion(a: JsonValue, b: JsonValue): boolean {
  return textAt(a, 'description') === textAt(b, 'description') && stateOf(a) === stateOf(b);
}

function stateOf(interaction: JsonValue): string | undefined {
  const keys = ['provider_state', 'providerState', 'providerStates'];
  return keys.map((key) => textAt(interaction, key)).find((text) => text !== undefined);
}

function sameRequest(a: JsonValue, b: JsonValue): boolean {
  const first = a instanceof Map ? (a.get('request') ?? null) : null;
  const second = b instanceof Map ? (b.get('request') ?? null) : null;
  return REQUEST_PARTS.every((part) => textAt(first, part) === textAt(second, part));
}

function textAt(value: JsonValue, key: string): string | undefined {
  const member = value instanceof Map ? value.get(key) : undefined;
  return member === undefined || member === null ? undefined : writeJson(sortKeys(member));
}

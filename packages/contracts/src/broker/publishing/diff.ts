import type { JsonObject, JsonValue } from '../json/lossless.ts';
import { writeJson } from '../json/lossless.ts';
import { sortContent, withoutInteractionIds } from './content.ts';
import { diffLines } from './line-diff.ts';

/** Two values that are not the same; a side is absent where there is nothing. */
class Change {
  readonly before: JsonValue | undefined;
  readonly after: JsonValue | undefined;

  constructor(before: JsonValue | undefined, after: JsonValue | undefined) {
    this.before = before;
    this.after = after;
  }
}

/** Only what differs: equal members are left out, equal items of a list leave a gap. */
type Difference = Change | Map<string, Difference> | (Difference | undefined)[];

type Side = 'before' | 'after';

/**
 * What changed between two pacts, as a unified listing of their JSON: equal members are left out
 * and equal items shown as `...`. The reference broker does not show members that were added
 * beside others; only `compat` hides them too.
 */
export function diffPacts(before: JsonObject, after: JsonObject, compat = false): string {
  const [a, b] = [before, after].map((pact) => sortContent(withoutInteractionIds(pact)));
  const difference = compare(a, b, compat) ?? new Map();
  return diffLines(listing(difference, 'before'), listing(difference, 'after')).replace(
    /,(\n\s*\])/g,
    '$1',
  );
}

function compare(
  a: JsonValue | undefined,
  b: JsonValue | undefined,
  compat: boolean,
): Difference | undefined {
  if (a instanceof Map && b instanceof Map) return compareMembers(a, b, compat);
  if (Array.isArray(a) && Array.isArray(b)) return compareItems(a, b, compat);
  return same(a, b) ? undefined : new Change(a, b);
}

function compareMembers(a: JsonObject, b: JsonObject, compat: boolean): Difference | undefined {
  const members = new Map<string, Difference>();
  for (const key of [...a.keys(), ...(compat ? [] : b.keys())]) {
    const difference = members.get(key) ?? compare(a.get(key), b.get(key), compat);
    if (difference !== undefined) members.set(key, difference);
  }
  return members.size === 0 ? undefined : members;
}

function compareItems(a: JsonValue[], b: JsonValue[], compat: boolean): Difference | undefined {
  const length = Math.max(a.length, b.length);
  const items = Array.from({ length }, (_, index) => compare(a[index], b[index], compat));
  return items.every((item) => item === undefined) ? undefined : items;
}

function same(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  const [one, other] = [writeJson(a), writeJson(b)];
  if (one === other) return true;
  const number = /^-?\d/;
  return number.test(one) && number.test(other) && Number(one) === Number(other);
}

/** One side of the difference as indented JSON, line by line. */
function listing(difference: Difference, side: Side): string[] {
  // A comma after the last item too, so that a list that grows changes only where it grows.
  return print(difference, side, '')
    .replace(/\{\s*\}/g, '{\n  }')
    .replace(/\[\s*\]/g, '[\n  ]')
    .replace(/(\n\s*\])/g, ',$1')
    .split('\n');
}

function print(value: Difference | JsonValue | undefined, side: Side, indent: string): string {
  if (value === undefined) return '... ';
  if (value instanceof Change) return print(value[side], side, indent);
  const inner = `${indent}  `;
  const there = (item: Difference | JsonValue | undefined) =>
    !(item instanceof Change) || item[side] !== undefined;
  if (value instanceof Map) {
    const members = [...(value as Map<string, Difference | JsonValue>)]
      .filter(([, item]) => there(item))
      .map(([key, item]) => `${inner}${JSON.stringify(key)}: ${print(item, side, inner)}`);
    return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}`;
  }
  if (Array.isArray(value)) {
    const items = (value as (Difference | JsonValue | undefined)[])
      .filter(there)
      .map((item) => inner + print(item, side, inner));
    return items.length === 0 ? '[]' : `[\n${items.join(',\n')}\n${indent}]`;
  }
  return writeJson(value as JsonValue);
}

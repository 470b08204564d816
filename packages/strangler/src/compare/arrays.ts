import { ExactNumber } from './exact-number.ts';

/** Equal elements drop out as a multiset; what is left is compared in a canonical order. */
export function pairUp(a: readonly unknown[], b: readonly unknown[]): [unknown[], unknown[]] {
  const byText = new Map<string, number>();
  for (const element of b) {
    const text = canonical(element);
    byText.set(text, (byText.get(text) ?? 0) + 1);
  }
  const left: unknown[] = [];
  for (const element of a) {
    const text = canonical(element);
    const count = byText.get(text) ?? 0;
    if (count > 0) byText.set(text, count - 1);
    else left.push(element);
  }
  const right: unknown[] = [];
  for (const element of b) {
    const text = canonical(element);
    const count = byText.get(text) ?? 0;
    if (count === 0) continue;
    byText.set(text, count - 1);
    right.push(element);
  }
  return [sortCanonically(left), sortCanonically(right)];
}

/**
 * Elements of both sides that carry the same value under `key`; undefined where one side has
 * none. Of several with the same value the first goes with the first.
 */
export function pairByKey(
  a: readonly unknown[],
  b: readonly unknown[],
  key: string,
): [unknown, unknown][] {
  const waiting = new Map<string, unknown[]>();
  for (const element of b) {
    const text = keyOf(element, key);
    const queue = waiting.get(text);
    if (queue === undefined) waiting.set(text, [element]);
    else queue.push(element);
  }
  for (const queue of waiting.values()) queue.reverse();
  const pairs: [unknown, unknown][] = a.map((element) => {
    return [element, waiting.get(keyOf(element, key))?.pop()];
  });
  for (const rest of waiting.values()) {
    for (const element of rest.reverse()) pairs.push([undefined, element]);
  }
  return pairs;
}

const LIKELY_KEYS = ['id', '_id', 'uuid', 'key', 'sku', 'code', 'slug', 'name'];

/** A key that identifies every element on both sides, where there is one. */
export function identifyingKey(a: readonly unknown[], b: readonly unknown[]): string | undefined {
  const first = a[0] ?? b[0];
  if (!isObject(first)) return undefined;
  const own = Object.keys(first).filter((key) => /.(?:Id|_id)$/.test(key));
  return [...LIKELY_KEYS, ...own].find((key) => identifies(a, key) && identifies(b, key));
}

function identifies(elements: readonly unknown[], key: string): boolean {
  const seen = new Set<unknown>();
  for (const element of elements) {
    if (!isObject(element)) return false;
    const value = element[key];
    const text = typeof value === 'number' || typeof value === 'string' ? value : undefined;
    if (text === undefined || seen.has(text)) return false;
    seen.add(text);
  }
  return true;
}

function keyOf(element: unknown, key: string): string {
  return isObject(element) && Object.hasOwn(element, key) ? canonical(element[key]) : '';
}

function sortCanonically(elements: readonly unknown[]): unknown[] {
  return elements
    .map((element) => ({ element, text: canonical(element) }))
    .sort((x, y) => (x.text < y.text ? -1 : x.text > y.text ? 1 : 0))
    .map(({ element }) => element);
}

/** One text for all JSON values that mean the same. */
export function canonical(value: unknown): string {
  if (value instanceof ExactNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? 'null';
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof ExactNumber)
  );
}

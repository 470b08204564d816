/**
 * Query strings with nested names, as Pact clients write them: `q[][pacticipant]=A&q[][version]=1`.
 * A key that the current element of a list already has starts the next element.
 */

export type QueryValue = string | QueryValue[] | { [key: string]: QueryValue };
export type Query = { [key: string]: QueryValue };

const MAX_PAIRS = 2_000;
const MAX_DEPTH = 16;

/** Parses `a=1&b[]=2&c[][d]=3`. Text it cannot make sense of is left out, never an error. */
export function parseQuery(text: string): Query {
  const query: Query = emptyObject();
  for (const pair of text.split('&').slice(0, MAX_PAIRS)) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const name = decode(at < 0 ? pair : pair.slice(0, at));
    const value = at < 0 ? '' : decode(pair.slice(at + 1));
    const path = splitName(name);
    if (path.length <= MAX_DEPTH) put(query, path, value);
  }
  return query;
}

/** A parameter given as one piece of text. */
export function textOf(query: Query, name: string): string | undefined {
  const value = query[name];
  return typeof value === 'string' ? value : undefined;
}

export function isObject(value: QueryValue | undefined): value is Query {
  return typeof value === 'object' && !Array.isArray(value);
}

function splitName(name: string): string[] {
  const at = name.indexOf('[');
  if (at <= 0) return [name];
  const keys = [...name.slice(at).matchAll(/\[([^\]]*)\]/g)].map((found) => found[1] ?? '');
  return [name.slice(0, at), ...keys];
}

function put(target: Query, path: readonly string[], value: string): void {
  const [key = '', next, ...rest] = path;
  if (key === '__proto__') return;
  if (next === undefined) {
    target[key] = value;
  } else if (next === '') {
    const list = Array.isArray(target[key]) ? (target[key] as QueryValue[]) : [];
    target[key] = list;
    append(list, rest, value);
  } else {
    const child = isObject(target[key]) ? target[key] : emptyObject();
    target[key] = child;
    put(child, [next, ...rest], value);
  }
}

function append(list: QueryValue[], rest: readonly string[], value: string): void {
  const [key] = rest;
  if (key === undefined || key === '') {
    list.push(value);
    return;
  }
  const last = list.at(-1);
  const repeats = !isObject(last) || (rest.length === 1 && Object.hasOwn(last, key));
  const element = repeats ? emptyObject() : last;
  if (repeats) list.push(element);
  put(element, rest, value);
}

function emptyObject(): Query {
  return Object.create(null) as Query;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

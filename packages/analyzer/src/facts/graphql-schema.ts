import { createLineIndex } from '../parse/collector-context.ts';

/** A field of a root type: a way in. */
export interface RootField {
  method: 'QUERY' | 'MUTATION' | 'SUBSCRIPTION';
  name: string;
  /** Of the text, from one. */
  line: number;
}

const ROOTS = { query: 'QUERY', mutation: 'MUTATION', subscription: 'SUBSCRIPTION' } as const;

export const ROOT_METHODS: ReadonlySet<string> = new Set(Object.values(ROOTS));

/** Both run to the next bracket or to the end: what has none would be looked for again from each word. */
const TYPE = /\btype\s+(\w+)[^{}]*(\{|\}|$)/g;
const SCHEMA = /\bschema\b[^{}]*(?:\{([^}]*)(\}|$)|\}|$)/g;

/** Cheap test for a text that may define root types. */
export function mayDefineRoots(text: string): boolean {
  return /\b(?:type\s+(?:Query|Mutation|Subscription)|schema\s*(?:\{|@\w))/.test(text);
}

/**
 * Fields of the root types of a schema in GraphQL's schema language (specification, sections 3.3.1 and
 * 3.6): `type Query`, `extend type Query`, or the types that a `schema` definition names. Never throws; what is
 * no schema gives nothing.
 */
export function rootFields(text: string): RootField[] {
  const plain = withoutTexts(text);
  const roots = rootNames(plain);
  const fields: RootField[] = [];
  const lineOf = createLineIndex(plain);
  for (const match of plain.matchAll(TYPE)) {
    const method = match[2] === '{' ? roots.get(match[1] ?? '') : undefined;
    if (method) fields.push(...fieldsFrom(plain, match.index + match[0].length, method, lineOf));
  }
  return fields;
}

/** Descriptions and comments, and the strings of defaults, become blanks; lines stay where they are. */
function withoutTexts(text: string): string {
  return text.replace(/"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|#[^\n]*/g, (found) =>
    found.replace(/[^\n]/g, ' '),
  );
}

function rootNames(plain: string): Map<string, RootField['method']> {
  const named = [...plain.matchAll(SCHEMA)].find((match) => match[2])?.[1];
  const names = new Map<string, RootField['method']>();
  for (const [key, method] of Object.entries(ROOTS)) {
    const own = named ? new RegExp(`\\b${key}\\s*:\\s*(\\w+)`).exec(named)?.[1] : undefined;
    names.set(own ?? key.charAt(0).toUpperCase() + key.slice(1), method);
  }
  return names;
}

/** Defaults of arguments nest a few levels; what nests deeper is no schema. */
const MAX_DEPTH = 50;

/** `name(arguments): Type` up to the brace that closes the type. */
function fieldsFrom(
  plain: string,
  start: number,
  method: RootField['method'],
  lineOf: (offset: number) => number,
): RootField[] {
  const fields: RootField[] = [];
  let depth = 0;
  for (let at = start; at < plain.length; at++) {
    const char = plain[at];
    // Braces stand in defaults of arguments only: this type was never closed.
    if ((char === '{' && depth === 0) || depth > MAX_DEPTH) break;
    if (char === '(' || char === '[' || char === '{') depth++;
    else if (char === ')' || char === ']') depth--;
    else if (char === '}') {
      if (depth === 0) break;
      depth--;
    }
    if (depth !== 0 || !/[A-Za-z_]/.test(char ?? '') || /\w/.test(plain[at - 1] ?? '')) continue;
    const name = /^(\w+)\s*[:(]/.exec(plain.slice(at, at + 200))?.[1];
    if (name === undefined || isType(plain, at)) continue;
    fields.push({ method, name, line: lineOf(at) });
  }
  return fields;
}

/** What stands behind a colon, or behind the `@` of a directive, is no field. */
function isType(plain: string, at: number): boolean {
  return /[:@[]\s*$/.test(plain.slice(Math.max(0, at - 40), at));
}

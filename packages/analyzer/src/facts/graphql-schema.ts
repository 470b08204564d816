/** A field of a root type: a way in. */
export interface RootField {
  method: 'QUERY' | 'MUTATION' | 'SUBSCRIPTION';
  name: string;
  /** Of the text, from one. */
  line: number;
}

const ROOTS = { query: 'QUERY', mutation: 'MUTATION', subscription: 'SUBSCRIPTION' } as const;

export const ROOT_METHODS: ReadonlySet<string> = new Set(Object.values(ROOTS));

/** Cheap test for a text that may define root types. */
export function mayDefineRoots(text: string): boolean {
  return /\b(?:type\s+(?:Query|Mutation|Subscription)|schema\s*(?:@\w+[^{]*)?\{)/.test(text);
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
  const type = /\btype\s+(\w+)[^{}]*\{/g;
  for (let match = type.exec(plain); match; match = type.exec(plain)) {
    const method = roots.get(match[1] ?? '');
    if (method) fields.push(...fieldsFrom(plain, type.lastIndex, method));
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
  const named = /\bschema\b[^{}]*\{([^}]*)\}/.exec(plain)?.[1];
  const names = new Map<string, RootField['method']>();
  for (const [key, method] of Object.entries(ROOTS)) {
    const own = named ? new RegExp(`\\b${key}\\s*:\\s*(\\w+)`).exec(named)?.[1] : undefined;
    names.set(own ?? key.charAt(0).toUpperCase() + key.slice(1), method);
  }
  return names;
}

/** `name(arguments): Type` up to the brace that closes the type. */
function fieldsFrom(plain: string, start: number, method: RootField['method']): RootField[] {
  const fields: RootField[] = [];
  let depth = 0;
  let line = countLines(plain.slice(0, start)) + 1;
  let from = start;
  for (let at = start; at < plain.length; at++) {
    const char = plain[at];
    if (char === '(' || char === '[' || char === '{') depth++;
    else if (char === ')' || char === ']') depth--;
    else if (char === '}') {
      if (depth === 0) break;
      depth--;
    }
    if (depth !== 0 || !/[A-Za-z_]/.test(char ?? '') || /\w/.test(plain[at - 1] ?? '')) continue;
    const name = /^(\w+)\s*[:(]/.exec(plain.slice(at, at + 200))?.[1];
    if (name === undefined || isType(plain, at)) continue;
    line += countLines(plain.slice(from, at));
    from = at;
    fields.push({ method, name, line });
  }
  return fields;
}

/** What stands behind a colon, or behind the `@` of a directive, is no field. */
function isType(plain: string, at: number): boolean {
  return /[:@[]\s*$/.test(plain.slice(Math.max(0, at - 40), at));
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

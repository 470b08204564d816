/** Nested deeper than any message meant for a program to read. */
const MAX_DEPTH = 200;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export type ReadBody =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly why: string };

/**
 * JSON as every reader must understand it (RFC 8259, with I-JSON's demand for distinct keys, RFC 7493
 * 2.3): the upstream gets the same bytes and must not read another value out of them. `keepDigits` is for
 * who writes the value again: numbers that would change stay as they were written.
 */
export function readJsonBody(body: Buffer, keepDigits = false): ReadBody {
  let text: string;
  try {
    text = utf8.decode(body);
  } catch {
    return { ok: false, why: 'it is not UTF-8' };
  }
  const shape = shapeOf(text);
  if (shape.depth > MAX_DEPTH) return { ok: false, why: `it is nested deeper than ${MAX_DEPTH}` };
  let value: unknown;
  try {
    value = keepDigits && LONG_NUMBER.test(text) ? JSON.parse(text, withDigits) : JSON.parse(text);
  } catch {
    return { ok: false, why: 'it is no JSON' };
  }
  // Outside of strings a colon follows a key and nothing else.
  if (keysIn(value) !== shape.colons) return { ok: false, why: 'an object names a key twice' };
  return { ok: true, value };
}

/** Numbers that a double may not hold, wherever they stand. */
const LONG_NUMBER = /\d{15}|\d[.eE]\d*/;

/** ECMAScript's proposal-json-parse-with-source, in Node since 21. */
const rawJson = JSON as unknown as {
  rawJSON(text: string): unknown;
  isRawJSON(value: unknown): boolean;
};

/** Keeps a number as it was written, when writing it anew would change it. */
function withDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source;
  if (typeof value !== 'number' || source === undefined || String(value) === source) return value;
  return rawJson.rawJSON(source);
}

/** Depth of nesting, and colons outside of strings. */
function shapeOf(text: string): { readonly depth: number; readonly colons: number } {
  let depth = 0;
  let deepest = 0;
  let colons = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) {
      for (i++; i < text.length && text.charCodeAt(i) !== QUOTE; i++) {
        if (text.charCodeAt(i) === BACKSLASH) i++;
      }
    } else if (code === COLON) colons++;
    else if (code === 0x7b || code === 0x5b) {
      if (++depth > deepest) deepest = depth;
    } else if (code === 0x7d || code === 0x5d) depth--;
  }
  return { depth: deepest, colons };
}

function keysIn(value: unknown): number {
  if (typeof value !== 'object' || value === null || rawJson.isRawJSON(value)) return 0;
  if (Array.isArray(value)) {
    let count = 0;
    for (const one of value as unknown[]) count += keysIn(one);
    return count;
  }
  let count = 0;
  for (const key of Object.keys(value))
    count += 1 + keysIn((value as Record<string, unknown>)[key]);
  return count;
}

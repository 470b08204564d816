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
 * 2.3): the upstream gets the same bytes and must not read another value out of them.
 */
export function readJsonBody(body: Buffer): ReadBody {
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
    value = JSON.parse(text);
  } catch {
    return { ok: false, why: 'it is no JSON' };
  }
  // Outside of strings a colon follows a key and nothing else.
  if (keysIn(value) !== shape.colons) return { ok: false, why: 'an object names a key twice' };
  return { ok: true, value };
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
  if (typeof value !== 'object' || value === null) return 0;
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

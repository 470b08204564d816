/**
 * Header fields as one flat list: name, value, name, value, in the order and spelling received.
 * Values are latin1 strings, one character per byte, so that any byte survives the passage.
 */
export type Fields = readonly string[];

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
// RFC 9110 5.5: HTAB, SP, visible ASCII and obs-text; nothing that ends a line for somebody.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const BAD_VALUE = /[\x00-\x08\x0a-\x1f\x7f]/;
// A whole section at once: most are good, and one pass is cheaper than two tests per line.
const SECTION = /(?:[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[\t\x20-\x7e\x80-\xff]*(?:\r\n|$))*$/y;
const SPACE = 0x20;
const TAB = 0x09;

export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

export function hasControl(text: string): boolean {
  return BAD_VALUE.test(text);
}

/**
 * Parses the field lines of `text` from `start` to its end; lines are separated by CRLF and the
 * last has none. Returns the fields, or what is wrong. Nothing is repaired: a bare CR or LF, a
 * folded line (RFC 9112 5.2), a space before the colon (5.1) each make the message unreadable.
 */
export function parseFields(text: string, start: number): string[] | string {
  const fields: string[] = [];
  let at = start;
  SECTION.lastIndex = start;
  const good = SECTION.test(text);
  while (at < text.length) {
    const found = text.indexOf('\r\n', at);
    const end = found === -1 ? text.length : found;
    const colon = text.indexOf(':', at);
    if (colon === -1 || colon >= end) return 'a header line has no colon';
    const name = text.slice(at, colon);
    if (!good && !TOKEN.test(name)) return 'a header name is not a token';
    const value = trimmed(text, colon + 1, end);
    if (!good && BAD_VALUE.test(value)) return 'a header value has a control character';
    fields.push(name, value);
    at = end + 2;
  }
  return fields;
}

const lowered = new Map<string, string>();
const MAX_LOWERED = 500;

/** The name in lower case; names are few and come again with every request. */
export function lowerName(name: string): string {
  const known = lowered.get(name);
  if (known !== undefined) return known;
  const lower = name.toLowerCase();
  if (lowered.size < MAX_LOWERED && name.length <= 64) lowered.set(name, lower);
  return lower;
}

/** Optional whitespace is SP and HTAB only (RFC 9110 5.6.3); trim() would eat U+00A0 as well. */
function trimmed(text: string, from: number, to: number): string {
  let start = from;
  let end = to;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

/** Fields of a message that Node has taken apart, pseudo fields left out; UTF-8 as its bytes. */
export function encodedFields(
  headers: Readonly<Record<string, string | number | readonly string[] | undefined>>,
): string[] {
  const fields: string[] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith(':') || value === undefined) continue;
    const values = Array.isArray(value) ? (value as readonly string[]) : [String(value)];
    for (const one of values) fields.push(name, one);
  }
  return fields;
}

/** A text as values of fields hold it: one character for each byte of its UTF-8. */
export function asBytes(text: string): string {
  return isAscii(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}

/** What the bytes of a value say as UTF-8. */
export function fromBytes(value: string): string {
  return isAscii(value) ? value : Buffer.from(value, 'latin1').toString('utf8');
}

function isAscii(text: string): boolean {
  return !/[^\x20-\x7e]/.test(text);
}

/** First value of a field, by lower-case name. */
export function fieldValue(fields: Fields, name: string): string | undefined {
  for (let i = 0; i < fields.length; i += 2) {
    const candidate = fields[i] as string;
    if (candidate.length === name.length && candidate.toLowerCase() === name) return fields[i + 1];
  }
  return undefined;
}

/** Members of a comma-separated list, lower case, empty ones dropped. */
export function listMembers(value: string): string[] {
  return value
    .split(',')
    .map((member) => trimmed(member, 0, member.length).toLowerCase())
    .filter((member) => member !== '');
}

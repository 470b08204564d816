import type { Field } from './form-shape.ts';
import { readJsonBody } from './json-body.ts';

/** More fields are more than any form asks for. */
const MAX_FIELDS = 1000;

export type ReadFields =
  | { readonly ok: true; readonly fields: readonly Field[] }
  | { readonly ok: false; readonly why: string };

/** `application/x-www-form-urlencoded` (WHATWG URL), without what readers take differently. */
export function readUrlEncoded(body: Buffer): ReadFields {
  // What is no ASCII should have been escaped.
  if (body.some((byte) => byte >= 0x80)) return bad('it has bytes that are not escaped');
  const pairs = body
    .toString('latin1')
    .split('&')
    .filter((pair) => pair !== '');
  if (pairs.length > MAX_FIELDS) return bad('it has too many fields');
  try {
    return {
      ok: true,
      fields: pairs.map((pair) => {
        const equals = pair.indexOf('=');
        const [name, value] =
          equals === -1 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
        return [unescaped(name), unescaped(value)];
      }),
    };
  } catch {
    return bad('it has an escape that is none');
  }
}

function unescaped(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}

const LINE = '\r\n';
const HEAD_END = '\r\n\r\n';

/** `multipart/form-data` (RFC 7578, RFC 2046 5.1), without what readers take differently. */
export function readMultipart(body: Buffer, type: string): ReadFields {
  const boundary = boundaryOf(type);
  if (boundary === undefined) return bad('its Content-Type names no boundary');
  const mark = `--${boundary}`;
  if (!body.subarray(0, mark.length).equals(Buffer.from(mark, 'latin1'))) {
    return bad('it does not begin with its boundary');
  }
  const fields: Field[] = [];
  for (let at = mark.length; ; ) {
    const after = body.toString('latin1', at, at + 2);
    if (after === '--') break;
    if (after !== LINE) return bad('a boundary does not end its line');
    const next = body.indexOf(`${LINE}${mark}`, at, 'latin1');
    if (next === -1) return bad('the last boundary is missing');
    const part = readPart(body.subarray(at + LINE.length, next));
    if (typeof part === 'string') return bad(part);
    if (fields.push(part) > MAX_FIELDS) return bad('it has too many fields');
    at = next + LINE.length + mark.length;
  }
  return { ok: true, fields };
}

function bad(why: string): ReadFields {
  return { ok: false, why };
}

function boundaryOf(type: string): string | undefined {
  const found = [
    ...type.matchAll(/;[ \t]*boundary=(?:"([^"\\]{1,70})"|([\w'()+,./:=?-]{1,70}))/gi),
  ];
  return found.length === 1 ? (found[0]?.[1] ?? found[0]?.[2]) : undefined;
}

/** The field, or what is wrong with the part. */
function readPart(part: Buffer): Field | string {
  const end = part.indexOf(HEAD_END, 0, 'latin1');
  if (end === -1) return 'a part has no head';
  const lines = part.subarray(0, end).toString('utf8').split(LINE);
  const dispositions = lines.filter((line) => /^content-disposition[ \t]*:/i.test(line));
  const [disposition = ''] = dispositions;
  const names = [...disposition.matchAll(/;[ \t]*name=(?:"([^"\\]*)"|([^\s";\\]+))/gi)];
  const named = dispositions.length === 1 && names.length === 1;
  if (!named || !/:[ \t]*form-data[ \t]*(?:;|$)/i.test(disposition)) {
    return 'a part has no single name';
  }
  const name = names[0]?.[1] ?? names[0]?.[2] ?? '';
  const bytes = part.subarray(end + HEAD_END.length);
  if (/;[ \t]*filename\*?=/i.test(disposition)) return [name, bytes.toString('latin1')];
  if (
    lines.some((line) => /^content-type[ \t]*:[ \t]*application\/(?:[\w.+-]+\+)?json\b/i.test(line))
  ) {
    const read = readJsonBody(bytes);
    return read.ok ? [name, read.value] : `a part cannot be read: ${read.why}`;
  }
  try {
    return [name, new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)];
  } catch {
    return 'a text is not UTF-8';
  }
}

import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { fieldValue } from '../http/fields.ts';
import { fieldValues, type KeptAnswer } from './kept-answer.ts';
import { type ReadJson, readJson } from './read-json.ts';

/** A body as its content type says it is to be read. */
export type Body =
  | { readonly kind: 'json'; readonly document: ReadJson }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: Buffer };

/** A body that unpacks to more than this is compared as it came. */
const MAX_UNPACKED = 16 * 1024 * 1024;
const LIMIT = { maxOutputLength: MAX_UNPACKED };

const UNPACK: Readonly<Record<string, (body: Buffer) => Promise<Buffer>>> = {
  gzip: (body) => promisify(zlib.gunzip)(body, LIMIT),
  'x-gzip': (body) => promisify(zlib.gunzip)(body, LIMIT),
  // Some servers send raw DEFLATE under this name, against RFC 9110 8.4.1.2.
  deflate: (body) =>
    promisify(zlib.inflate)(body, LIMIT).catch(() => promisify(zlib.inflateRaw)(body, LIMIT)),
  br: (body) => promisify(zlib.brotliDecompress)(body, LIMIT),
  // Absent before Node 22.15.
  ...(typeof zlib.zstdDecompress === 'function'
    ? { zstd: (body: Buffer) => promisify(zlib.zstdDecompress)(body, LIMIT) }
    : {}),
  identity: (body) => Promise.resolve(body),
};

/** Without content coding (RFC 9110 8.4); what cannot be unpacked stays as it is. */
export async function unpacked({ fields, body }: KeptAnswer): Promise<Buffer | undefined> {
  const codings = fieldValues(fields, 'content-encoding').flatMap((value) => value.split(','));
  if (body === undefined || body.length === 0) return body;
  let bytes = body;
  // Applied in the order listed, so taken off from the end.
  for (const coding of codings.map((name) => name.trim().toLowerCase()).reverse()) {
    const unpack = UNPACK[coding];
    if (unpack === undefined) return body;
    const plain = await unpack(bytes).catch(() => undefined);
    if (plain === undefined) return body;
    bytes = plain;
  }
  return bytes;
}

const JSON_TYPE = /^application\/(?:[\w.!#$&^+-]+\+)?json$/;
const JSON_LINES = /^application\/(?:x-)?(?:ndjson|jsonl|json-lines|json-seq)$/;
/** Begins each text of `application/json-seq` (RFC 7464). */
const RECORD_SEPARATOR = '\u001e';
const TEXT_TYPE =
  /^text\/|^application\/(?:[\w.-]+\+)?(?:xml|javascript|ecmascript|yaml|graphql|sql|x-www-form-urlencoded)$|^image\/svg\+xml$/;

/** JSON, text or bytes, by content type; what is not what it says it is one step down. */
export function readBody({ fields }: KeptAnswer, bytes: Buffer): Body {
  const written = fieldValue(fields, 'content-type') ?? '';
  const type = written.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const lines = JSON_LINES.test(type);
  const json = lines || JSON_TYPE.test(type);
  if (!json && !TEXT_TYPE.test(type)) return { kind: 'bytes', bytes };
  const text = decoded(bytes, written);
  if (text === undefined) return { kind: 'bytes', bytes };
  const document = json ? documentOf(text, lines) : undefined;
  return document === undefined ? { kind: 'text', text } : { kind: 'json', document };
}

function documentOf(text: string, lines: boolean): ReadJson | undefined {
  try {
    if (!lines) return readJson(text);
    const records = text
      .replaceAll(RECORD_SEPARATOR, '\n')
      .split('\n')
      .filter((line) => line.trim() !== '');
    return readJson(`[${records.join(',')}]`);
  } catch {
    return undefined;
  }
}

/** Undefined when the bytes are not in the charset that the answer names. */
function decoded(bytes: Buffer, contentType: string): string | undefined {
  const [, quoted, bare] = /;\s*charset\s*=\s*(?:"([^"]+)"|([^\s;]+))/i.exec(contentType) ?? [];
  try {
    // A byte order mark is no content (WHATWG Encoding 6.1), and is dropped.
    return new TextDecoder(quoted ?? bare ?? 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

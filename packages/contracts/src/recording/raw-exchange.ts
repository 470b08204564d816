import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { decodedBody, isFormType, isJsonType } from './body.ts';
import type { Exchange, NamedValue, RecordedBody } from './model.ts';

/** An exchange as a proxy has it: bytes, and nothing redacted. It never leaves memory in this form. */
export interface RawExchange {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly route: string;
  /** Who answered: `monolith`, or the name of the service. */
  readonly upstream: string;
  readonly request: {
    readonly method: string;
    /** Path and query. */
    readonly target: string;
    /** Names and values in turn, in the order sent. */
    readonly fields: readonly string[];
    readonly body: RawBody;
  };
  readonly response: {
    readonly status: number;
    readonly fields: readonly string[];
    readonly body: RawBody;
  };
}

/** Undefined: it was larger than what is kept. */
export type RawBody = Uint8Array | undefined;

/** @param maxBodyBytes also after decompression */
export function readRaw(raw: RawExchange, maxBodyBytes: number): Exchange {
  const { request, response } = raw;
  const [path = '/', query = ''] = splitTarget(request.target);
  const asked = pairs(request.fields);
  const answered = pairs(response.fields);
  return {
    source: raw.route,
    request: {
      method: request.method,
      path,
      query: [...new URLSearchParams(query)],
      headers: asked,
      body: bodyOf(request.body, asked, maxBodyBytes),
    },
    response: {
      status: response.status,
      headers: answered,
      body: bodyOf(response.body, answered, maxBodyBytes),
    },
  };
}

/** Absolute targets (RFC 9112, 3.2.2) lose their origin. */
function splitTarget(target: string): readonly [string, string] {
  const local = target.replace(/^https?:\/\/[^/?#]*/i, '');
  const at = local.indexOf('?');
  const path = at === -1 ? local : local.slice(0, at);
  return [path.startsWith('/') ? path : `/${path}`, at === -1 ? '' : local.slice(at + 1)];
}

function pairs(fields: readonly string[]): readonly NamedValue[] {
  const named: NamedValue[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    named.push([(fields[at] ?? '').toLowerCase(), fields[at + 1] ?? '']);
  }
  return named;
}

function bodyOf(
  body: RawBody,
  headers: readonly NamedValue[],
  maxBytes: number,
): RecordedBody | undefined {
  if (body === undefined) return { kind: 'omitted', why: 'too-large' };
  if (body.length === 0) return undefined;
  const type = headers.find(([name]) => name === 'content-type')?.[1] ?? '';
  if (!isJsonType(type) && !isFormType(type)) return { kind: 'omitted', why: 'not-json' };
  const encoding = headers.find(([name]) => name === 'content-encoding')?.[1] ?? 'identity';
  const plain = decompressed(body, encoding.trim().toLowerCase(), maxBytes);
  if (plain === undefined) return { kind: 'omitted', why: 'encoded' };
  return decodedBody(new TextDecoder().decode(plain), type);
}

/** Undefined if it cannot be read, or would grow beyond what is kept. */
function decompressed(
  body: Uint8Array,
  encoding: string,
  maxBytes: number,
): Uint8Array | undefined {
  const limit = { maxOutputLength: Math.max(maxBytes, 1) };
  try {
    switch (encoding) {
      case 'identity':
      case '':
        return body;
      case 'gzip':
      case 'x-gzip':
        return gunzipSync(body, limit);
      case 'deflate':
        return inflateSync(body, limit);
      case 'br':
        return brotliDecompressSync(body, limit);
      default:
        return undefined;
    }
  } catch {
    return undefined;
  }
}

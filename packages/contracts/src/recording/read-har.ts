import { ContractsError } from '../model/error.ts';
import { isArray, isObject, type JsonObject, type JsonValue } from '../pact/lossless-json.ts';
import { decodedBody, isFormType, isJsonType, readFormText } from './body.ts';
import type { Exchange, NamedValue, RecordedBody } from './model.ts';

export interface HarReading {
  /** Of the origin that was chosen, in the order of the file. */
  readonly exchanges: readonly Exchange[];
  /** What was left out, with how often, as sentences. */
  readonly leftOut: readonly string[];
  readonly origin: string;
}

/**
 * Reads an HTTP Archive 1.2 as browsers and proxies write it. One origin is one provider: the one with
 * the most exchanges that carry data, unless another is named.
 * @throws ContractsError CONTRACTS_RECORDING_INVALID
 */
export function readHar(har: JsonObject, source: string, origin?: string): HarReading {
  const log = isObject(har.log) ? har.log : {};
  const entries = isArray(log.entries) ? log.entries.filter(isObject) : undefined;
  if (entries === undefined) {
    throw new ContractsError(
      'CONTRACTS_RECORDING_INVALID',
      `${source} is no HAR: it has no log.entries.`,
      'Export it again from the network tools of a browser ("Save all as HAR with content").',
    );
  }
  const read = entries.map((entry, index) => readEntry(entry, `${source}#${index}`));
  const useful = read.filter((one) => typeof one !== 'string');
  const chosen = origin ?? mostFrequent(useful.map((one) => one.origin));
  const kept = useful.filter((one) => one.origin === chosen);
  const others = useful.filter((one) => one.origin !== chosen).map((one) => `of ${one.origin}`);
  return {
    exchanges: kept.map(({ exchange }) => exchange),
    leftOut: counted([...read.filter((one) => typeof one === 'string'), ...others]),
    origin: chosen ?? '',
  };
}

interface Entry {
  readonly origin: string;
  readonly exchange: Exchange;
}

/** A text says why the entry is of no use. */
function readEntry(entry: JsonObject, source: string): Entry | string {
  const request = isObject(entry.request) ? entry.request : {};
  const response = isObject(entry.response) ? entry.response : {};
  const method = textOf(request.method).toUpperCase();
  const status = typeof response.status === 'number' ? response.status : 0;
  const url = URL.canParse(textOf(request.url)) ? new URL(textOf(request.url)) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) return 'without an http address';
  if (status < 200) return 'without an answer';
  if (status === 304) return 'answered from a cache (304)';
  const headers = namedValues(request.headers);
  if (method === 'OPTIONS' && headers.some(([name]) => name === 'access-control-request-method')) {
    return 'preflights of a browser';
  }
  const content = isObject(response.content) ? response.content : {};
  const type = textOf(content.mimeType) || headerOf(namedValues(response.headers), 'content-type');
  if (isPageOrAsset(type) && status < 400) return 'pages, scripts, styles and pictures';
  return {
    origin: url.origin,
    exchange: {
      source,
      request: {
        method,
        path: url.pathname,
        query: [...url.searchParams].map(([name, value]) => [name, value]),
        headers,
        body: requestBody(request.postData, headers),
      },
      response: {
        status,
        headers: namedValues(response.headers),
        body: responseBody(content, type),
      },
    },
  };
}

function requestBody(
  postData: JsonValue | undefined,
  headers: readonly NamedValue[],
): RecordedBody | undefined {
  if (!isObject(postData)) return undefined;
  const type = textOf(postData.mimeType) || headerOf(headers, 'content-type');
  const text = textOf(postData.text);
  if (isFormType(type)) {
    const pairs = namedValues(postData.params, false);
    return { kind: 'form', fields: pairs.length > 0 ? pairs : readFormText(text) };
  }
  return text === '' ? undefined : decodedBody(text, type);
}

function responseBody(content: JsonObject, type: string): RecordedBody | undefined {
  const text = textOf(content.text);
  if (text === '') {
    const size = typeof content.size === 'number' ? content.size : 0;
    return size > 0 && isJsonType(type) ? { kind: 'omitted', why: 'unknown' } : undefined;
  }
  const plain = content.encoding === 'base64' ? Buffer.from(text, 'base64').toString('utf8') : text;
  return decodedBody(plain, type);
}

function namedValues(list: JsonValue | undefined, lower = true): readonly NamedValue[] {
  if (!isArray(list)) return [];
  return list.filter(isObject).flatMap(({ name, value }): NamedValue[] => {
    const key = lower ? textOf(name).toLowerCase() : textOf(name);
    // Browsers write the pseudo fields of HTTP/2 beside the real ones.
    return key === '' || key.startsWith(':') ? [] : [[key, textOf(value)]];
  });
}

function headerOf(headers: readonly NamedValue[], name: string): string {
  return headers.find(([key]) => key === name)?.[1] ?? '';
}

function isPageOrAsset(type: string): boolean {
  return /^(?:text\/(?:html|css|javascript|ecmascript)|application\/(?:x-)?(?:java|ecma)script|application\/wasm|image\/|font\/|audio\/|video\/|application\/(?:x-)?font)/i.test(
    type,
  );
}

function mostFrequent(texts: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0];
}

function counted(reasons: readonly string[]): readonly string[] {
  const groups = Map.groupBy(reasons, (reason) => reason);
  return [...groups].map(([reason, all]) => `${all.length} ${reason}`).sort();
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

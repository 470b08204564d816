import type { Urls } from '../hal/urls.ts';
import { JsonSyntaxError, type JsonValue, parseJson, toPlain } from '../json/lossless.ts';
import type { BrokerSettings } from '../settings.ts';
import type { Clock } from '../store/clock.ts';
import type { Database } from '../store/database.ts';
import { type AccessRules, authorize } from './access.ts';
import { chooseType, mediaType, typeByExtension } from './negotiate.ts';
import { parseQuery } from './query.ts';
import { HttpFailure, type Reply, unsupportedMediaType } from './reply.ts';
import type { RequestMetrics } from './request-metrics.ts';
import { type Exchange, HAL, type Method, type PathParameters, type Resource } from './resource.ts';
import { fromAnotherSite, type RequestOrigin } from './same-origin.ts';

/** A request as the web server hands it over. */
export interface Incoming {
  readonly method: string;
  readonly url: string;
  readonly search: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly headers: {
    readonly accept?: string | undefined;
    readonly authorization?: string | undefined;
    readonly contentType?: string | undefined;
  };
  readonly origin: RequestOrigin;
  readonly body: string;
  readonly urls: Urls;
}

export interface Machinery {
  readonly database: Database;
  readonly now: Clock;
  readonly settings: BrokerSettings;
  readonly access: AccessRules;
  readonly metrics: RequestMetrics;
}

/** An answer together with the media type that was agreed on. */
export interface Answer extends Reply {
  readonly negotiated: string;
}

const READING: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Takes a request through the checks that HTTP asks for, in the order in which the reference
 * broker makes them: method, credentials, media types, body; then runs it in a transaction.
 */
export async function dispatch(
  resource: Resource,
  incoming: Incoming,
  machinery: Machinery,
): Promise<Answer> {
  const method = resource.methods[incoming.method as keyof Resource['methods']];
  const allow = resource.allow ?? [...Object.keys(resource.methods), 'OPTIONS'].join(', ');
  const reads = READING.includes(incoming.method) || method?.reads === true;
  authorize(machinery.access, incoming.headers.authorization, reads ? 'read' : 'write');
  if (incoming.method === 'OPTIONS') {
    const headers = { 'access-control-allow-methods': allow };
    return { status: 200, headers, negotiated: HAL };
  }
  if (!reads && fromAnotherSite(incoming.origin)) throw crossSite();
  if (method === undefined) return { status: 405, headers: { allow }, negotiated: HAL };
  const offered = resource.provides ?? [HAL];
  const negotiated =
    typeByExtension(incoming.url, offered) ?? chooseType(incoming.headers.accept, offered);
  const contentType = mediaType(incoming.headers.contentType);
  checkBody(method, incoming.body, contentType);
  if (negotiated === undefined) return { status: 406, negotiated: HAL };
  const exchange = describeExchange(incoming, machinery, negotiated, contentType);
  const within = <T>(how: 'read' | 'write', work: (x: Exchange) => Promise<T>): Promise<T> =>
    machinery.database[how]((db) => work({ ...exchange, s: { db, now: machinery.now } }));
  const reply =
    method.runOutside === undefined
      ? await within(reads ? 'read' : 'write', (x) => method.run(x))
      : await method.runOutside({ ...exchange, reading: (work) => within('read', work) });
  return { ...reply, negotiated };
}

function crossSite(): HttpFailure {
  const error = 'A page of another site may not change anything here.';
  return new HttpFailure({ status: 403, body: { error } });
}

function describeExchange(
  incoming: Incoming,
  machinery: Machinery,
  type: string,
  contentType: string | undefined,
): Omit<Exchange, 's'> {
  const exact = once(() => (incoming.body === '' ? new Map() : parseBody(incoming.body)));
  return {
    method: incoming.method,
    path: parametersOf(incoming.parameters),
    query: parseQuery(incoming.search),
    url: incoming.url,
    urls: incoming.urls,
    type,
    contentType,
    body: incoming.body,
    settings: machinery.settings,
    metrics: machinery.metrics,
    json: once(() => toPlain(exact())),
    exactJson: exact,
  };
}

function parametersOf(parameters: Readonly<Record<string, string>>): PathParameters {
  return {
    has: (name) => parameters[name] !== undefined,
    get(name) {
      const value = parameters[name];
      if (value === undefined) throw new Error(`the route has no parameter ${name}`);
      return value;
    },
  };
}

function checkBody(method: Method, body: string, contentType: string | undefined): void {
  if (method.body === undefined) return;
  const empty = body === '';
  // JSON is judged as JSON first, even where a stricter media type is wanted.
  if (method.body !== 'form' && contentType?.includes('json') && (!empty || method.body === 'json'))
    parseBody(body);
  if (method.accepts !== undefined && !method.accepts.includes(contentType ?? '')) {
    throw unsupportedMediaType();
  }
}

function parseBody(body: string): JsonValue {
  let value: JsonValue;
  try {
    value = parseJson(body);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    // The wording, number included, is what clients of the protocol have always been shown.
    const shown = body.trim().slice(0, 200);
    throw notJson(`JSON::ParserError - 859: unexpected token at '${shown}'`);
  }
  if (value instanceof Map || Array.isArray(value)) return value;
  const kind = value === null ? 'NilClass' : typeof value === 'string' ? 'String' : 'another value';
  throw notJson(`RuntimeError - Expected JSON Object in request body but found ${kind}`);
}

function notJson(error: string): HttpFailure {
  return new HttpFailure({ status: 400, body: { error } });
}

function once<T>(compute: () => T): () => T {
  let value: { readonly result: T } | undefined;
  return () => {
    value ??= { result: compute() };
    return value.result;
  };
}

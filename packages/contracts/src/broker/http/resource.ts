import type { Urls } from '../hal/urls.ts';
import type { JsonValue } from '../json/lossless.ts';
import type { BrokerSettings } from '../settings.ts';
import type { Session } from '../store/session.ts';
import type { Query } from './query.ts';
import type { Reply } from './reply.ts';
import type { RequestMetrics } from './request-metrics.ts';

/** One request on its way through a resource. */
export interface Exchange {
  readonly method: string;
  /** Decoded path parameters. */
  readonly path: PathParameters;
  readonly query: Query;
  /** Address of the requested resource as the client sees it, without the query string. */
  readonly url: string;
  readonly urls: Urls;
  /** The media type that was negotiated for the answer. */
  readonly type: string;
  readonly contentType: string | undefined;
  readonly body: string;
  readonly s: Session;
  readonly settings: BrokerSettings;
  readonly metrics: RequestMetrics;
  /** The JSON body as ordinary values; `{}` when there is none. */
  json(): unknown;
  /** The JSON body with the text of its numbers kept. */
  exactJson(): JsonValue;
}

export interface PathParameters {
  /** A parameter the route declares. */
  get(name: string): string;
  has(name: string): boolean;
}

export type MethodName = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Method {
  /** Media types the request body may have; without them no body is looked at. */
  readonly accepts?: readonly string[];
  /** The body must be JSON (with `optional`, an empty one will do), or a form's. */
  readonly body?: 'json' | 'optional' | 'form';
  /** POST that only asks: needs no right to write and takes no write lock. */
  readonly reads?: boolean;
  run(x: Exchange): Promise<Reply>;
  /** Takes the place of `run` for work that must not hold a transaction, such as a request. */
  runOutside?(x: OutsideExchange): Promise<Reply>;
}

/** A request that opens its own transactions. */
export interface OutsideExchange extends Omit<Exchange, 's'> {
  reading<T>(work: (x: Exchange) => Promise<T>): Promise<T>;
}

/** Everything the broker answers at one path. Methods appear in `Allow` in the order given. */
export interface Resource {
  readonly path: string;
  /** Media types it can answer with, the default first. */
  readonly provides?: readonly string[];
  readonly methods: Readonly<Partial<Record<MethodName, Method>>>;
  /** What `Allow` says, where that is not the methods and then OPTIONS. */
  readonly allow?: string;
}

export const HAL = 'application/hal+json';
export const JSON_TYPE = 'application/json';
export const PAGE = 'text/html';
export const FORM = 'application/x-www-form-urlencoded';
export const MERGE_PATCH = 'application/merge-patch+json';

import { isArray, isObject, type JsonObject, type JsonValue } from '../pact/lossless-json.ts';
import type { Exchange, NamedValue, OmissionReason, RecordedBody } from './model.ts';

/** Of `schemas/recording.schema.json`. */
const RECORDING_SCHEMA_VERSION = 1;

/** Where and when an exchange was recorded. */
export interface RecordedPlace {
  /** ISO 8601. */
  readonly at: string;
  readonly route: string;
  /** Who answered: `monolith`, or the name of the service. */
  readonly upstream: string;
}

/** An exchange as one line of a recording. */
export function lineOf({ request, response }: Exchange, place: RecordedPlace): JsonObject {
  return {
    schemaVersion: RECORDING_SCHEMA_VERSION,
    ...place,
    request: {
      method: request.method,
      path: request.path,
      query: request.query,
      headers: request.headers,
      ...bodyLine(request.body),
    },
    response: { status: response.status, headers: response.headers, ...bodyLine(response.body) },
  };
}

function bodyLine(body: RecordedBody | undefined): JsonObject {
  switch (body?.kind) {
    case undefined:
      return {};
    case 'json':
      return { body: { json: body.value } };
    case 'form':
      return { body: { form: body.fields } };
    case 'omitted':
      return { body: { omitted: body.why } };
  }
}

/** A line of a recording; a text says what is wrong with it. */
export function readLine(line: JsonValue, source: string): Exchange | string {
  if (!isObject(line)) return 'it is no object';
  const { schemaVersion, request, response } = line;
  if (schemaVersion !== RECORDING_SCHEMA_VERSION) {
    return `its schemaVersion is ${JSON.stringify(schemaVersion ?? null)}, not ${RECORDING_SCHEMA_VERSION}`;
  }
  if (!isObject(request) || !isObject(response)) return 'it has no request or no response';
  const { method, path } = request;
  if (typeof method !== 'string' || typeof path !== 'string' || !path.startsWith('/')) {
    return 'its request has no method or no path';
  }
  if (typeof response.status !== 'number') return 'its response has no status';
  const query = pairsOf(request.query);
  const asked = pairsOf(request.headers);
  const answered = pairsOf(response.headers);
  if (query === undefined || asked === undefined || answered === undefined) {
    return 'its query or headers are no lists of pairs';
  }
  return {
    source,
    request: {
      method: method.toUpperCase(),
      path,
      query,
      headers: asked,
      body: bodyOf(request.body),
    },
    response: { status: response.status, headers: answered, body: bodyOf(response.body) },
  };
}

function bodyOf(body: JsonValue | undefined): RecordedBody | undefined {
  if (!isObject(body)) return undefined;
  if (body.json !== undefined) return { kind: 'json', value: body.json };
  const form = body.form === undefined ? undefined : pairsOf(body.form);
  if (form !== undefined) return { kind: 'form', fields: form };
  return typeof body.omitted === 'string'
    ? { kind: 'omitted', why: body.omitted as OmissionReason }
    : undefined;
}

function pairsOf(value: JsonValue | undefined): readonly NamedValue[] | undefined {
  if (value === undefined) return [];
  if (!isArray(value)) return undefined;
  const pairs = value.filter(
    (pair): pair is NamedValue =>
      isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === 'string'),
  );
  return pairs.length === value.length ? pairs : undefined;
}

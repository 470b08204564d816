import { isRecord, type JsonRecord } from '../openapi/node.ts';
import type { Headers, HttpRequest, HttpResponse, Message } from '../pact/interactions.ts';
import { matchBody } from './match-body.ts';
import { matchHeaders } from './match-headers.ts';
import { matchQuery } from './match-query.ts';
import type { Mismatch } from './model.ts';
import { refusalOf, shown } from './refusal.ts';

/** Is this the request that the consumer said it would send? Empty if it is. */
export function matchRequest(expected: HttpRequest, actual: HttpRequest): readonly Mismatch[] {
  return [
    ...matchMethod(expected.method, actual.method),
    ...matchPath(expected, actual.path),
    ...matchQuery(expected.query, actual.query, expected.rules.query),
    ...matchHeaders(expected.headers, actual.headers, expected.rules.header),
    ...matchBody(typed(expected), typed(actual), {
      rules: expected.rules.body,
      unexpectedKeys: 'refused',
    }),
  ];
}

/** Is this the response that the consumer expects? Empty if it is. */
export function matchResponse(expected: HttpResponse, actual: HttpResponse): readonly Mismatch[] {
  return [
    ...matchStatus(expected, actual.status),
    ...matchHeaders(expected.headers, actual.headers, expected.rules.header),
    ...matchBody(typed(expected), typed(actual), {
      rules: expected.rules.body,
      unexpectedKeys: 'allowed',
    }),
  ];
}

/** Is this the message that the consumer expects? Empty if it is. */
export function matchMessage(expected: Message, actual: Message): readonly Mismatch[] {
  return matchParts(expected, actual, 'allowed');
}

/** Is this the message that the consumer said it would send? As for requests, without members more. */
export function matchSentMessage(expected: Message, actual: Message): readonly Mismatch[] {
  return matchParts(expected, actual, 'refused');
}

function matchParts(
  expected: Message,
  actual: Message,
  unexpectedKeys: 'allowed' | 'refused',
): readonly Mismatch[] {
  return [
    ...matchMetadata(expected, actual.metadata ?? {}),
    ...matchBody(
      { body: expected.payload, contentType: expected.payload?.contentType },
      { body: actual.payload, contentType: actual.payload?.contentType },
      { rules: expected.rules.body, unexpectedKeys },
    ),
  ];
}

function typed({ body, headers }: { body: HttpRequest['body']; headers: Headers }) {
  return { body, contentType: headers.get('content-type') ?? body?.contentType };
}

function* matchMethod(expected: string, actual: string): Generator<Mismatch> {
  if (expected.toLowerCase() === actual.toLowerCase()) return;
  yield { part: 'method', path: '', message: expected.toUpperCase(), expected, actual };
}

function* matchPath({ path, rules }: HttpRequest, actual: string): Generator<Mismatch> {
  const refusal =
    rules.path.length === 0
      ? path === actual
        ? undefined
        : shown(path)
      : rules.path.map((matcher) => refusalOf(matcher, path, actual, 'text')).find(isText);
  if (refusal !== undefined)
    yield { part: 'path', path: '', message: refusal, expected: path, actual };
}

function* matchStatus({ status, rules }: HttpResponse, actual: number): Generator<Mismatch> {
  const refusal =
    rules.status.length === 0
      ? status === actual
        ? undefined
        : String(status)
      : rules.status.map((matcher) => refusalOf(matcher, status, actual)).find(isText);
  if (refusal !== undefined) {
    yield { part: 'status', path: '', message: refusal, expected: status, actual };
  }
}

function* matchMetadata(
  { metadata = {}, rules }: Message,
  actual: JsonRecord,
): Generator<Mismatch> {
  for (const [name, expected] of Object.entries(metadata)) {
    const came = actual[name];
    const matchers = rules.metadata(name);
    const same = isRecord(expected)
      ? JSON.stringify(expected) === JSON.stringify(came)
      : String(expected) === String(came);
    const refusal =
      matchers.length === 0
        ? same
          ? undefined
          : shown(expected)
        : matchers.map((matcher) => refusalOf(matcher, expected, came, 'text')).find(isText);
    if (refusal !== undefined) {
      yield { part: 'metadata', path: name, message: refusal, expected, actual: came };
    }
  }
}

function isText(value: string | undefined): value is string {
  return value !== undefined;
}

import type { FinishedCall, FinishedRequest } from '../model/finished-request.ts';

const SERVER = 2;
const CLIENT = 3;
const ERROR = 2;

type Value = { readonly stringValue: string } | { readonly intValue: string };

interface Attribute {
  readonly key: string;
  readonly value: Value;
}

export interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
  readonly status: { readonly code?: number };
}

/**
 * The spans of a request: the proxy's own, and one for each upstream that was asked. OTLP's JSON form
 * (opentelemetry-proto, trace.proto), names after the semantic conventions for HTTP spans.
 */
export function spansOf(finished: FinishedRequest): OtlpSpan[] {
  const { trace, at, ms, status, broken } = finished;
  if (trace === undefined) return [];
  // OTLP and the conventions: of a server span only 5xx is an error.
  const failed = broken || (status !== undefined && status >= 500);
  const server: OtlpSpan = {
    traceId: trace.traceId,
    spanId: trace.spanId,
    ...(trace.parentId === undefined ? {} : { parentSpanId: trace.parentId }),
    name: `${finished.method} ${finished.match}`,
    kind: SERVER,
    startTimeUnixNano: nanoseconds(at),
    endTimeUnixNano: nanoseconds(at + ms),
    attributes: attributes({
      'http.request.method': finished.method,
      'http.route': finished.match,
      'url.path': finished.path,
      'http.response.status_code': status,
      'error.type': failed ? (broken ? 'broken' : String(status)) : undefined,
      'client.address': finished.client,
      'enduser.id': finished.subject,
      'ashlar.route': finished.route,
      'ashlar.target': finished.calls.at(-1)?.target,
      'ashlar.request_id': finished.requestId,
    }),
    status: failed ? { code: ERROR } : {},
  };
  return [server, ...finished.calls.map((call) => clientSpan(finished, call))];
}

function clientSpan(finished: FinishedRequest, call: FinishedCall): OtlpSpan {
  const { trace, at } = finished;
  const end = call.fromMs + (call.headMs ?? finished.ms - call.fromMs);
  const failed = call.error !== undefined || (call.status !== undefined && call.status >= 400);
  return {
    traceId: trace?.traceId ?? '',
    spanId: call.spanId ?? '',
    parentSpanId: trace?.spanId ?? '',
    name: finished.method,
    kind: CLIENT,
    startTimeUnixNano: nanoseconds(at + call.fromMs),
    endTimeUnixNano: nanoseconds(at + end),
    attributes: attributes({
      'http.request.method': finished.method,
      'http.response.status_code': call.status,
      'peer.service': call.upstream,
      'error.type': failed ? (call.error ?? String(call.status)) : undefined,
      'ashlar.target': call.target,
    }),
    status: failed ? { code: ERROR } : {},
  };
}

/** The request body of an export. */
export function exportRequest(service: string, spans: readonly OtlpSpan[]): string {
  return JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: attributes({ 'service.name': service }) },
        scopeSpans: [{ scope: { name: 'ashlar' }, spans }],
      },
    ],
  });
}

function attributes(values: Readonly<Record<string, string | number | undefined>>): Attribute[] {
  return Object.entries(values).flatMap(([key, value]) => {
    if (value === undefined) return [];
    // 64-bit integers are strings in the JSON form of protobuf.
    const typed = typeof value === 'number' ? { intValue: String(value) } : { stringValue: value };
    return [{ key, value: typed }];
  });
}

function nanoseconds(ms: number): string {
  const whole = Math.floor(ms);
  return String(BigInt(whole) * 1_000_000n + BigInt(Math.round((ms - whole) * 1e6)));
}

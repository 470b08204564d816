/**
 * Finished spans on their way to an OTLP receiver, over HTTP in JSON:
 * https://opentelemetry.io/docs/specs/otlp/ (1.x). The example's processes know their trace context
 * themselves, so this is all that an SDK would do for them.
 */

/** As SpanKind of opentelemetry/proto/trace/v1/trace.proto numbers them. */
const KINDS = { server: 2, client: 3, producer: 4, consumer: 5 } as const;

export interface Span {
  /** 32 and 16 lower-case hex digits. */
  readonly traceId: string;
  readonly spanId: string;
  /** Absent for the first of a trace. */
  readonly parentId?: string | undefined;
  /** What is not sampled is not sent. */
  readonly sampled: boolean;
  /** Of few different values: a route, not a path. */
  readonly name: string;
  readonly kind: keyof typeof KINDS;
  /** Unix time in ms, with fractions. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly failed?: boolean;
  readonly attributes?: Readonly<Record<string, string | number>>;
}

export interface SpanExport {
  /** Never throws and never waits. */
  end(span: Span): void;
  /** Sends what is left. */
  close(): Promise<void>;
}

export interface SpanExportOptions {
  /** `service.name` of the resource. */
  readonly service: string;
  /** As OTEL_EXPORTER_OTLP_ENDPOINT has it: `/v1/traces` is added. Nothing is sent without. */
  readonly endpoint: string | undefined;
  readonly everyMs?: number;
}

/** Spans that wait; of more, the newest are let go, so that a receiver that is away costs no memory. */
const ROOM = 2_048;
const TIMEOUT_MS = 5_000;

export const NO_SPANS: SpanExport = { end: () => undefined, close: async () => undefined };

export function openSpanExport({
  service,
  endpoint,
  everyMs = 500,
}: SpanExportOptions): SpanExport {
  if (endpoint === undefined || endpoint === '') return NO_SPANS;
  const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`;
  let waiting: Span[] = [];
  const send = async (): Promise<void> => {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    const request = fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(exportRequest(service, batch)),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    // Telemetry that does not arrive is no reason to fail anything.
    await request.then((response) => response.body?.cancel()).catch(() => undefined);
  };
  const timer = setInterval(send, everyMs).unref();
  return {
    end: (span) => {
      if (span.sampled && waiting.length < ROOM) waiting.push(span);
    },
    close: async () => {
      clearInterval(timer);
      await send();
    },
  };
}

export interface Parent {
  readonly traceId: string;
  readonly parentId: string;
  readonly sampled: boolean;
}

/** What a W3C `traceparent` of version 00 says; undefined when it says nothing. */
export function parentOf(traceparent: string | undefined): Parent | undefined {
  const match = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent ?? '');
  const [, traceId = '', parentId = '', flags = '00'] = match ?? [];
  if (match === null || /^0+$/.test(traceId) || /^0+$/.test(parentId)) return undefined;
  return { traceId, parentId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

function exportRequest(service: string, spans: readonly Span[]): unknown {
  const resource = { attributes: attributes({ 'service.name': service }) };
  const scope = { name: '@ashlar-examples/spans' };
  return { resourceSpans: [{ resource, scopeSpans: [{ scope, spans: spans.map(written) }] }] };
}

function written(span: Span): unknown {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    ...(span.parentId === undefined ? {} : { parentSpanId: span.parentId }),
    name: span.name,
    kind: KINDS[span.kind],
    startTimeUnixNano: nanoseconds(span.startedAt),
    endTimeUnixNano: nanoseconds(span.endedAt),
    attributes: attributes(span.attributes ?? {}),
    // STATUS_CODE_ERROR
    status: span.failed === true ? { code: 2 } : {},
  };
}

function attributes(values: Readonly<Record<string, string | number>>): unknown[] {
  return Object.entries(values).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
  }));
}

/** Numbers of 64 bits are texts in the JSON of Protocol Buffers. */
function nanoseconds(milliseconds: number): string {
  return String(BigInt(Math.round(milliseconds * 1000)) * 1000n);
}

import { jsonObjects } from './json-lines.ts';

/** A span of OpenTelemetry, as far as calls and failures go. */
export interface Span {
  traceId: string;
  spanId: string;
  /** Empty for the first of a trace. */
  parentSpanId: string;
  name: string;
  kind: 'server' | 'client' | 'producer' | 'consumer' | 'internal';
  /** `service.name` of the process; null when it says none. */
  service: string | null;
  ms: number;
  failed: boolean;
  /** What the status says of the failure; empty when it says nothing. */
  message: string;
  /** Texts and numbers, as text. */
  attributes: ReadonlyMap<string, string>;
}

const KINDS: readonly Span['kind'][] = [
  'internal',
  'internal',
  'server',
  'client',
  'producer',
  'consumer',
];
const FAILED = new Set<unknown>([2, 'STATUS_CODE_ERROR']);

/**
 * The spans of a file in OTLP's JSON form (opentelemetry-proto, trace.proto), whole or a batch each line.
 * Undefined for other text.
 */
export function readSpans(text: string): Span[] | undefined {
  const batches = jsonObjects(text).filter((one) => Array.isArray(one.resourceSpans));
  if (batches.length === 0) return undefined;
  return batches
    .flatMap((batch) => list(batch.resourceSpans))
    .flatMap((resource) => {
      const service = attributesOf(record(resource.resource)).get('service.name') ?? null;
      return list(resource.scopeSpans)
        .flatMap((scope) => list(scope.spans))
        .map((span) => spanOf(span, service));
    });
}

function spanOf(span: Json, service: string | null): Span {
  const { code, message } = record(span.status);
  return {
    traceId: String(span.traceId),
    spanId: String(span.spanId),
    parentSpanId: String(span.parentSpanId ?? ''),
    name: String(span.name ?? ''),
    kind: kindOf(span.kind),
    service,
    ms: duration(span.startTimeUnixNano, span.endTimeUnixNano),
    failed: FAILED.has(code),
    message: typeof message === 'string' ? message : '',
    attributes: attributesOf(span),
  };
}

function kindOf(kind: unknown): Span['kind'] {
  if (typeof kind === 'number') return KINDS[kind] ?? 'internal';
  const named = String(kind).replace('SPAN_KIND_', '').toLowerCase();
  return KINDS.find((one) => one === named) ?? 'internal';
}

function attributesOf({ attributes }: Json): Map<string, string> {
  return new Map(
    list(attributes).flatMap(({ key, value }): [string, string][] => {
      const { stringValue, intValue } = record(value);
      const found = stringValue ?? intValue;
      if (typeof key !== 'string') return [];
      return typeof found === 'string' || typeof found === 'number' ? [[key, String(found)]] : [];
    }),
  );
}

/** In ms; nanoseconds since 1970 do not fit a number, so they are texts. */
function duration(start: unknown, end: unknown): number {
  const [from = '', to = ''] = [String(start), String(end)];
  if (!/^\d+$/.test(from) || !/^\d+$/.test(to)) return 0;
  return Math.max(0, Number((BigInt(to) - BigInt(from)) / 1000n) / 1000);
}

type Json = Record<string, unknown>;

const record = (value: unknown): Json =>
  typeof value === 'object' && value !== null ? (value as Json) : {};
const list = (value: unknown): Json[] => (Array.isArray(value) ? value.map(record) : []);

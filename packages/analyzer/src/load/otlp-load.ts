import type { LoadEntry, LoadSource } from '../model/load.ts';
import { jsonObjects } from './json-lines.ts';

const SERVER = new Set<unknown>([2, 'SPAN_KIND_SERVER']);
const MS_IN_NS = 1_000_000n;

interface Span {
  spanId: string;
  parentSpanId: string;
  kind: unknown;
  ms: number;
  attributes: ReadonlyMap<string, string>;
}

/**
 * Time of requests and of statements in OpenTelemetry spans: OTLP's JSON form, names after the semantic
 * conventions for HTTP and databases, those before they were stable included. Undefined for other text.
 */
export function spanLoad(name: string, text: string): LoadSource[] | undefined {
  const batches = jsonObjects(text).filter((one) => Array.isArray(one.resourceSpans));
  if (batches.length === 0) return undefined;
  const spans = batches.flatMap(spansOf);
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const requests = spans.filter((span) => SERVER.has(span.kind) && !isWithinServer(span, byId));
  const sources: LoadSource[] = [
    { name, kind: 'request', unit: 'ms', entries: requests.flatMap(requestEntry) },
    { name, kind: 'statement', unit: 'ms', entries: spans.flatMap(statementEntry) },
  ];
  return sources.filter(({ entries }) => entries.length > 0);
}

/** A request that passes several processes counts once, with the time of the outermost. */
function isWithinServer(span: Span, byId: ReadonlyMap<string, Span>): boolean {
  const seen = new Set<Span>();
  let at = byId.get(span.parentSpanId);
  while (at !== undefined && !seen.has(at)) {
    if (SERVER.has(at.kind)) return true;
    seen.add(at);
    at = byId.get(at.parentSpanId);
  }
  return false;
}

function requestEntry({ attributes, ms }: Span): LoadEntry[] {
  const method = attributes.get('http.request.method') ?? attributes.get('http.method');
  const paths = ['http.route', 'url.path', 'http.target'].flatMap(
    (key) => attributes.get(key) ?? [],
  );
  if (method === undefined || paths.length === 0) return [];
  return [{ kind: 'request', method, paths, weight: ms }];
}

function statementEntry({ attributes, ms }: Span): LoadEntry[] {
  const sql = attributes.get('db.query.text') ?? attributes.get('db.statement');
  return sql === undefined ? [] : [{ kind: 'statement', sql, weight: ms }];
}

function spansOf(batch: Record<string, unknown>): Span[] {
  return list(batch.resourceSpans)
    .flatMap((resource) => list(resource.scopeSpans))
    .flatMap((scope) => list(scope.spans))
    .map((span) => ({
      spanId: String(span.spanId),
      parentSpanId: String(span.parentSpanId ?? ''),
      kind: span.kind,
      ms: duration(span.startTimeUnixNano, span.endTimeUnixNano),
      attributes: new Map(list(span.attributes).flatMap(textAttribute)),
    }));
}

function textAttribute({ key, value }: Record<string, unknown>): [string, string][] {
  const text = (value as { stringValue?: unknown } | undefined)?.stringValue;
  return typeof key === 'string' && typeof text === 'string' ? [[key, text]] : [];
}

/** In ms; nanoseconds since 1970 do not fit a number, so they are texts. */
function duration(start: unknown, end: unknown): number {
  const [from, to] = [start, end].map(String);
  if (!/^\d+$/.test(from ?? '') || !/^\d+$/.test(to ?? '')) return 0;
  const nanoseconds = BigInt(to ?? 0) - BigInt(from ?? 0);
  return nanoseconds <= 0n ? 0 : Number((nanoseconds * 1000n) / MS_IN_NS) / 1000;
}

function list(value: unknown): Record<string, unknown>[] {
  if (!Array.isArray(value)) return [];
  return value.filter((one) => typeof one === 'object' && one !== null);
}

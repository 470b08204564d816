import type { LoadEntry, LoadSource } from '../model/load.ts';
import { readSpans, type Span } from './spans.ts';

/**
 * Time of requests and of statements in OpenTelemetry spans; names after the semantic conventions for
 * HTTP and databases, those before they were stable included. Undefined for other text.
 */
export function spanLoad(name: string, text: string): LoadSource[] | undefined {
  const spans = readSpans(text);
  if (spans === undefined) return undefined;
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const requests = spans.filter((span) => span.kind === 'server' && !isWithinServer(span, byId));
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
    if (at.kind === 'server') return true;
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

import type { Span } from '@ashlar/analyzer';

/** A span of trace `t` that went well, unless it is said otherwise. */
export function span(
  spanId: string,
  parentSpanId: string,
  service: string,
  kind: Span['kind'],
  attributes: Record<string, string>,
  change: Partial<Span> = {},
): Span {
  return {
    ...{ traceId: 't', spanId, parentSpanId, service, kind, name: spanId, ms: 1 },
    ...{ failed: false, message: '', attributes: new Map(Object.entries(attributes)) },
    ...change,
  };
}

/** W3C Trace Context, level 1: https://www.w3.org/TR/trace-context/ */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import { openSpanExport, type Span } from '@ashlar-examples/spans';
import type { NextFunction, Request, Response } from 'express';

export interface Trace {
  /** 32 lower-case hex digits, not all zero. */
  traceId: string;
  /** Our own span: 16 lower-case hex digits. */
  spanId: string;
  /** The caller's span; absent when the trace starts here. */
  parentId?: string;
  flags: string;
  tracestate?: string;
  /** Unix time in ms. */
  startedAt: number;
}

const storage = new AsyncLocalStorage<Trace>();

const spans = openSpanExport({
  service: 'shop',
  endpoint: process.env.OTEL_EXPORTER_OTLP_ENDPOINT,
});

const HEADER = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** Continues the caller's trace; an absent or malformed header starts a new one (section 4.3). */
export function continueTrace(traceparent: string | undefined, tracestate?: string): Trace {
  const spanId = randomBytes(8).toString('hex');
  const startedAt = performance.timeOrigin + performance.now();
  const match = HEADER.exec(traceparent?.trim() ?? '');
  const [, version = 'ff', traceId = '', parentId = '', flags = '00', rest] = match ?? [];
  const malformed =
    version === 'ff' ||
    /^0+$/.test(traceId) ||
    /^0+$/.test(parentId) ||
    (version === '00' && rest !== undefined);
  if (malformed)
    return { traceId: randomBytes(16).toString('hex'), spanId, flags: '01', startedAt };
  const state = tracestate === undefined ? {} : { tracestate };
  return { traceId, spanId, parentId, flags, startedAt, ...state };
}

/** Our span of this trace is over; `about` says what it was. */
export function endSpan(
  { flags, ...trace }: Trace,
  about: Pick<Span, 'name' | 'kind' | 'failed' | 'attributes'>,
): void {
  const endedAt = performance.timeOrigin + performance.now();
  const sampled = (Number.parseInt(flags, 16) & 1) === 1;
  spans.end({ ...trace, ...about, sampled, endedAt });
}

/** Spans that ended are on their way out before the process ends. */
export function flushSpans(): Promise<void> {
  return spans.close();
}

export function currentTrace(): Trace | undefined {
  return storage.getStore();
}

export function runInTrace<T>(trace: Trace, run: () => T): T {
  return storage.run(trace, run);
}

/** Headers for a call to another process; empty outside of any trace. */
export function traceHeaders(): Record<string, string> {
  const trace = currentTrace();
  if (trace === undefined) return {};
  const headers: Record<string, string> = {
    traceparent: `00-${trace.traceId}-${trace.spanId}-${trace.flags}`,
  };
  if (trace.tracestate !== undefined) headers.tracestate = trace.tracestate;
  return headers;
}

export function traceMiddleware(req: Request, _res: Response, next: NextFunction): void {
  storage.run(continueTrace(req.get('traceparent'), req.get('tracestate')), next);
}

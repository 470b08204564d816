/** W3C Trace Context, level 1: https://www.w3.org/TR/trace-context/ */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';

export interface Trace {
  /** 32 lower-case hex digits, not all zero. */
  traceId: string;
  /** Our own span: 16 lower-case hex digits. */
  spanId: string;
  flags: string;
  tracestate?: string;
}

const storage = new AsyncLocalStorage<Trace>();

const HEADER = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** Continues the caller's trace; an absent or malformed header starts a new one (section 4.3). */
export function continueTrace(traceparent: string | undefined, tracestate?: string): Trace {
  const spanId = randomBytes(8).toString('hex');
  const match = HEADER.exec(traceparent?.trim() ?? '');
  const [, version = 'ff', traceId = '', parentId = '', flags = '00', rest] = match ?? [];
  const malformed =
    version === 'ff' ||
    /^0+$/.test(traceId) ||
    /^0+$/.test(parentId) ||
    (version === '00' && rest !== undefined);
  if (malformed) return { traceId: randomBytes(16).toString('hex'), spanId, flags: '01' };
  return { traceId, spanId, flags, ...(tracestate === undefined ? {} : { tracestate }) };
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

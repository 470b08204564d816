import { randomFillSync } from 'node:crypto';

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;
const REQUEST_ID = /^[A-Za-z0-9._:/+=-]{1,128}$/;

const pool = Buffer.alloc(4096);
let digits = '';
let used = 0;

/** Random bytes as hexadecimal digits, from a pool: one system call per few hundred requests. */
function randomHex(bytes: number): string {
  if (used + bytes * 2 > digits.length) {
    digits = randomFillSync(pool).toString('hex');
    used = 0;
  }
  used += bytes * 2;
  return digits.slice(used - bytes * 2, used);
}

export interface TraceContext {
  readonly traceparent: string;
  /** Whether the client's context was taken on; its tracestate belongs to it. */
  readonly continued: boolean;
}

/** W3C Trace Context: same trace with a new parent id, or a new trace (level 1, section 3.2). */
export function continueTrace(incoming: string | undefined): TraceContext {
  const match = incoming === undefined ? null : TRACEPARENT.exec(incoming);
  const valid = match !== null && !/^0+$/.test(match[1] ?? '') && !/^0+$/.test(match[2] ?? '');
  if (!valid || incoming === undefined) {
    return { traceparent: `00-${randomHex(16)}-${randomHex(8)}-00`, continued: false };
  }
  return {
    traceparent: `${incoming.slice(0, 36)}${randomHex(8)}${incoming.slice(52)}`,
    continued: true,
  };
}

/** A valid traceparent taken apart; undefined otherwise. */
export function readTrace(
  traceparent: string | undefined,
): { readonly traceId: string; readonly spanId: string; readonly sampled: boolean } | undefined {
  const [, traceId = '', spanId = ''] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (traceId === '' || /^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  const flags = Number.parseInt((traceparent ?? '').slice(-2), 16);
  return { traceId, spanId, sampled: (flags & 1) === 1 };
}

export function newTraceId(): string {
  return randomHex(16);
}

export function newSpanId(): string {
  return randomHex(8);
}

/** The client's request id when it is harmless, else a new one. */
export function requestId(incoming: string | undefined): string {
  return incoming !== undefined && REQUEST_ID.test(incoming) ? incoming : randomHex(16);
}

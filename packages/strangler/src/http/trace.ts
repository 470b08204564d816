import { randomFillSync } from 'node:crypto';

/** W3C Trace Context level 1, section 3.2; version ff is none. */
const TRACEPARENT = /^(?!ff)([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
/** Sampled (level 1) and random trace id (level 2); flags that nobody knows are not handed on. */
const KNOWN_FLAGS = 3;
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
  const trace = readTrace(incoming);
  if (trace === undefined) {
    return { traceparent: `00-${randomHex(16)}-${randomHex(8)}-00`, continued: false };
  }
  const flags = `0${trace.flags & KNOWN_FLAGS}`;
  return { traceparent: `00-${trace.traceId}-${randomHex(8)}-${flags}`, continued: true };
}

/**
 * A valid traceparent taken apart; undefined otherwise. Of a version that is still to come, what
 * version 00 knows is read, and more may follow (level 1, section 4.3).
 */
export function readTrace(traceparent: string | undefined):
  | {
      readonly traceId: string;
      readonly spanId: string;
      readonly flags: number;
      readonly sampled: boolean;
    }
  | undefined {
  const [, version, traceId = '', spanId = '', hex = '', more] =
    TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (version === undefined || (version === '00' && more !== undefined)) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  const flags = Number.parseInt(hex, 16);
  return { traceId, spanId, flags, sampled: (flags & 1) === 1 };
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

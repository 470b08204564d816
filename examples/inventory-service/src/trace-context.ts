import { randomBytes } from 'node:crypto';

/** W3C Trace Context, https://www.w3.org/TR/trace-context/ sections 3.2 and 3.3. */
export interface TraceContext {
  /** 32 lower-case hex digits. */
  readonly traceId: string;
  /** 16 lower-case hex digits: the span of this service. */
  readonly spanId: string;
  /** The caller's span; absent when the trace starts here. */
  readonly parentId: string | undefined;
  readonly sampled: boolean;
  /** Passed on as it came. */
  readonly state: string | undefined;
}

const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** Continues the caller's trace, or starts one when its header is absent or invalid. */
export function continueTrace(
  traceparent: string | undefined,
  tracestate?: string | undefined,
): TraceContext {
  const spanId = randomHex(8);
  const match = TRACEPARENT.exec(traceparent ?? '');
  const [, version, traceId = '', parentId = '', flags = '00', rest] = match ?? [];
  const valid =
    version !== undefined &&
    version !== 'ff' &&
    !(version === '00' && rest !== undefined) &&
    !/^0+$/.test(traceId) &&
    !/^0+$/.test(parentId);
  if (!valid) {
    return { traceId: randomHex(16), spanId, parentId: undefined, sampled: true, state: undefined };
  }
  const sampled = (Number.parseInt(flags, 16) & 1) === 1;
  return { traceId, spanId, parentId, sampled, state: tracestate };
}

/** Headers for an outbound call: this service's span becomes the parent. */
export function traceHeaders(trace: TraceContext): Record<string, string> {
  return {
    traceparent: traceparentOf(trace),
    ...(trace.state === undefined ? {} : { tracestate: trace.state }),
  };
}

export function traceparentOf(trace: TraceContext): string {
  return `00-${trace.traceId}-${trace.spanId}-${trace.sampled ? '01' : '00'}`;
}

function randomHex(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}

import { describe, expect, it } from 'vitest';
import { continueTrace, traceHeaders } from '../src/trace-context.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

describe('a trace', () => {
  it.each([
    [`00-${TRACE}-${SPAN}-01`, true, true],
    [`00-${TRACE}-${SPAN}-00`, true, false],
    // A later version may append fields; version 00 may not.
    [`cc-${TRACE}-${SPAN}-01-more`, true, true],
    [`00-${TRACE}-${SPAN}-01-more`, false, true],
    [`ff-${TRACE}-${SPAN}-01`, false, true],
    [`00-${'0'.repeat(32)}-${SPAN}-01`, false, true],
    [`00-${TRACE}-${'0'.repeat(16)}-01`, false, true],
    [`00-${TRACE.toUpperCase()}-${SPAN}-01`, false, true],
    ['', false, true],
    [undefined, false, true],
  ])('is continued from %j: %s, sampled: %s', (traceparent, continued, sampled) => {
    const trace = continueTrace(traceparent, 'vendor=1');
    expect([trace.traceId === TRACE, trace.parentId, trace.sampled, trace.state]).toEqual([
      continued,
      continued ? SPAN : undefined,
      sampled,
      continued ? 'vendor=1' : undefined,
    ]);
    expect(traceHeaders(trace)).toEqual({
      traceparent: `00-${trace.traceId}-${trace.spanId}-${sampled ? '01' : '00'}`,
      ...(continued ? { tracestate: 'vendor=1' } : {}),
    });
  });
});

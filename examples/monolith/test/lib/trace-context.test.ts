import { describe, expect, it } from 'vitest';
import { continueTrace, runInTrace, traceHeaders } from '../../src/lib/trace-context.ts';

const ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';

describe('the trace of a request', () => {
  it.each([
    [`00-${ID}-${PARENT}-01`, true],
    [`00-${ID}-${PARENT}-00`, true],
    // A later version may carry more fields.
    [`01-${ID}-${PARENT}-01-more`, true],
    [`00-${ID}-${PARENT}-01-more`, false],
    [`ff-${ID}-${PARENT}-01`, false],
    [`00-${'0'.repeat(32)}-${PARENT}-01`, false],
    [`00-${ID}-${'0'.repeat(16)}-01`, false],
    [`00-${ID.toUpperCase()}-${PARENT}-01`, false],
    ['nonsense', false],
    [undefined, false],
  ])('is continued from %s: %s', (header, continued) => {
    const trace = continueTrace(header);
    expect(trace.traceId === ID).toBe(continued);
    expect(trace.spanId).not.toBe(PARENT);
  });

  it('goes out with our own span as the parent', () => {
    const trace = continueTrace(`00-${ID}-${PARENT}-01`, 'vendor=1');
    expect(runInTrace(trace, traceHeaders)).toEqual({
      traceparent: `00-${ID}-${trace.spanId}-01`,
      tracestate: 'vendor=1',
    });
    expect(traceHeaders()).toEqual({});
  });
});

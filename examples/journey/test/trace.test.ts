import { describe, expect, it } from 'vitest';
import type { ServiceSpan } from '../src/two-domains/receiver.ts';
import { asOtlp, drawTrace, missingChains } from '../src/two-domains/trace.ts';

const MS = 1_000_000;

function span(id: string, parent: string | undefined, service: string, kind: number): ServiceSpan {
  const start = 1_790_000_000_000 + Number.parseInt(id, 16);
  return {
    traceId: 'f'.repeat(32),
    spanId: id,
    ...(parent === undefined ? {} : { parentSpanId: parent }),
    service,
    kind,
    name: `span ${id}`,
    startTimeUnixNano: String(BigInt(start) * BigInt(MS)),
    endTimeUnixNano: String(BigInt(start) * BigInt(MS) + BigInt(2.5 * MS)),
  };
}

const WHOLE = [
  span('7', '5', 'notifications', 5),
  span('1', '0', 'shop-proxy', 2),
  span('2', '1', 'shop-proxy', 3),
  span('3', '2', 'shop', 2),
  span('4', '3', 'inventory-service', 2),
  span('5', '3', 'shop', 4),
  span('6', '3', 'inventory-service', 5),
];

describe('the trace of an order', () => {
  it('is whole when each is the child of who called', () => {
    expect(missingChains(WHOLE)).toEqual([]);
  });

  it.each([
    ['4', ['shop-proxy server > shop-proxy client > shop server > inventory-service server']],
    [
      '5',
      [
        'shop-proxy server > shop-proxy client > shop server > shop producer > notifications consumer',
      ],
    ],
    ['3', expect.objectContaining({ length: 3 })],
  ])('misses a chain without span %s', (id, missing) => {
    expect(missingChains(WHOLE.filter(({ spanId }) => spanId !== id))).toEqual(missing);
  });

  it('is drawn as a tree in the order of time, whatever order it came in', () => {
    const lines = drawTrace([...WHOLE, span('8', 'e', 'stray', 1)]);
    expect(lines.map((line) => line.replace(/ {2,}\+/, ' +'))).toEqual([
      'shop-proxy server: span 1 +0.0 ms, 2.5 ms',
      '  shop-proxy client: span 2 +1.0 ms, 2.5 ms',
      '    shop server: span 3 +2.0 ms, 2.5 ms',
      '      inventory-service server: span 4 +3.0 ms, 2.5 ms',
      '      shop producer: span 5 +4.0 ms, 2.5 ms',
      '        notifications consumer: span 7 +6.0 ms, 2.5 ms',
      '      inventory-service consumer: span 6 +5.0 ms, 2.5 ms',
      'stray internal: span 8 +7.0 ms, 2.5 ms',
    ]);
    expect(drawTrace([])).toEqual([]);
  });

  it('is written so that ashlar trace reads it', () => {
    const [first] = WHOLE;
    const { service, ...bare } = first as ServiceSpan;
    expect(asOtlp([first as ServiceSpan])).toEqual({
      resourceSpans: [
        {
          resource: {
            attributes: [{ key: 'service.name', value: { stringValue: service } }],
          },
          scopeSpans: [{ spans: [bare] }],
        },
      ],
    });
  });
});

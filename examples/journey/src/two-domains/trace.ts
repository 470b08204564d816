import type { ServiceSpan } from './receiver.ts';

/** Who has to be whose child in the trace of an order: service and kind of span, caller first. */
const CHAINS: readonly (readonly string[])[] = [
  ['shop-proxy server', 'shop-proxy client', 'shop server', 'inventory-service server'],
  [
    'shop-proxy server',
    'shop-proxy client',
    'shop server',
    'shop producer',
    'notifications consumer',
  ],
  // Over NATS the traceparent of the event itself is all there is.
  ['shop-proxy server', 'shop-proxy client', 'shop server', 'inventory-service consumer'],
];

const KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];

const named = ({ service, kind }: ServiceSpan): string => `${service} ${KINDS[kind]}`;

/** The chains that the spans of an order do not have. */
export function missingChains(spans: readonly ServiceSpan[]): string[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const chain = (span: ServiceSpan | undefined): string[] =>
    span === undefined ? [] : [...chain(byId.get(span.parentSpanId ?? '')), named(span)];
  const found = new Set(spans.map((span) => chain(span).join(' > ')));
  return CHAINS.map((wanted) => wanted.join(' > ')).filter((wanted) => !found.has(wanted));
}

/**
 * The trace as a tree, one span a line: who, what kind of span, its name, when it began after the first and
 * how long it took, in ms. A span whose parent is not there stands at the left.
 */
export function drawTrace(spans: readonly ServiceSpan[]): string[] {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const start = (span: ServiceSpan): bigint => BigInt(span.startTimeUnixNano);
  const inOrder = [...spans].sort((a, b) => Number(start(a) - start(b)));
  const [first] = inOrder;
  if (first === undefined) return [];
  const line = (span: ServiceSpan, depth: number): string => {
    const text = `${'  '.repeat(depth)}${named(span)}: ${span.name}`;
    const began = milliseconds(start(span) - start(first));
    const took = milliseconds(BigInt(span.endTimeUnixNano) - start(span));
    return `${text.padEnd(72)} +${began} ms, ${took} ms`;
  };
  const drawn = (span: ServiceSpan, depth: number): string[] => [
    line(span, depth),
    ...inOrder
      .filter(({ parentSpanId }) => parentSpanId === span.spanId)
      .flatMap((child) => drawn(child, depth + 1)),
  ];
  return inOrder
    .filter(({ parentSpanId }) => parentSpanId === undefined || !ids.has(parentSpanId))
    .flatMap((span) => drawn(span, 0));
}

function milliseconds(nanoseconds: bigint): string {
  return (Number(nanoseconds) / 1e6).toFixed(1);
}

/** The spans in OTLP's JSON form, so that `ashlar trace` and other tools read the file. */
export function asOtlp(spans: readonly ServiceSpan[]): object {
  return {
    resourceSpans: spans.map(({ service, ...span }) => ({
      resource: { attributes: [{ key: 'service.name', value: { stringValue: service } }] },
      scopeSpans: [{ spans: [span] }],
    })),
  };
}

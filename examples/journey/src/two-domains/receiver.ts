import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A span as OTLP has it (opentelemetry-proto, trace.proto), as far as the story looks at it. */
export interface Span {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  /** As SpanKind of OTLP: 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: number;
  /** Unix time in ns, as a text. */
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
}

/** A span with the `service.name` of its resource. */
export interface ServiceSpan extends Span {
  readonly service: string;
}

export interface Receiver {
  readonly url: string;
  /** Of one trace, in the order in which they came. */
  spans(traceId: string): readonly ServiceSpan[];
  close(): Promise<void>;
}

/**
 * Takes spans over OTLP/HTTP in JSON (OpenTelemetry Protocol 1.x) and remembers them. With `passOn`, the
 * address of another receiver, that one gets them as well; it may be away.
 */
export async function startReceiver(passOn?: string): Promise<Receiver> {
  const seen: ServiceSpan[] = [];
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const body = Buffer.concat(pieces);
    seen.push(...spansIn(JSON.parse(body.toString('utf8')) as Export));
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    if (passOn !== undefined) await hand(`${passOn.replace(/\/+$/, '')}/v1/traces`, body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans: (traceId) => seen.filter((span) => span.traceId === traceId),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function hand(url: string, body: Buffer): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const sent = fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(5_000) });
  await sent.then((response) => response.body?.cancel()).catch(() => undefined);
}

interface Export {
  readonly resourceSpans: readonly {
    readonly resource: {
      readonly attributes: readonly { key: string; value: { stringValue?: string } }[];
    };
    readonly scopeSpans: readonly { readonly spans: readonly Span[] }[];
  }[];
}

function spansIn({ resourceSpans }: Export): ServiceSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const named = resource.attributes.find(({ key }) => key === 'service.name');
    const service = named?.value.stringValue ?? '';
    return scopeSpans.flatMap(({ spans }) => spans.map((span) => ({ ...span, service })));
  });
}

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { openSpanExport, parentOf, type Span } from '../src/spans.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';
const span: Span = {
  traceId: TRACE,
  spanId: '1111111111111111',
  parentId: PARENT,
  sampled: true,
  name: 'POST /checkout',
  kind: 'server',
  startedAt: 1_700_000_000_000.25,
  endedAt: 1_700_000_000_012,
  failed: true,
  attributes: { 'http.response.status_code': 500 },
};

let receiver: Server | undefined;
afterEach(() => receiver?.close());

async function startReceiver(): Promise<{ endpoint: string; bodies: unknown[]; paths: unknown[] }> {
  const bodies: unknown[] = [];
  const paths: unknown[] = [];
  receiver = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    bodies.push(JSON.parse(Buffer.concat(pieces).toString()));
    paths.push(request.url);
    response.end('{}');
  });
  await new Promise<void>((resolve) => receiver?.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`,
    bodies,
    paths,
  };
}

describe('the export of spans', () => {
  it('sends them as OTLP has them', async () => {
    const { endpoint, bodies, paths } = await startReceiver();
    const spans = openSpanExport({ service: 'shop', endpoint });
    spans.end(span);
    await spans.close();
    expect(paths).toEqual(['/v1/traces']);
    const [written] = (bodies[0] as { resourceSpans: { scopeSpans: { spans: unknown[] }[] }[] })
      .resourceSpans[0]?.scopeSpans[0]?.spans ?? [undefined];
    expect(written).toEqual({
      traceId: TRACE,
      spanId: '1111111111111111',
      parentSpanId: PARENT,
      name: 'POST /checkout',
      kind: 2,
      startTimeUnixNano: '1700000000000250000',
      endTimeUnixNano: '1700000000012000000',
      attributes: [{ key: 'http.response.status_code', value: { intValue: '500' } }],
      status: { code: 2 },
    });
  });

  it('keeps back what is not sampled, and asks nobody for nothing', async () => {
    const { endpoint, bodies } = await startReceiver();
    const spans = openSpanExport({ service: 'shop', endpoint });
    spans.end({ ...span, sampled: false });
    await spans.close();
    expect(bodies).toEqual([]);
  });

  it.each([['http://127.0.0.1:9'], [undefined], ['']])(
    'fails nothing with the receiver at %s',
    async (endpoint) => {
      const spans = openSpanExport({ service: 'shop', endpoint });
      spans.end(span);
      await expect(spans.close()).resolves.toBeUndefined();
    },
  );
});

describe('a traceparent', () => {
  it.each([
    [`00-${TRACE}-${PARENT}-01`, { traceId: TRACE, parentId: PARENT, sampled: true }],
    [`00-${TRACE}-${PARENT}-00`, { traceId: TRACE, parentId: PARENT, sampled: false }],
    [`00-${'0'.repeat(32)}-${PARENT}-01`, undefined],
    [`00-${TRACE}-${'0'.repeat(16)}-01`, undefined],
    ['nonsense', undefined],
    [undefined, undefined],
  ])('%s', (text, expected) => {
    expect(parentOf(text)).toEqual(expected);
  });
});

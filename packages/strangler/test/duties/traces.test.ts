import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { WrittenRoute } from '../../src/index.ts';
import type { OtlpSpan } from '../../src/observe/otlp.ts';
import { TraceExport } from '../../src/observe/trace-export.ts';
import { echoed, type Gateway, startGateway, WAYS, type Way } from '../support/gateway.ts';
import { bodyOf, headerIn, startHttp } from '../support/http-upstream.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  delete process.env.ASHLAR_TEST_OTLP;
  for (const close of closers.splice(0).reverse()) await close();
});

interface Collector {
  readonly url: string;
  readonly spans: OtlpSpan[];
  readonly requests: { readonly headers: NodeJS.Dict<string | string[]>; readonly body: string }[];
  status: number;
  delayMs: number;
}

async function startCollector(): Promise<Collector> {
  const collector: Collector = { url: '', spans: [], requests: [], status: 200, delayMs: 0 };
  const server = createServer(async (request, response) => {
    const body = (await bodyOf(request)).toString();
    collector.requests.push({ headers: request.headers, body });
    await sleep(collector.delayMs);
    response.writeHead(collector.status).end('{}');
    if (collector.status !== 200) return;
    const { resourceSpans } = JSON.parse(body);
    collector.spans.push(...resourceSpans[0].scopeSpans[0].spans);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  return Object.assign(collector, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`,
  });
}

async function open(
  way: Way,
  collector: Collector,
  route: Partial<WrittenRoute> = {},
  trustForwarded = false,
): Promise<Gateway> {
  const gateway = await startGateway(
    way,
    {
      trustForwarded,
      observability: { traces: { endpoint: collector.url, headersEnv: 'ASHLAR_TEST_OTLP' } },
    },
    [{ match: '/orders/*', id: 'orders', observe: { traces: 1 }, ...route }, { match: '/**' }],
  );
  closers.push(() => gateway.close());
  return gateway;
}

const attribute = (span: OtlpSpan | undefined, key: string): string | undefined => {
  const value = span?.attributes.find((one) => one.key === key)?.value;
  return value === undefined ? undefined : 'intValue' in value ? value.intValue : value.stringValue;
};
const trace = '0af7651916cd43dd8448eb211c80319c';

describe.each(WAYS)('traces, %s', (way) => {
  it('reach a collector as a span of the proxy and one of the call, hanging together', async () => {
    process.env.ASHLAR_TEST_OTLP = 'authorization=Bearer%20x,tenant=acme';
    const collector = await startCollector();
    const gateway = await open(way, collector);
    const before = Date.now();
    const got = echoed(
      await gateway.ask('/orders/7?token=secret', {
        traceparent: `00-${trace}-b7ad6b7169203331-00`,
        tracestate: 'v=1',
      }),
    );
    await gateway.proxy.close({ drainMs: 100 });
    expect(collector.spans).toHaveLength(2);
    const [server, client] = collector.spans;
    expect(server).toMatchObject({
      traceId: trace,
      parentSpanId: 'b7ad6b7169203331',
      name: 'GET /orders/*',
      kind: 2,
      status: {},
    });
    expect(client).toMatchObject({
      traceId: trace,
      parentSpanId: server?.spanId,
      name: 'GET',
      kind: 3,
    });
    // The upstream hangs its own spans on that of the call.
    expect(headerIn(got, 'traceparent')).toEqual([`00-${trace}-${client?.spanId}-01`]);
    expect(headerIn(got, 'tracestate')).toEqual(['v=1']);
    expect(attribute(server, 'http.response.status_code')).toBe('200');
    expect(attribute(server, 'ashlar.target')).toBe('monolith');
    expect(attribute(client, 'peer.service')).toBe('monolith');
    const [start, end] = [server, client].flatMap((span) => [
      BigInt(span?.startTimeUnixNano ?? 0),
      BigInt(span?.endTimeUnixNano ?? 0),
    ]);
    expect(Number((start as bigint) / 1_000_000n)).toBeGreaterThanOrEqual(before - 1);
    expect((end as bigint) >= (start as bigint)).toBe(true);
    const [request] = collector.requests;
    expect(request?.headers).toMatchObject({
      'content-type': 'application/json',
      authorization: 'Bearer x',
      tenant: 'acme',
    });
    expect(request?.body).not.toContain('secret');
  });

  it('show a fallback as two calls, and a refusal as none', async () => {
    const collector = await startCollector();
    const broken = await startHttp((_request, response) => response.writeHead(503).end());
    closers.push(() => broken.close());
    const gateway = await startGateway(
      way,
      {
        upstreams: { monolith: 'http://replaced.test', shop: broken.url },
        observability: { traces: { endpoint: collector.url } },
        defaults: { observe: { traces: 1 } },
      },
      [
        { match: '/a', state: 'service', service: 'shop' },
        { match: '/b', rateLimits: [{ limit: 1, seconds: 60 }] },
      ],
    );
    closers.push(() => gateway.close());
    await gateway.ask('/a');
    await gateway.ask('/b');
    expect((await gateway.ask('/b')).status).toBe(429);
    await gateway.proxy.close({ drainMs: 100 });
    expect(collector.spans).toHaveLength(6);
    const spans = collector.spans.map((span) => [
      span.kind,
      attribute(span, 'http.response.status_code'),
      span.status.code,
    ]);
    expect(spans).toEqual([
      [2, '200', undefined],
      [3, '503', 2],
      [3, '200', undefined],
      [2, '200', undefined],
      [3, '200', undefined],
      [2, '429', undefined],
    ]);
  });
});

describe('sampling', () => {
  it.each([
    [0.25, false, undefined, 10],
    [1, true, '00', 0],
    [0, true, '01', 0],
    [0.1, true, '01', 40],
    [0.25, false, '01', 10],
  ])('share %d, trusted %s, flags %s: %i of 40', async (share, trusted, flags, wanted) => {
    const collector = await startCollector();
    const gateway = await open('fast', collector, { observe: { traces: share } }, trusted);
    for (let i = 0; i < 40; i++) {
      const headers =
        flags === undefined ? {} : { traceparent: `00-${trace}-b7ad6b7169203331-${flags}` };
      await gateway.ask('/orders/7', headers);
    }
    await gateway.proxy.close({ drainMs: 100 });
    expect(collector.spans.filter(({ kind }) => kind === 2)).toHaveLength(wanted);
  });
});

describe('the export', () => {
  it('tries again after a 503, and loses nothing', async () => {
    const collector = await startCollector();
    const gateway = await open('fast', collector);
    collector.status = 503;
    await gateway.ask('/orders/7');
    await expect.poll(() => collector.requests.length, { timeout: 5000 }).toBeGreaterThan(0);
    collector.status = 200;
    await expect.poll(() => collector.spans.length, { timeout: 5000 }).toBe(2);
    expect(gateway.proxy.metrics()).toContain('ashlar_proxy_spans_total{outcome="exported"} 2');
    expect(gateway.proxy.metrics()).toContain('ashlar_proxy_spans_total{outcome="dropped"} 0');
  });

  it('never holds up a request, and counts what it drops', async () => {
    const collector = await startCollector();
    collector.delayMs = 60_000;
    const failures: string[] = [];
    const traces = new TraceExport(
      { endpoint: collector.url, service: 'x', headersEnv: undefined, timeoutMs: 100 },
      (why) => failures.push(why),
    );
    const finished = {
      route: 'r',
      match: '/**',
      method: 'GET',
      path: '/',
      status: 200,
      broken: false,
      at: 0,
      ms: 1,
      client: '::1',
      requestId: 'x',
      subject: undefined,
      calls: [],
      trace: { traceId: trace, spanId: 'b7ad6b7169203331', parentId: undefined },
    };
    const start = performance.now();
    for (let i = 0; i < 20_000; i++) traces.take(finished);
    expect(performance.now() - start).toBeLessThan(2000);
    expect(traces.counts.dropped).toBeGreaterThan(15_000);
    const closing = performance.now();
    await traces.close();
    expect(performance.now() - closing).toBeLessThan(4000);
    expect(traces.counts.dropped).toBe(20_000);
    expect(failures.length).toBeGreaterThan(0);
  });

  it('is told what is left when the proxy ends', async () => {
    const collector = await startCollector();
    const gateway = await open('fast', collector);
    await gateway.ask('/orders/7');
    await gateway.proxy.close({ drainMs: 100 });
    expect(collector.spans).toHaveLength(2);
  });
});

import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TelemetrySettings } from '@ashlar/strangler';
import { afterEach, describe, expect, it } from 'vitest';
import { sampleOf } from '../../src/gate/metrics-probe.ts';
import { telemetryGate } from '../../src/gate/telemetry.ts';
import { seeTraces } from '../../src/gate/trace-probe.ts';
import { advance } from './advance.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });
}

const always =
  (text: string, status = 200): RequestListener =>
  (_, response) => {
    response.writeHead(status).end(text);
  };

const TRACEPARENT = /^00-([0-9a-f]{32})-[0-9a-f]{16}-01$/;

async function ask(url: string, telemetry: Partial<TelemetrySettings> | false) {
  const asked =
    telemetry === false
      ? false
      : { metrics: false as const, traces: false as const, probe: undefined, ...telemetry };
  return telemetryGate.check(advance({ address: { url }, asks: { telemetry: asked } }));
}

describe('a line of the text format of Prometheus', () => {
  it.each([
    ['http_requests_total 3', { name: 'http_requests_total', value: 3 }],
    [
      'http_requests_total{path="/a b",code="200"} 1.5e3 1700000000000',
      { name: 'http_requests_total', value: 1500 },
    ],
    ['x_count{a="}"} 4', { name: 'x_count', value: 4 }],
    ['x_count NaN', undefined],
    ['x_bucket{le="+Inf"} +Inf', undefined],
    ['# TYPE http_requests_total counter', undefined],
    ['', undefined],
    ['<html>', undefined],
  ])('%j', (line, sample) => {
    expect(sampleOf(line)).toEqual(sample);
  });
});

describe('metrics', () => {
  it.each([
    ['a counter of requests', 'http_requests_total{code="200"} 7\n', true, 'http_requests_total'],
    [
      'a histogram of requests',
      'http_duration_seconds_count 2\n',
      true,
      'http_duration_seconds_count',
    ],
    ['a counter that never moved', 'http_requests_total 0\n', false, 'no counter above zero'],
    [
      'the runtime alone',
      'process_cpu_seconds_total 9\nnodejs_gc_duration_seconds_count 4\n',
      false,
      'runtime',
    ],
    ['a gauge alone', 'temperature 20\n', false, 'no counter above zero'],
    ['a page', '<html>total 5</html>', false, 'no counter above zero'],
  ])('of %s', async (_, text, allowed, reason) => {
    const answer = await ask(await serve(always(text)), { metrics: '/metrics' });
    expect(answer.allowed).toBe(allowed);
    expect(answer.reason).toContain(reason);
    if (!allowed) expect(answer.fix).toContain('gate.telemetry of route "inventory"');
  });

  it.each([
    ['an answer of 404', always('', 404), 'answered 404'],
    [
      'a cut connection',
      ((request) => request.socket.destroy()) as RequestListener,
      'did not answer',
    ],
  ])('are missing with %s', async (_, listener, reason) => {
    const answer = await ask(await serve(listener), { metrics: '/metrics' });
    expect(answer).toMatchObject({ allowed: false, reason: expect.stringContaining(reason) });
  });

  it.each([
    [
      'a vector above zero',
      { resultType: 'vector', result: [{ value: [1, '0'] }, { value: [1, '12'] }] },
      true,
      '12',
    ],
    ['a scalar above zero', { resultType: 'scalar', result: [1, '3'] }, true, '3'],
    ['nothing', { resultType: 'vector', result: [] }, false, 'no sample'],
    ['zero', { resultType: 'vector', result: [{ value: [1, '0'] }] }, false, '0'],
  ])('that Prometheus has collected: %s', async (_, data, allowed, reason) => {
    const asked: string[] = [];
    const prometheus = await serve((request, response) => {
      asked.push(request.url ?? '');
      response.end(JSON.stringify({ status: 'success', data }));
    });
    const query = 'rate(http_requests_total{job="inventory"}[5m])';
    const answer = await ask('http://127.0.0.1:9', {
      metrics: { prometheus: `${prometheus}/`, query },
    });
    expect(answer.allowed).toBe(allowed);
    expect(answer.reason).toContain(reason);
    const url = new URL(asked[0] ?? '', prometheus);
    expect([url.pathname, url.searchParams.get('query')]).toEqual(['/api/v1/query', query]);
  });
});

describe('traces', () => {
  it.each([
    ['traceresponse', true],
    ['traceparent', true],
    ['x-trace-id', true],
    ['x-request-id', false],
  ])('are taken up when the answer names them in %s', async (field, allowed) => {
    const url = await serve((request, response) => {
      const trace = TRACEPARENT.exec(String(request.headers.traceparent))?.[1] ?? 'none';
      response.setHeader(field, field === 'x-trace-id' ? trace : `00-${trace}-00f067aa0ba902b7-01`);
      response.end();
    });
    expect((await ask(url, { traces: 'echo' })).allowed).toBe(allowed);
  });

  it('are not taken up by who starts a trace of its own', async () => {
    const url = await serve((_, response) => {
      response.setHeader('traceparent', `00-${'a'.repeat(32)}-00f067aa0ba902b7-01`);
      response.end();
    });
    const answer = await ask(url, { traces: 'echo' });
    expect(answer).toMatchObject({
      allowed: false,
      reason: expect.stringContaining('does not answer with the trace'),
    });
  });

  it.each([
    ['shows after a while', '{"data":[{"traceID":"x","spans":[{}]}]}', 2, true],
    ['is there and empty', '{"data":[]}', 0, false],
    ['is never there', undefined, 0, false],
  ])('a collected trace %s', async (_, body, after, seen) => {
    let trace = '';
    let times = 0;
    const service = await serve((request, response) => {
      trace = TRACEPARENT.exec(String(request.headers.traceparent))?.[1] ?? '';
      response.end();
    });
    const store = await serve((request, response) => {
      const known =
        request.url === `/api/traces/${trace}` && body !== undefined && times++ >= after;
      response.writeHead(known ? 200 : 404).end(known ? body : '');
    });
    const found = await seeTraces({
      traces: `${store}/api/traces/{traceId}`,
      service,
      probe: '/health',
      patienceMs: seen ? 5000 : 600,
    });
    expect(found.seen).toBe(seen);
    expect(trace).toMatch(/^[0-9a-f]{32}$/);
  });
});

it('asks for both where both are wanted, and names what is missing', async () => {
  const url = await serve(always('http_requests_total 1\n'));
  const answer = await ask(url, { metrics: '/metrics', traces: 'echo' });
  expect(answer.allowed).toBe(false);
  expect(answer.reason).not.toContain('http_requests_total');
});

it('asks for nothing where the route says so, and of copies', async () => {
  expect((await ask('http://127.0.0.1:9', false)).allowed).toBe(true);
  expect((await telemetryGate.check(advance({ to: 'shadow' }))).allowed).toBe(true);
});

import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { loadRoutes } from '../../src/index.ts';
import { type Gateway, startGateway, WAYS } from '../support/gateway.ts';
import { startHttp } from '../support/http-upstream.ts';
import { startScripted } from '../support/scripted.ts';

const folder = mkdtempSync(join(tmpdir(), 'ashlar-access-'));
afterAll(() => rmSync(folder, { recursive: true }));
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

let number = 0;
const fresh = (): string => join(folder, `access-${number++}.jsonl`);
const lines = (file: string): Record<string, unknown>[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line))
    : [];

describe.each(WAYS)('the access log, %s', (way) => {
  it('has a line for each request, without queries and secrets', async () => {
    const file = fresh();
    const gateway: Gateway = await startGateway(
      way,
      { observability: { accessLog: file }, defaults: { observe: { accessLog: 1 } } },
      [
        { match: '/quiet', observe: { accessLog: 0 } },
        { match: '/**', id: 'all' },
      ],
    );
    closers.push(() => gateway.close());
    await gateway.ask('/quiet');
    await gateway.ask('/orders/7?key=secret', { 'x-request-id': 'abc', cookie: 'sid=secret' });
    await expect.poll(() => lines(file)).toHaveLength(1);
    const [line] = lines(file);
    expect(line).toMatchObject({
      route: 'all',
      method: 'GET',
      path: '/orders/7',
      status: 200,
      client: '127.0.0.1',
      requestId: 'abc',
      upstream: 'monolith',
      target: 'monolith',
    });
    expect(line?.ms).toBeGreaterThan(0);
    expect(readFileSync(file, 'utf8')).not.toContain('secret');
  });
});

describe('the access log', () => {
  it('has the trace that the upstream was told of, though nothing is traced here', async () => {
    const told: string[] = [];
    const upstream = await startHttp((request, response) => {
      told.push(String(request.headers.traceparent).slice(3, 35));
      response.end();
    });
    const file = fresh();
    const gateway = await startGateway(
      'fast',
      {
        upstreams: { monolith: 'http://replaced.test', other: upstream.url },
        observability: { accessLog: file },
        defaults: { observe: { accessLog: 1 } },
      },
      [{ state: 'service', service: 'other' }],
    );
    closers.push(() => gateway.close().then(() => upstream.close()));
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    await gateway.ask('/1', { traceparent: `00-${trace}-00f067aa0ba902b7-00` });
    await gateway.ask('/2');
    await expect.poll(() => lines(file)).toHaveLength(2);
    expect(lines(file).map(({ trace_id }) => trace_id)).toEqual(told);
    expect(told[0]).toBe(trace);
  });

  it('says when an answer broke off, and when no upstream gave one', async () => {
    const file = fresh();
    const cut = await startScripted((socket) => {
      // An end inside a body is no proper HTTP.
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc');
      setTimeout(() => socket.destroy(), 20);
    });
    closers.push(() => cut.close());
    const gateway = await startGateway(
      'fast',
      {
        upstreams: { monolith: 'http://replaced.test', cut: cut.url, gone: 'http://127.0.0.1:1' },
        observability: { accessLog: file },
        defaults: { observe: { accessLog: 1 }, fallback: false },
      },
      [
        { match: '/cut', state: 'service', service: 'cut' },
        { match: '/gone', state: 'service', service: 'gone' },
        {},
      ],
    );
    closers.push(() => gateway.close());
    await expect(gateway.ask('/cut')).rejects.toThrow();
    await gateway.ask('/gone');
    await expect.poll(() => lines(file)).toHaveLength(2);
    expect(lines(file)).toMatchObject([
      { status: 200, broken: true, upstream: 'cut', upstream_error: 'protocol' },
      { status: 502, upstream: 'gone', upstream_error: 'connect' },
    ]);
  });

  it('begins anew where a rotation moved the file away', async () => {
    const file = fresh();
    const gateway = await startGateway(
      'fast',
      { observability: { accessLog: file }, defaults: { observe: { accessLog: 1 } } },
      [{}],
    );
    closers.push(() => gateway.close());
    await gateway.ask('/1');
    await expect.poll(() => lines(file)).toHaveLength(1);
    renameSync(file, `${file}.1`);
    await expect
      .poll(
        async () => {
          await gateway.ask('/2');
          return lines(file).length;
        },
        { timeout: 10_000, interval: 500 },
      )
      .toBeGreaterThan(0);
    expect(lines(`${file}.1`)[0]).toMatchObject({ path: '/1' });
  });

  it('costs a request nothing when it cannot be written', async () => {
    const told: string[] = [];
    const gateway = await startGateway(
      'fast',
      { observability: { accessLog: '/dev/full' }, defaults: { observe: { accessLog: 1 } } },
      [{}],
      { log: (level, message) => level === 'warn' && told.push(message) },
    );
    closers.push(() => gateway.close());
    for (let i = 0; i < 5; i++) expect((await gateway.ask('/1')).status).toBe(200);
    await expect.poll(() => told).toEqual(['lines of the access log are lost']);
  });

  it.each([
    [{ observe: { accessLog: 1 } }, /no file/],
    [{ observe: { traces: 1 } }, /no collector/],
    [{ observe: { traces: 2 } }, /traces/],
  ])('needs somewhere to go: %j', (route, message) => {
    const load = () =>
      loadRoutes({
        schemaVersion: 1,
        upstreams: { monolith: 'http://127.0.0.1:1' },
        routes: [{ match: '/**', state: 'monolith', ...route }],
      });
    expect(load).toThrow(message);
  });
});

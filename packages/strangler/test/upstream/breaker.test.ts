import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createProxy, loadRoutes, type Proxy as RunningProxy } from '../../src/index.ts';
import { Breaker } from '../../src/upstream/breaker.ts';
import { RetryBudget } from '../../src/upstream/retry-budget.ts';

describe('Breaker', () => {
  const breaker = (): Breaker => new Breaker({ failures: 3, openMs: 1000 });

  it('opens after so many failures in a row, and not before', () => {
    const it = breaker();
    for (const step of ['f', 'f', 's', 'f', 'f']) {
      if (step === 'f') it.failed(0);
      else it.succeeded();
    }
    expect([it.open, it.admits(1)]).toEqual([false, true]);
    it.failed(5);
    expect([it.open, it.admits(6)]).toEqual([true, false]);
  });

  it('lets one probe through at a time, and closes when it succeeds', () => {
    const it = breaker();
    for (let i = 0; i < 3; i++) it.failed(0);
    expect([999, 1000, 1001, 1999, 2000].map((now) => it.admits(now))).toEqual([
      false,
      true,
      false,
      false,
      true,
    ]);
    it.failed(2001);
    expect(it.admits(3000)).toBe(false);
    it.succeeded();
    expect(it.admits(3000)).toBe(true);
  });

  it('can be switched off', () => {
    const it = new Breaker({ failures: 0, openMs: 1000 });
    for (let i = 0; i < 100; i++) it.failed(0);
    expect(it.admits(0)).toBe(true);
  });
});

describe('RetryBudget', () => {
  it('allows a burst, then a fifth of the requests', () => {
    const budget = new RetryBudget();
    let granted = 0;
    for (let i = 0; i < 1000; i++) {
      budget.earn();
      if (budget.spend()) granted++;
    }
    expect(granted).toBeGreaterThanOrEqual(219);
    expect(granted).toBeLessThanOrEqual(221);
  });
});

describe('a proxy whose upstream is away', () => {
  let server: Server | undefined;
  let proxy: RunningProxy | undefined;
  const sockets = new Set<Socket>();
  afterEach(async () => {
    await proxy?.close({ drainMs: 0 });
    for (const socket of sockets) socket.destroy();
    server?.close();
  });

  it('stops asking, says so, and starts again by itself', async () => {
    let asked = 0;
    let answering = false;
    server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('data', () => {
        asked++;
        if (answering)
          socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok');
        else socket.resetAndDestroy();
      });
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    proxy = await createProxy({
      table: loadRoutes({
        schemaVersion: 1,
        upstreams: { monolith: { url, breaker: { failures: 3, openMs: 200 } } },
        routes: [{ match: '/**', state: 'monolith' }],
      }),
      port: 0,
    });
    const statuses: number[] = [];
    for (let i = 0; i < 6; i++) statuses.push((await fetch(proxy.url)).status);
    expect(statuses).toEqual([502, 502, 502, 503, 503, 503]);
    expect(asked).toBe(3);
    expect(proxy.status().upstreams[0]?.circuit).toBe('open');
    answering = true;
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect((await fetch(proxy.url)).status).toBe(200);
    expect(proxy.status().upstreams[0]?.circuit).toBe('closed');
  });
});

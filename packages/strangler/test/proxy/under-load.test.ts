import type { RequestListener } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { load } from '../support/load.ts';
import { type Pair, startPair, tableFor } from '../support/pair.ts';

let pair: Pair;
const short: RequestListener = (_request, response) => {
  response.writeHead(200, { 'content-length': 2 });
  response.end('ok');
};
afterEach(() => pair.close());

describe('under load', { timeout: 120_000 }, () => {
  it('loses none of 10,000 requests while the table is read again and again', async () => {
    pair = await startPair({});
    const { monolith, service, proxy } = pair;
    monolith.answer = short;
    const running = load(proxy.url, {
      connections: 32,
      requests: 10_000,
      path: '/shop/1',
      reconnect: true,
    });
    let done = false;
    const finished = running.then((result) => {
      done = true;
      return result;
    });
    let reloads = 0;
    while (!done) {
      // Another match, another limit of connections: routes and pools are both made anew.
      const table = tableFor(monolith, service, { match: reloads % 2 === 0 ? '/shop/*' : '/**' });
      const changed = {
        ...table.upstreams.monolith,
        maxConnections: 40 + (reloads % 2),
      } as (typeof table.upstreams)[string];
      await proxy.reload({ ...table, upstreams: { ...table.upstreams, monolith: changed } });
      reloads++;
      await sleep(20);
    }
    expect(await finished).toEqual({ statuses: { 200: 10_000 }, broken: 0, answered: 10_000 });
    expect(reloads).toBeGreaterThan(3);
  });

  it('lets a WebSocket go on until it ends or the drain time is up', async () => {
    pair = await startPair({});
    pair.monolith.upstream.server.on('upgrade', (_request, socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n');
      socket.on('data', (chunk: Buffer) => socket.write(chunk));
      socket.on('end', () => socket.destroy());
      socket.on('error', () => undefined);
    });
    const open = (): Promise<Socket> =>
      new Promise((resolve) => {
        const socket = connect(Number(new URL(pair.proxy.url).port), '127.0.0.1');
        socket.on('error', () => undefined);
        socket.once('data', () => resolve(socket));
        socket.write('GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n');
      });
    const [talking, silent] = [await open(), await open()];
    const cut = new Promise((resolve) => silent.once('close', resolve));
    silent.resume();
    const began = performance.now();
    const closed = pair.proxy.close({ drainMs: 1000 });
    await sleep(500);
    const echoed = new Promise((resolve) => talking.once('data', resolve));
    talking.write('still here');
    expect(String(await echoed)).toBe('still here');
    talking.destroy();
    await closed;
    expect(performance.now() - began).toBeGreaterThan(900);
    await cut;
  });

  it('finishes every request it has taken when it is told to close', async () => {
    pair = await startPair({});
    const { monolith, proxy } = pair;
    monolith.answer = (request, response) => {
      setTimeout(() => short(request, response), 5);
    };
    const running = load(proxy.url, {
      connections: 50,
      requests: 100_000,
      path: '/shop/1',
      reconnect: false,
    });
    await sleep(300);
    await proxy.close({ drainMs: 5000 });
    const result = await running;
    expect(result.broken).toBe(0);
    expect(Object.keys(result.statuses)).toEqual(['200']);
    expect(result.answered).toBeGreaterThan(50);
  });

  it('takes no connection any more when it tells a client to close its own', async () => {
    pair = await startPair({});
    const { monolith, proxy } = pair;
    monolith.answer = short;
    const { hostname, port } = new URL(proxy.url);
    const socket = connect(Number(port), hostname);
    const request = 'GET /shop/1 HTTP/1.1\r\nHost: shop\r\n\r\n';
    const again = new Promise<string>((resolve) => {
      socket.on('data', (data) => {
        if (!/connection: close/i.test(data.toString())) {
          socket.write(request);
          return;
        }
        const late = connect(Number(port), hostname, () => resolve('connected'));
        late.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
      });
    });
    socket.write(request);
    await sleep(50);
    await proxy.close({ drainMs: 5000 });
    expect(await again).toBe('ECONNREFUSED');
  });

  it('does not take its own want of CPU for the silence of a client when it is told to close', async () => {
    pair = await startPair({});
    const { monolith, proxy } = pair;
    monolith.answer = short;
    const { hostname, port } = new URL(proxy.url);
    const socket = connect(Number(port), hostname);
    let answers = '';
    socket.on('data', (data) => {
      answers += data;
    });
    socket.on('error', () => {});
    const request = 'GET /shop/1 HTTP/1.1\r\nHost: shop\r\n\r\n';
    socket.write(request);
    await vi.waitFor(() => expect(answers).toContain('200 OK'));
    answers = '';
    const closing = proxy.close({ drainMs: 5000 });
    await sleep(100);
    // After an immediate, timers come before what the kernel holds.
    await turn();
    socket.write(request);
    const stalled = performance.now() + 500;
    while (performance.now() < stalled);
    await closing;
    expect(answers).toContain('200 OK');
    expect(answers.toLowerCase()).toContain('connection: close');
  });
});

import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createProxy,
  loadRoutes,
  type ProxyOptions,
  type WrittenSettings,
} from '../../src/index.ts';
import { echo, startHttp } from '../support/http-upstream.ts';
import { sendRaw, statusesIn } from '../support/raw-client.ts';
import { startScripted } from '../support/scripted.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function closing<T extends { close(): Promise<unknown> }>(thing: Promise<T>): Promise<T> {
  const made = await thing;
  closers.push(() => made.close());
  return made;
}

const answered = (text: string): boolean => statusesIn(text).length > 0;
const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';

/** What the table in docs/proxy.md promises, on either lane. */
describe.each(['fast', 'safe'] as const)('when something breaks, the %s lane', (lane) => {
  const front = async (
    monolith: string,
    settings: WrittenSettings = {},
    options: Partial<ProxyOptions> = {},
    limits = {},
  ): Promise<string> => {
    const proxy = await createProxy({
      table: loadRoutes({
        schemaVersion: 1,
        upstreams: { monolith: { url: monolith, breaker: { failures: 0 } } },
        limits,
        routes: [{ match: '/**', state: 'monolith', ...settings }],
      }),
      port: 0,
      lane,
      ...options,
    });
    closers.push(() => proxy.close({ drainMs: 0 }));
    return proxy.url;
  };

  it.each([
    ['closes at once', (socket: Socket) => socket.end()],
    ['resets', (socket: Socket) => socket.resetAndDestroy()],
    ['closes inside the head', (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\nX: ')],
  ])('answers 502 when the upstream %s', async (_, script) => {
    const upstream = await closing(startScripted(script));
    const { text } = await sendRaw(await front(upstream.url), GET, {
      quietMs: 3000,
      until: answered,
    });
    expect(statusesIn(text)).toEqual([502]);
  });

  it.each([
    ['idleMs', { idleMs: 200 }],
    ['totalMs', { totalMs: 400 }],
  ])('cuts an answer that stands still longer than %s', async (_, timeouts) => {
    const upstream = await closing(
      startScripted((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npart')),
    );
    const url = await front(upstream.url, { timeouts });
    const { text, ending } = await sendRaw(url, GET, { quietMs: 4000 });
    expect(ending).not.toBe('quiet');
    expect(text.endsWith('\r\n\r\npart')).toBe(true);
  });

  it('lets an answer be slow as long as it moves', async () => {
    const upstream = await closing(
      startScripted(async (socket) => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n');
        for (const letter of 'slow-but') {
          await sleep(60);
          socket.write(letter);
        }
      }),
    );
    const url = await front(upstream.url, { timeouts: { idleMs: 400 } });
    const { text } = await sendRaw(url, GET, { quietMs: 3000, until: (t) => t.endsWith('but') });
    expect(text.endsWith('\r\n\r\nslow-but')).toBe(true);
  });

  it('blames the upstream, not the client, when it reads no body', async () => {
    const upstream = await closing(
      startScripted((socket) => {
        socket.pause();
      }),
    );
    const url = await front(upstream.url, { timeouts: { bodyMs: 400, firstByteMs: 400 } });
    const size = 30 * 1024 * 1024;
    const head = `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${size}\r\n\r\n`;
    const { text } = await sendRaw(url, head + 'x'.repeat(size), {
      quietMs: 6000,
      until: answered,
    });
    // A reset may overtake the answer, since the client has not been read to the end.
    expect(statusesIn(text).filter((status) => status !== 504)).toEqual([]);
  }, 20_000);

  it('goes on over a jump of the clock in either direction', async () => {
    const upstream = await closing(startHttp(echo));
    let now = Date.UTC(2026, 0, 1);
    const url = await front(upstream.url, { timeouts: { totalMs: 2000 } }, { clock: () => now });
    for (const jump of [86_400_000, -172_800_000]) {
      const running = fetch(url, { method: 'POST', body: 'x'.repeat(100_000) });
      now += jump;
      expect((await running).status).toBe(200);
      await sleep(250);
    }
  });

  it('serves others while hundreds of clients never finish a head, and gets rid of them', async () => {
    const upstream = await closing(startHttp(echo));
    const url = await front(upstream.url, {}, {}, { headMs: 800 });
    const { hostname, port } = new URL(url);
    let gone = 0;
    const slow = Array.from({ length: 300 }, () => {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined);
      socket.on('close', () => gone++);
      socket.resume();
      socket.write('GET / HTTP/1.1\r\nHost: a\r\nX-');
      return socket;
    });
    const trickle = setInterval(() => {
      for (const socket of slow) if (socket.writable) socket.write('a');
    }, 100);
    for (let i = 0; i < 10; i++) expect((await fetch(url)).status).toBe(200);
    const until = performance.now() + 8000;
    while (gone < slow.length && performance.now() < until) await sleep(50);
    clearInterval(trickle);
    expect(gone).toBe(slow.length);
  }, 20_000);

  it('survives clients that connect and vanish by the hundred', async () => {
    const upstream = await closing(startHttp(echo));
    const url = await front(upstream.url);
    const { hostname, port } = new URL(url);
    for (let round = 0; round < 3; round++) {
      const flood = Array.from({ length: 200 }, (_, i) => {
        const socket = connect(Number(port), hostname);
        socket.on('error', () => undefined);
        if (i % 2 === 0) socket.write(GET.slice(0, i % GET.length));
        return socket;
      });
      await sleep(50);
      for (const socket of flood) socket.resetAndDestroy();
      expect((await fetch(url)).status).toBe(200);
    }
  });

  it('refuses endless heads of every kind', async () => {
    const upstream = await closing(startHttp(echo));
    const url = await front(upstream.url);
    const line = 'X-Bomb: bomb\r\n';
    for (const bomb of [
      `GET /${'a'.repeat(500_000)}`,
      `GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(500_000)}`,
      `GET / HTTP/1.1\r\nHost: a\r\n${line.repeat(40_000)}`,
    ]) {
      const { text, ending } = await sendRaw(url, bomb, { quietMs: 3000 });
      expect(ending).not.toBe('quiet');
      expect(statusesIn(text).every((status) => status === 431)).toBe(true);
    }
    expect((await fetch(url)).status).toBe(200);
  });
});

import { createHash } from 'node:crypto';
import { request as sendHttp } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createProxy, loadRoutes, type WrittenSettings } from '../../src/index.ts';
import { bodyOf, type Echoed, echo, headerIn, startHttp } from '../support/http-upstream.ts';
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

/** TCP connections of this process, both ends of each. */
function openSockets(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
}

function bodyIn(text: string): string {
  return text.slice(text.indexOf('\r\n\r\n') + 4);
}

describe.each(['fast', 'safe'] as const)('the %s lane', (lane) => {
  const front = async (monolith: string, settings: WrittenSettings = {}, limits = {}) => {
    const proxy = await createProxy({
      table: loadRoutes({
        schemaVersion: 1,
        upstreams: { monolith },
        limits,
        routes: [{ match: '/**', state: 'monolith', ...settings }],
      }),
      port: 0,
      lane,
    });
    closers.push(() => proxy.close({ drainMs: 0 }));
    return proxy.url;
  };
  const echoed = async (raw: string, settings: WrittenSettings = {}): Promise<Echoed> => {
    const upstream = await closing(startHttp(echo));
    const url = await front(upstream.url, settings);
    const { text } = await sendRaw(url, raw, {
      quietMs: 3000,
      until: (seen) => seen.includes('"body"'),
    });
    const json = Buffer.from(/\{.*\}/s.exec(text)?.[0] ?? 'null', 'latin1').toString('utf8');
    return JSON.parse(json) as Echoed;
  };

  it('forwards target, spelling, order and any byte of a header value unchanged', async () => {
    const value = 'caf\xe9 \xc3\xa9 \u00a0end\u00a0';
    const got = await echoed(
      `GET /a%20b//c?x=%2e&y='|z HTTP/1.1\r\nHost: a.test\r\nX-OnE: ${value}\r\nX-one: 2\r\n\r\n`,
    );
    expect(got.url).toBe("/a%20b//c?x=%2e&y='|z");
    const at = got.headers.indexOf('X-OnE');
    expect(got.headers.slice(at, at + 4)).toEqual(['X-OnE', value, 'X-one', '2']);
    expect(headerIn(got, 'host')).toEqual(['a.test']);
  });

  it('strips hop-by-hop fields and those that Connection names, in any case', async () => {
    const got = await echoed(
      'GET / HTTP/1.1\r\nHost: a.test\r\nConnection: keep-alive, X-SECRET\r\nKeep-Alive: timeout=9\r\nX-Secret: 1\r\nProxy-Authorization: x\r\nTE: gzip\r\nX-Kept: 1\r\n\r\n',
    );
    for (const name of ['x-secret', 'keep-alive', 'proxy-authorization', 'te']) {
      expect(headerIn(got, name)).toEqual([]);
    }
    expect(headerIn(got, 'x-kept')).toEqual(['1']);
  });

  it('never lets Connection take away framing or routing', async () => {
    const got = await echoed(
      'POST / HTTP/1.1\r\nHost: a.test\r\nConnection: content-length, Host, transfer-encoding\r\nContent-Length: 3\r\n\r\nabc',
    );
    expect(headerIn(got, 'host')).toEqual(['a.test']);
    expect(got.body).toBe('abc');
  });

  it('strips hop-by-hop fields of the answer, and adds Via', async () => {
    const upstream = await closing(
      startScripted((socket) =>
        socket.write(
          'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: X-Inner\r\nX-Inner: 1\r\nKeep-Alive: timeout=5\r\nVia: 1.1 inner\r\nX-Latin: \xe9\r\n\r\nok',
          'latin1',
        ),
      ),
    );
    const { text } = await sendRaw(await front(upstream.url), 'GET / HTTP/1.1\r\nHost: a\r\n\r\n', {
      until: (seen) => seen.endsWith('ok'),
    });
    expect(text).not.toMatch(/x-inner|timeout=5\b(?!0)/i);
    expect(text).toContain('Via: 1.1 inner, 1.1 ashlar');
    expect(text).toContain('X-Latin: \xe9');
    expect(text).toMatch(/^date: /im);
  });

  it('tells the upstream who asked, and does not believe what the client says about it', async () => {
    const raw =
      'GET / HTTP/1.1\r\nHost: a.test:8\r\nX-Forwarded-For: 9.9.9.9\r\nForwarded: for=9.9.9.9\r\nX-Request-Id: abc-1\r\ntraceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\ntracestate: v=1\r\n\r\n';
    const got = await echoed(raw);
    expect(headerIn(got, 'x-forwarded-for')).toEqual(['127.0.0.1']);
    expect(headerIn(got, 'x-forwarded-proto')).toEqual(['http']);
    expect(headerIn(got, 'x-forwarded-host')).toEqual(['a.test:8']);
    expect(headerIn(got, 'forwarded')).toEqual(['for=127.0.0.1;proto=http;host="a.test:8"']);
    expect(headerIn(got, 'via')).toEqual(['1.1 ashlar']);
    expect(headerIn(got, 'x-request-id')).toEqual(['abc-1']);
    expect(headerIn(got, 'tracestate')).toEqual(['v=1']);
    expect(headerIn(got, 'traceparent')[0]).toMatch(
      /^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)[0-9a-f]{16}-01$/,
    );
  });

  it.each([
    ['DELETE', '5\r\nhello\r\n0\r\n\r\n', 'hello', []],
    ['OPTIONS', '0\r\n\r\n', '', []],
    ['POST', '3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nX-Sum: 5\r\n\r\n', 'abcde', ['X-Sum', '5']],
  ])('forwards a chunked %s as one', async (method, chunks, body, trailers) => {
    const got = await echoed(
      `${method} / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`,
    );
    expect(got.body).toBe(body);
    expect(got.trailers).toEqual(trailers);
    expect(headerIn(got, 'transfer-encoding')).toEqual(['chunked']);
    expect(headerIn(got, 'content-length')).toEqual([]);
  });

  it('reads a request that comes byte by byte', async () => {
    const upstream = await closing(startHttp(echo));
    const raw =
      'POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nT: 1\r\n\r\n';
    const { text } = await sendRaw(await front(upstream.url), [...raw], {
      gapMs: 0,
      quietMs: 3000,
      until: (seen) => seen.includes('"body"'),
    });
    expect(JSON.parse(/\{.*\}/s.exec(text)?.[0] ?? 'null')).toMatchObject({
      body: 'abc',
      trailers: ['T', '1'],
    });
  });

  it('carries large bodies both ways unchanged, at the pace of the slower side', async () => {
    const upstream = await closing(
      startHttp(async (request, response) => {
        const body = await bodyOf(request);
        response.setHeader('content-length', body.length);
        response.end(body);
      }),
    );
    const url = await front(upstream.url);
    const sent = Buffer.alloc(6 * 1024 * 1024, 'ashlar-0123456789');
    const got = await fetch(url, { method: 'POST', body: sent });
    const back = Buffer.from(await got.arrayBuffer());
    expect(createHash('sha256').update(back).digest('hex')).toBe(
      createHash('sha256').update(sent).digest('hex'),
    );
  });

  it('holds the upstream back while the client does not read', async () => {
    let written = 0;
    const upstream = await closing(
      startHttp((_request, response) => {
        const piece = Buffer.alloc(65_536, 1);
        const write = (): void => {
          while (written < 64 * 1024 * 1024) {
            written += piece.length;
            if (!response.write(piece)) {
              response.once('drain', write);
              return;
            }
          }
          response.end();
        };
        write();
      }),
    );
    const { hostname, port } = new URL(await front(upstream.url));
    const socket = connect(Number(port), hostname);
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    socket.pause();
    await sleep(300);
    const stalled = written;
    expect(stalled).toBeLessThan(32 * 1024 * 1024);
    let received = 0;
    socket.on('data', (chunk) => {
      received += chunk.length;
    });
    socket.resume();
    const until = performance.now() + 5000;
    while (received < 40 * 1024 * 1024 && performance.now() < until) await sleep(10);
    expect(received).toBeGreaterThanOrEqual(40 * 1024 * 1024);
    socket.destroy();
  });

  it('passes chunked answers on with their trailers', async () => {
    const upstream = await closing(
      startScripted((socket) =>
        socket.write(
          'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 7\r\nContent-Length: 9\r\n\r\n',
        ),
      ),
    );
    const { text } = await sendRaw(
      await front(upstream.url),
      'GET / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\n\r\n',
      { until: (seen) => seen.includes('0\r\n') && seen.endsWith('\r\n\r\n') },
    );
    expect(bodyIn(text)).toBe('3\r\nabc\r\n0\r\nX-Sum: 7\r\n\r\n');
    expect(text).toMatch(/^trailer: X-Sum/im);
  });

  it('turns an answer that lasts until close into chunks', async () => {
    const upstream = await closing(
      startScripted((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nuntil close')),
    );
    const { text } = await sendRaw(await front(upstream.url), 'GET / HTTP/1.1\r\nHost: a\r\n\r\n', {
      until: (seen) => seen.endsWith('0\r\n\r\n'),
    });
    expect(text).toMatch(/transfer-encoding: chunked/i);
    expect(bodyIn(text)).toBe('b\r\nuntil close\r\n0\r\n\r\n');
  });

  it('answers an HTTP/1.0 client without chunks', async () => {
    const upstream = await closing(
      startScripted((socket) =>
        socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n'),
      ),
    );
    const { text, ending } = await sendRaw(await front(upstream.url), 'GET / HTTP/1.0\r\n\r\n');
    expect(bodyIn(text)).toBe('abc');
    expect(text).not.toMatch(/transfer-encoding/i);
    expect(ending).toBe('closed');
  });

  it.each([
    ['HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n', /content-length: 999/i],
    ['GET', 'HTTP/1.1 204 No Content\r\n\r\n', /^HTTP\/1.1 204/],
    ['GET', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\nETag: "x"\r\n\r\n', /etag: "x"/i],
  ])('knows that %s gets no body with %j', async (method, answer, expected) => {
    const upstream = await closing(startScripted((socket) => socket.write(answer)));
    const url = await front(upstream.url);
    const raw = `${method} / HTTP/1.1\r\nHost: a\r\n\r\n`;
    const { text } = await sendRaw(url, [raw, raw], {
      gapMs: 60,
      until: (seen) => statusesIn(seen).length === 2,
    });
    expect(text).toMatch(expected);
    expect(statusesIn(text)).toHaveLength(2);
    expect(bodyIn(text)).toMatch(/^HTTP\/1\.1 /);
  });

  it('answers pipelined requests in order', async () => {
    const upstream = await closing(
      startHttp((request, response) => {
        setTimeout(() => response.end(request.url), request.url === '/1' ? 40 : 0);
      }),
    );
    const raw = [1, 2, 3].map((n) => `GET /${n} HTTP/1.1\r\nHost: a\r\n\r\n`).join('');
    const { text } = await sendRaw(await front(upstream.url), raw, {
      until: (seen) => seen.includes('/3'),
    });
    expect(text.match(/\/\d(?=$|H)/gm)?.join(' ') ?? text).toBe('/1 /2 /3');
  });

  it.each([
    ['a length', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart', false],
    ['chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\n', false],
    ['a length, by reset', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart', true],
    ['until close, by reset', 'HTTP/1.1 200 OK\r\n\r\npart', true],
  ])('shows a broken message when the upstream breaks off inside %s', async (_, answer, reset) => {
    const upstream = await closing(
      startScripted((socket) => {
        socket.write(answer);
        setTimeout(() => (reset ? socket.resetAndDestroy() : socket.end()), 30);
      }),
    );
    const url = await front(upstream.url);
    const { text, ending } = await sendRaw(url, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    expect(ending).not.toBe('quiet');
    expect(bodyIn(text)).not.toContain('0\r\n\r\n');
    expect(
      bodyIn(text)
        .replace(/^4\r\n/, '')
        .replace(/\r\n$/, ''),
    ).toBe('part');
    await expect(fetch(url).then((response) => response.text())).rejects.toThrow();
  });

  it.each([
    ['that waits for an answer', ''],
    ['that reads chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n'],
    [
      'that reads silent events',
      'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n',
    ],
  ])('cancels the upstream request of a client %s and goes away', async (_, answer) => {
    const upstream = await closing(startScripted((socket) => socket.write(answer)));
    const { hostname, port } = new URL(await front(upstream.url));
    const socket = connect(Number(port), hostname);
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    while (upstream.accepted() === 0 || (answer !== '' && text === '')) await sleep(5);
    socket.destroy();
    const until = performance.now() + 2000;
    while (upstream.closedByPeer() === 0 && performance.now() < until) await sleep(10);
    expect(upstream.closedByPeer()).toBe(1);
  });

  it('relays 100 and 103 before the answer', async () => {
    const upstream = await closing(
      startScripted((socket) => {
        socket.write('HTTP/1.1 100 Continue\r\n\r\n');
        socket.once('data', () =>
          socket.write(
            'HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
          ),
        );
      }),
    );
    const { hostname, port } = new URL(await front(upstream.url));
    const socket = connect(Number(port), hostname);
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (/100 Continue\r\n\r\n$/.test(text)) socket.write('abc');
    });
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n');
    const until = performance.now() + 2000;
    while (!text.endsWith('ok') && performance.now() < until) await sleep(5);
    socket.destroy();
    expect(statusesIn(text)).toEqual([100, 103, 200]);
    expect(text).toContain('Link: </a>; rel=preload');
  });

  it('says 100 itself when the upstream does not', async () => {
    const upstream = await closing(
      startScripted((socket) => {
        socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'));
      }),
    );
    const { hostname, port } = new URL(await front(upstream.url));
    const socket = connect(Number(port), hostname);
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (/100 Continue\r\n\r\n$/.test(text)) socket.write('abc');
    });
    socket.write('PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n');
    const until = performance.now() + 3000;
    while (!text.endsWith('ok') && performance.now() < until) await sleep(10);
    socket.destroy();
    expect(statusesIn(text)).toEqual([100, 200]);
  });

  it('gives up on a client that never finishes its head, and serves others meanwhile', async () => {
    const upstream = await closing(startHttp(echo));
    const url = await front(upstream.url, {}, { headMs: 300 });
    const slow = sendRaw(url, ['GET / HTTP/1.1\r\n', 'Host: a\r\n', 'X: '], {
      gapMs: 50,
      quietMs: 4000,
    });
    expect((await fetch(url)).status).toBe(200);
    const { text, ending } = await slow;
    expect(ending).not.toBe('quiet');
    expect(statusesIn(text).every((status) => status === 408)).toBe(true);
  });

  it('passes an early answer on and closes', async () => {
    const upstream = await closing(
      startScripted((socket) =>
        socket.end('HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\n\r\nno'),
      ),
    );
    const { text, ending } = await sendRaw(
      await front(upstream.url),
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nabc',
    );
    expect(statusesIn(text)).toEqual([413]);
    expect(bodyIn(text)).toBe('no');
    expect(text).toMatch(/connection: close/i);
    expect(ending).toBe('closed');
  });

  it('joins both sides after an upgrade, byte for byte', async () => {
    const upstream = await closing(
      startScripted((socket, head) => {
        expect(head).toMatch(/^upgrade: websocket$/im);
        expect(head).toMatch(/^connection: upgrade$/im);
        socket.removeAllListeners('data');
        socket.write(
          'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nhi',
        );
        socket.on('data', (chunk) => socket.write(Buffer.from(chunk).reverse()));
      }),
    );
    const { hostname, port } = new URL(await front(upstream.url));
    const socket = connect(Number(port), hostname);
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (text.endsWith('hi')) socket.write(Buffer.from([0, 255, 128, 10]));
    });
    socket.write(
      'GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n',
    );
    const until = performance.now() + 2000;
    while (!text.endsWith('\0') && performance.now() < until) await sleep(5);
    socket.destroy();
    expect(text).toMatch(/^HTTP\/1\.1 101 Switching Protocols\r\n/);
    expect(bodyIn(text)).toBe('hi\n\x80\xff\0');
  });

  it('passes a refused upgrade on', async () => {
    const upstream = await closing(
      startScripted((socket) =>
        socket.write('HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno'),
      ),
    );
    const { text } = await sendRaw(
      await front(upstream.url),
      'GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    );
    expect(statusesIn(text)).toEqual([403]);
    expect(bodyIn(text)).toBe('no');
  });

  it.each([
    ['a refused upgrade', 'GET', 'Connection: Upgrade\r\nUpgrade: x\r\n'],
    ['an upgrade with a body', 'GET', 'Connection: Upgrade\r\nUpgrade: x\r\nContent-Length: 4\r\n'],
    ['CONNECT', 'CONNECT', ''],
  ])('keeps no connection after %s, whatever was sent behind it', async (_, method, fields) => {
    const upstream = await closing(
      startScripted((socket) => socket.end('HTTP/1.1 426 No\r\nContent-Length: 0\r\n\r\n')),
    );
    const url = await front(upstream.url);
    const target = method === 'CONNECT' ? 'a:443' : '/ws';
    const head = `${method} ${target} HTTP/1.1\r\nHost: a\r\n${fields}\r\n`;
    const before = openSockets();
    for (let i = 0; i < 5; i++) {
      const { text } = await sendRaw(url, `${head}early`, {
        until: (seen) => seen.includes('\r\n\r\n'),
      });
      expect(statusesIn(text)).toHaveLength(1);
    }
    await vi.waitFor(() => expect(openSockets()).toBeLessThanOrEqual(before), { timeout: 1500 });
  });

  it('notices a client that leaves while it waits for its upgrade', async () => {
    let asked = false;
    const upstream = await closing(
      startScripted(() => {
        asked = true;
      }),
    );
    const url = await front(upstream.url);
    const { hostname, port } = new URL(url);
    const client = connect(Number(port), hostname);
    client.write('GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n');
    await vi.waitFor(() => expect(asked).toBe(true));
    client.destroy();
    await vi.waitFor(() => expect(upstream.closedByPeer()).toBe(1), { timeout: 3000 });
  });

  it('lets no h2c tunnel through', async () => {
    const got = await echoed(
      'GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n\r\n',
    );
    expect(headerIn(got, 'upgrade')).toEqual([]);
    expect(headerIn(got, 'http2-settings')).toEqual([]);
  });

  it('sends events as they come', async () => {
    const upstream = await closing(
      startHttp((_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write('data: 1\n\n');
      }),
    );
    const started = performance.now();
    const { text } = await sendRaw(await front(upstream.url), 'GET / HTTP/1.1\r\nHost: a\r\n\r\n', {
      until: (seen) => seen.includes('data: 1'),
      quietMs: 1500,
    });
    expect(text).toContain('data: 1');
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('uses a kept connection again', async () => {
    const upstream = await closing(
      startScripted((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')),
    );
    const url = await front(upstream.url);
    for (let i = 0; i < 5; i++) expect(await (await fetch(url)).text()).toBe('ok');
    expect(upstream.accepted()).toBe(1);
  });

  it('sends a GET again, but no POST, when a kept connection turns out to be dead', async () => {
    const upstream = await closing(
      startScripted((socket, _head, connection) => {
        // Answers the first request, drops the connection at the second.
        const used = socket.listenerCount('custom') > 0;
        socket.on('custom', () => undefined);
        if (used && connection < 3) socket.destroy();
        else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
      }),
    );
    const url = await front(upstream.url);
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(url)).status).toBe(200);
    expect(upstream.accepted()).toBe(2);
    expect((await fetch(url, { method: 'POST' })).status).toBe(502);
    expect(upstream.accepted()).toBe(2);
  });

  it('does not use a connection again that said more than it was asked', async () => {
    const extra = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwrong';
    const upstream = await closing(
      startScripted((socket) =>
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nright${extra}`),
      ),
    );
    const url = await front(upstream.url);
    for (let i = 0; i < 3; i++) expect(await (await fetch(url)).text()).toBe('right');
    expect(upstream.accepted()).toBe(3);
  });

  it.each([
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok'],
    [
      'a length and chunks',
      'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['a bare LF', 'HTTP/1.1 200 OK\nContent-Length: 2\r\n\r\nok'],
    ['a control byte', 'HTTP/1.1 200 OK\r\nX: a\x01b\r\nContent-Length: 2\r\n\r\nok'],
    ['no HTTP', 'SSH-2.0-OpenSSH\r\n\r\n'],
    ['an end before the head', ''],
  ])('answers 502 when the upstream sends %s', async (_, answer) => {
    const upstream = await closing(startScripted((socket) => socket.end(answer, 'latin1')));
    const response = await fetch(await front(upstream.url), { method: 'POST', body: 'x' });
    expect(response.status).toBe(502);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  });

  it('answers 502 when nobody listens and 504 when nobody answers', async () => {
    const gone = await startScripted(() => undefined);
    await gone.close();
    expect((await fetch(await front(gone.url))).status).toBe(502);
    const silent = await closing(startScripted(() => undefined));
    const url = await front(silent.url, { timeouts: { firstByteMs: 150 } });
    expect((await fetch(url)).status).toBe(504);
  });

  it('answers 408 when a request body stops coming', async () => {
    const upstream = await closing(startHttp(echo));
    const url = await front(upstream.url, { timeouts: { bodyMs: 150 } });
    const { text } = await sendRaw(
      url,
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc',
    );
    expect(statusesIn(text)).toEqual([408]);
  });

  it.each([
    ['two Host', 'GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n', 400],
    ['no Host', 'GET / HTTP/1.1\r\n\r\n', 400],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na',
      400,
    ],
    ['a list of lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\na', 400],
    [
      'length with TE',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    [
      'gzip, chunked',
      'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n',
      501,
    ],
    [
      'an unknown coding',
      'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['obs-fold', 'GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n', 400],
    ['a bare LF', 'GET / HTTP/1.1\r\nHost: a\nX: a\r\n\r\n', 400],
    ['a space before the colon', 'GET / HTTP/1.1\r\nHost : a\r\n\r\n', 400],
    ['a NUL in a value', 'GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n', 400],
    [
      'U+00A0 as whitespace',
      'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\xa0chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    [
      'a chunk size with 0x',
      'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n0\r\n\r\n',
      400,
    ],
    [
      'a chunk ended by LF',
      'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\na\r\n0\r\n\r\n',
      400,
    ],
    ['CONNECT', 'CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n', 501],
    ['HTTP/1.2', 'GET / HTTP/1.2\r\nHost: a\r\n\r\n', 505],
    [
      'another expectation',
      'POST / HTTP/1.1\r\nHost: a\r\nExpect: magic\r\nContent-Length: 1\r\n\r\na',
      417,
    ],
    ['a target of another host', 'GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n', 400],
    ['a fragment', 'GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n', 400],
    [
      'an upgrade with a body',
      'POST / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\nContent-Length: 1\r\n\r\na',
      400,
    ],
  ])('refuses %s', async (_, raw, status) => {
    const upstream = await closing(startHttp(echo));
    const { text, ending } = await sendRaw(await front(upstream.url), raw);
    expect(statusesIn(text)[0]).toBe(status);
    expect(ending).not.toBe('quiet');
  });

  it.each([
    'CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: x\r\nHost: b\r\n\r\n',
  ])('survives a client that resets while %j is refused', async (raw) => {
    const upstream = await closing(startHttp(echo));
    const url = await front(upstream.url);
    const { hostname, port } = new URL(url);
    for (let i = 0; i < 20; i++) {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined);
      socket.write(raw + raw, () => setTimeout(() => socket.resetAndDestroy(), i % 4));
      await new Promise((resolve) => socket.once('close', resolve));
    }
    expect((await fetch(url)).status).toBe(200);
  });

  it('takes a URL as target when it names the same host', async () => {
    const got = await echoed('GET http://a.test/x?y HTTP/1.1\r\nHost: a.test\r\n\r\n');
    expect(got.url).toBe('/x?y');
  });

  it('refuses a header section that is too long or has too many fields', async () => {
    const upstream = await closing(startHttp(echo));
    const url = await front(upstream.url, {}, { headBytes: 1000, headerCount: 10 });
    const long = `GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(2000)}\r\n\r\n`;
    const many = `GET / HTTP/1.1\r\nHost: a\r\n${'X: 1\r\n'.repeat(20)}\r\n`;
    expect(statusesIn((await sendRaw(url, long)).text)).toEqual([431]);
    expect(statusesIn((await sendRaw(url, many)).text)).toEqual([431]);
  });

  it('refuses a request body over the limit', async () => {
    const upstream = await closing(startHttp(echo));
    const url = await front(upstream.url, {}, { bodyBytes: 10 });
    expect((await fetch(url, { method: 'POST', body: 'x'.repeat(10) })).status).toBe(200);
    expect((await fetch(url, { method: 'POST', body: 'x'.repeat(11) })).status).toBe(413);
    const chunked =
      'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nb\r\nxxxxxxxxxxx\r\n0\r\n\r\n';
    expect(statusesIn((await sendRaw(url, chunked)).text)).toEqual([413]);
  });

  it('takes of a request what its route takes', async () => {
    const upstream = await closing(startHttp(echo));
    const limits = { bodyBytes: 20, headerCount: 12, headBytes: 600 };
    const url = await front(upstream.url, { limits }, { bodyBytes: 10 });
    const bare = 'GET / HTTP/1.1\r\nHost: a\r\n';
    expect((await fetch(url, { method: 'POST', body: 'x'.repeat(20) })).status).toBe(200);
    expect((await fetch(url, { method: 'POST', body: 'x'.repeat(21) })).status).toBe(413);
    for (const head of [`${bare}X: ${'a'.repeat(600)}\r\n`, `${bare}${'X: 1\r\n'.repeat(12)}`]) {
      expect(statusesIn((await sendRaw(url, `${head}\r\n`)).text)).toEqual([431]);
    }
  });

  it('serves hundreds of requests at once', async () => {
    const upstream = await closing(
      startHttp((request, response) => {
        setTimeout(() => response.end(request.url), 5);
      }),
    );
    const url = await front(upstream.url);
    const got = await Promise.all(
      Array.from(
        { length: 300 },
        (_, i) =>
          new Promise<string>((resolve, reject) => {
            const request = sendHttp(`${url}/${i}`, { agent: false }, async (response) => {
              resolve((await bodyOf(response)).toString());
            });
            request.on('error', reject);
            request.end();
          }),
      ),
    );
    expect(got).toEqual(Array.from({ length: 300 }, (_, i) => `/${i}`));
  });
});

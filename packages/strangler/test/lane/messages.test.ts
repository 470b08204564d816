import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { createProxy, loadRoutes, type WrittenRouteTable } from '../../src/index.ts';
import { sendRaw, statusesIn } from '../support/raw-client.ts';
import { startRecorder } from '../support/recorder.ts';
import { startScripted } from '../support/scripted.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

/** What a client and an upstream that are no programs of ours say to each other through the proxy. */
describe.each(['fast', 'safe'] as const)('messages on the %s lane', (lane) => {
  async function front(monolith: string, more: Partial<WrittenRouteTable> = {}): Promise<string> {
    const routes = [{ match: '/**', state: 'monolith' as const }];
    const table = loadRoutes({ schemaVersion: 1, upstreams: { monolith }, routes, ...more });
    const proxy = await createProxy({ table, port: 0, lane });
    closers.push(() => proxy.close({ drainMs: 0 }));
    return proxy.url;
  }

  /** An upstream that answers each head with these bytes. */
  async function answering(answer: string, after: 'open' | 'close' | 'reset' = 'open') {
    const heads: string[] = [];
    const upstream = await startScripted((socket, head) => {
      heads.push(head);
      socket.write(answer, 'latin1', () => {
        if (after === 'close') socket.end();
        if (after === 'reset') setTimeout(() => socket.resetAndDestroy(), 20);
      });
    });
    closers.push(() => upstream.close());
    return { url: await front(upstream.url), heads, upstream };
  }

  async function forwarded(raw: string | string[], more: Partial<WrittenRouteTable> = {}) {
    const recorder = await startRecorder(30);
    closers.push(() => recorder.close());
    const url = await front(recorder.url, more);
    const { text } = await sendRaw(url, raw, {
      quietMs: 2000,
      until: (seen) => seen.endsWith('ok'),
    });
    return { text, bytes: recorder.connections.join('') };
  }

  describe('answers', () => {
    it.each([
      [
        'no body on HEAD, its length kept',
        'HEAD / HTTP/1.1\r\nHost: a\r\n\r\n',
        'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n',
        /Content-Length: 500\r\n[\s\S]*\r\n\r\n$/i,
      ],
      [
        'no body and no length on 204',
        GET,
        'HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n',
        /^HTTP\/1\.1 204 No Content\r\n(?![\s\S]*content-length)[\s\S]*\r\n\r\n$/i,
      ],
      [
        'the tag and the length of a 304, and no body',
        GET,
        'HTTP/1.1 304 Not Modified\r\nETag: W/"a,b"\r\nContent-Length: 500\r\n\r\n',
        /ETag: W\/"a,b"\r\nContent-Length: 500\r\n[\s\S]*\r\n\r\n$/,
      ],
      [
        'Set-Cookie twice, in order and spelling',
        GET,
        'HTTP/1.1 200 OK\r\nSet-Cookie: a=1; Path=/\r\nset-cookie: b=2, c\r\nContent-Length: 2\r\n\r\nok',
        /Set-Cookie: a=1; Path=\/\r\nset-cookie: b=2, c\r\n/,
      ],
      [
        'a coded body as it came',
        GET,
        'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x00\xff',
        // biome-ignore lint/suspicious/noControlCharactersInRegex: the bytes of the body
        /Content-Encoding: gzip\r\n[\s\S]*\r\n\r\n\x1f\x8b\x00\xff$/,
      ],
      [
        'the Date of the upstream and none of its own',
        GET,
        'HTTP/1.1 200 OK\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\nContent-Length: 2\r\n\r\nok',
        /^(?![\s\S]*Date:[\s\S]*Date:)[\s\S]*Date: Thu, 01 Jan 2026 00:00:00 GMT\r\n/,
      ],
      [
        'an unusual reason, and one that is empty',
        GET,
        'HTTP/1.1 299 \r\nContent-Length: 0\r\n\r\n',
        /^HTTP\/1\.1 299 ?\r\n/,
      ],
      [
        'HTTP/1.0 told as such in Via',
        GET,
        'HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok',
        /^HTTP\/1\.1 200 OK\r\n[\s\S]*Via: 1\.0 ashlar\r\n[\s\S]*ok$/,
      ],
      [
        'interim answers it does not know',
        GET,
        `HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 199 Odd\r\nX: 1\r\n\r\n${OK}`,
        /^HTTP\/1\.1 102 [\s\S]*HTTP\/1\.1 199 Odd\r\nX: 1\r\n[\s\S]*HTTP\/1\.1 200 OK[\s\S]*ok$/,
      ],
      [
        'parts of a document, as asked for',
        GET,
        'HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-1/9\r\nContent-Length: 2\r\n\r\nok',
        /^HTTP\/1\.1 206 [\s\S]*Content-Range: bytes 0-1\/9\r\n[\s\S]*ok$/,
      ],
    ])('have %s', async (_, raw, answer, expected) => {
      const { url } = await answering(answer);
      const until = (seen: string) => expected.test(seen);
      const { text } = await sendRaw(url, raw, { quietMs: 2000, until, settleMs: 30 });
      expect(text).toMatch(expected);
    });

    it('have no body on 204 though the upstream sends one, which poisons nothing', async () => {
      const { url, upstream } = await answering(
        'HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nHTTP/',
      );
      const { text } = await sendRaw(url, [GET, GET], { quietMs: 300, gapMs: 60 });
      expect(statusesIn(text)).toEqual([204, 204]);
      expect(text).not.toContain('\r\n\r\nHTTP/\r\n');
      expect(text.endsWith('\r\n\r\n')).toBe(true);
      expect(upstream.accepted()).toBe(2);
    });

    it.each([
      ['a length', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart', 'close'],
      ['a length', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart', 'reset'],
      ['chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\n', 'close'],
      ['chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\n', 'reset'],
    ] as const)('with %s broken off do not look complete (%s)', async (_, answer, end) => {
      const { url } = await answering(answer, end);
      const { text, ending } = await sendRaw(url, GET, { quietMs: 2000 });
      expect(text).toContain('part');
      expect(text).not.toMatch(/\r\n0\r\n/);
      expect(ending).not.toBe('quiet');
    });

    it('are the refusal of a body that the client asked about', async () => {
      const { url, heads } = await answering(
        'HTTP/1.1 417 Expectation Failed\r\nContent-Length: 2\r\n\r\nno',
      );
      const raw = 'POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n';
      const { text } = await sendRaw(url, raw, { quietMs: 700 });
      expect(statusesIn(text)).toEqual([417]);
      expect(text).toMatch(/Connection: close/i);
      expect(heads).toHaveLength(1);
    });

    /** Sends the bytes, then ends its side as `nc -N` does; everything that comes back. */
    async function endingWith(raw: string, url: string): Promise<string> {
      const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1' });
      socket.end(raw, 'latin1');
      let text = '';
      for await (const chunk of socket) text += (chunk as Buffer).toString('latin1');
      return text;
    }

    // RFC 9112 9.3 and 9.6: an end of the client's sending takes nothing from what it has asked.
    it.each([
      ['soon', 100, [200]],
      // The interim answer shows whether anybody is there; clients pass over it (RFC 9110 15.2).
      ['late', 1200, [100, 200]],
    ])('come to a client that sends no more, %s', async (_, ms, statuses) => {
      const upstream = await startScripted((socket) => {
        setTimeout(() => socket.write(OK), ms);
      });
      closers.push(() => upstream.close());
      const text = await endingWith(GET, await front(upstream.url));
      expect(statusesIn(text)).toEqual(statuses);
      expect(text).toMatch(/ok$/);
    });

    it('come late to an HTTP/1.0 client that sends no more, with nothing before them', async () => {
      const upstream = await startScripted((socket) => {
        setTimeout(() => socket.write(OK), 1200);
      });
      closers.push(() => upstream.close());
      const text = await endingWith('GET / HTTP/1.0\r\n\r\n', await front(upstream.url));
      expect(text).toMatch(/^HTTP\/1\.1 200 [\s\S]*ok$/);
    });

    it('come for every request sent before the end', async () => {
      const upstream = await startScripted((socket, head) => {
        const path = head.split(' ')[1] as string;
        const answer = `HTTP/1.1 200 OK\r\nContent-Length: ${path.length}\r\n\r\n${path}`;
        setTimeout(() => socket.write(answer), 50);
      });
      closers.push(() => upstream.close());
      const raw = ['/1', '/2', '/3'].map((path) => GET.replace('/', path)).join('');
      const text = await endingWith(raw, await front(upstream.url));
      expect(text.match(/\/\d(?=$|H)/g)).toEqual(['/1', '/2', '/3']);
    });

    it('go on in pieces to a client that sends no more', async () => {
      const upstream = await startScripted((socket) => {
        socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n');
        setTimeout(() => socket.write('1\r\nb\r\n0\r\n\r\n'), 1200);
      });
      closers.push(() => upstream.close());
      const text = await endingWith(GET, await front(upstream.url));
      expect(text).toMatch(/\r\n\r\n1\r\na\r\n01\r\nb\r\n0\r\n\r\n$/);
    });

    it('never state a protocol that the client has not offered', async () => {
      const raw = 'GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: one, two\r\n\r\n';
      const switching = (to: string) =>
        `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${to}\r\n\r\n`;
      const offered = await answering(switching('Two'));
      const { text } = await sendRaw(offered.url, raw, { quietMs: 300 });
      expect(text).toMatch(/^HTTP\/1\.1 101 [\s\S]*\r\nUpgrade: Two\r\n/);
      const unasked = await answering(switching('h2c'));
      const refused = await sendRaw(unasked.url, raw, { quietMs: 300 });
      expect(statusesIn(refused.text)).toEqual([502]);
    });
  });

  describe('requests', () => {
    it('keep trailers and say which', async () => {
      const { bytes } = await forwarded(
        'POST / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 9\r\nX-Forwarded-For: 9\r\nHost: b\r\nTraceparent: 00\r\nX-Request-Id: 7\r\nAshlar-Shadow: 1\r\n\r\n',
      );
      expect(bytes).toMatch(/^Trailer: X-Sum\r$/m);
      expect(bytes).toMatch(/^TE: trailers\r$/m);
      expect(bytes).toMatch(/\r\n0\r\nX-Sum: 9\r\n\r\n$/);
    });

    it('keep large cookies, and several', async () => {
      const cookie = `a=${'x'.repeat(7000)}; b="q"`;
      const { bytes } = await forwarded(
        `GET / HTTP/1.1\r\nHost: a\r\nCookie: ${cookie}\r\nCookie: c=3\r\n\r\n`,
      );
      expect(bytes).toContain(`Cookie: ${cookie}\r\nCookie: c=3\r\n`);
    });

    it('keep conditions, ranges and codings', async () => {
      const kept = [
        'If-None-Match: W/"a", "b"',
        'If-Modified-Since: Thu, 01 Jan 2026 00:00:00 GMT',
        'If-Range: "a"',
        'Range: bytes=0-4,-1',
        'Accept-Encoding: gzip;q=0, br',
        'Priority: u=1, i',
      ];
      const { bytes } = await forwarded(
        `GET / HTTP/1.1\r\nHost: a\r\n${kept.join('\r\n')}\r\n\r\n`,
      );
      expect(bytes).toContain(kept.join('\r\n'));
    });

    // RFC 9112 3.2.2 and 3.2.4
    it.each([
      ['GET http://a HTTP/1.1', 'GET / HTTP/1.1'],
      ['GET http://a?x=1 HTTP/1.1', 'GET /?x=1 HTTP/1.1'],
      ['OPTIONS http://a HTTP/1.1', 'OPTIONS * HTTP/1.1'],
      ['OPTIONS http://a/ HTTP/1.1', 'OPTIONS / HTTP/1.1'],
      ['OPTIONS http://a?x HTTP/1.1', 'OPTIONS /?x HTTP/1.1'],
      ['OPTIONS * HTTP/1.1', 'OPTIONS * HTTP/1.1'],
    ])('have %j go on as %j', async (line, expected) => {
      const { bytes } = await forwarded(`${line}\r\nHost: a\r\n\r\n`);
      expect(bytes.slice(0, bytes.indexOf('\r\n'))).toBe(expected);
    });

    // RFC 9110 7.6.2
    it.each([
      ['OPTIONS', '5', 200, '4'],
      ['OPTIONS', '1', 200, '0'],
      ['OPTIONS', '0', 204, undefined],
      ['TRACE', '0', 501, undefined],
      ['TRACE', '010', 200, '9'],
      ['OPTIONS', 'x', 200, 'x'],
      ['GET', '0', 200, '0'],
    ])('%s with Max-Forwards %s', async (method, value, status, onward) => {
      const raw = `${method} / HTTP/1.1\r\nHost: a\r\nMax-Forwards: ${value}\r\n\r\n`;
      const recorder = await startRecorder(10);
      closers.push(() => recorder.close());
      const { text } = await sendRaw(await front(recorder.url), raw, {
        quietMs: 2000,
        until: (seen) => statusesIn(seen).length > 0,
      });
      expect(statusesIn(text)).toEqual([status]);
      const bytes = recorder.connections.join('');
      expect(/^Max-Forwards: (.*)\r$/m.exec(bytes)?.[1]).toBe(onward);
      expect(recorder.connections).toHaveLength(onward === undefined ? 0 : 1);
    });

    it('carry the chain of trusted proxies on', async () => {
      const { bytes } = await forwarded(
        'GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 1.1.1.1\r\nX-Forwarded-For: 2.2.2.2\r\nX-Forwarded-Proto: https\r\nForwarded: for=1.1.1.1\r\nVia: 1.0 one\r\nVia: 2 two\r\n\r\n',
        { trustForwarded: true },
      );
      expect(bytes).toMatch(/^X-Forwarded-For: 1\.1\.1\.1, 2\.2\.2\.2, 127\.0\.0\.1\r$/m);
      expect(bytes).toMatch(/^X-Forwarded-Proto: https\r$/m);
      expect(bytes).toMatch(/^Forwarded: for=1\.1\.1\.1, for=127\.0\.0\.1;proto=http;host="a"\r$/m);
      expect(bytes).toMatch(/^Via: 1\.0 one, 2 two, 1\.1 ashlar\r$/m);
    });

    it.each([
      ['an id with CRLF in it, encoded', 'X-Request-Id: a%0d%0ab'],
      ['an id that is too long', `X-Request-Id: ${'a'.repeat(200)}`],
      ['an id with a blank', 'X-Request-Id: a b'],
    ])('get another id for %s', async (_, line) => {
      const { bytes } = await forwarded(`GET / HTTP/1.1\r\nHost: a\r\n${line}\r\n\r\n`);
      expect(bytes).toMatch(/^X-Request-Id: [0-9a-f]{32}\r$/m);
      expect(bytes.match(/x-request-id/gi)).toHaveLength(1);
    });

    it.each([
      ['version ff', 'ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'],
      ['a trace of zeros', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`],
      ['upper case', '00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01'],
      ['more than version 00 has', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x'],
      ['a later version cut wrongly', 'cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.x'],
      [
        'two of them',
        '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\ntraceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      ],
    ])('begin a trace anew for %s, without its state', async (_, value) => {
      const { bytes } = await forwarded(
        `GET / HTTP/1.1\r\nHost: a\r\ntraceparent: ${value}\r\ntracestate: v=1\r\n\r\n`,
      );
      expect(bytes).toMatch(/^traceparent: 00-[0-9a-f]{32}-[0-9a-f]{16}-00\r$/m);
      expect(bytes).not.toMatch(/0af7651916cd43dd8448eb211c80319c|tracestate/i);
    });

    it.each([
      ['a later version', 'cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', '01'],
      [
        'what a later version adds',
        '01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x',
        '01',
      ],
      ['flags that nobody knows', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-fe', '02'],
    ])('go on with a trace that has %s', async (_, value, flags) => {
      const { bytes } = await forwarded(
        `GET / HTTP/1.1\r\nHost: a\r\ntraceparent: ${value}\r\ntracestate: v=1\r\n\r\n`,
      );
      const [, id, last] =
        /^traceparent: 00-([0-9a-f]{32})-[0-9a-f]{16}-(\S+)\r$/m.exec(bytes) ?? [];
      expect([id, last]).toEqual(['0af7651916cd43dd8448eb211c80319c', flags]);
      expect(bytes).toMatch(/^tracestate: v=1\r$/m);
    });

    it('are whole, however head and body were cut into packets', async () => {
      const body = 'x'.repeat(30_000);
      const { bytes } = await forwarded([
        'POST / HTTP/1.1\r\nHost: a\r\nContent-',
        `Length: ${body.length}\r\n\r\n${body.slice(0, 10_000)}`,
        body.slice(10_000),
      ]);
      expect(bytes.endsWith(`\r\n\r\n${body}`)).toBe(true);
    });

    it('that are broken off in the body do not look complete', async () => {
      const recorder = await startRecorder(5000);
      closers.push(() => recorder.close());
      const url = await front(recorder.url);
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      socket.write('POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\n');
      await expect.poll(() => recorder.connections.join()).toContain('part');
      socket.destroy();
      await sleep(50);
      expect(recorder.connections.join()).not.toMatch(/\r\n0\r\n/);
    });

    it('are not sent twice when the upstream breaks off after a byte', async () => {
      const { url, heads } = await answering('HTTP/1.1 2', 'close');
      const { text } = await sendRaw(url, GET, { quietMs: 500, until: (seen) => seen !== '' });
      expect(statusesIn(text)).toEqual([502]);
      expect(heads).toHaveLength(1);
    });
  });
});

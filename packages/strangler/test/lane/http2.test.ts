import {
  type ClientHttp2Session,
  connect,
  constants,
  createServer as createHttp2,
  type Http2Server,
} from 'node:http2';
import { type AddressInfo, connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { createProxy, loadRoutes, type Proxy as RunningProxy } from '../../src/index.ts';
import { selfSigned } from '../support/certificate.ts';
import {
  type Echoed,
  echo,
  type HttpUpstream,
  headerIn,
  startHttp,
} from '../support/http-upstream.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const certificate = selfSigned('proxy.test');
const other = selfSigned('other.test');

async function upstream(): Promise<HttpUpstream> {
  const started = await startHttp(echo);
  closers.push(() => started.close());
  return started;
}

async function front(
  monolith: string | { url: string; http2: boolean },
  tls = false,
): Promise<RunningProxy> {
  const proxy = await createProxy({
    table: loadRoutes({
      schemaVersion: 1,
      upstreams: { monolith },
      routes: [{ match: '/**', state: 'monolith' }],
    }),
    port: 0,
    ...(tls && certificate !== undefined ? { tls: certificate } : {}),
  });
  closers.push(() => proxy.close({ drainMs: 0 }));
  return proxy;
}

function session(url: string): ClientHttp2Session {
  const opened = connect(url, { rejectUnauthorized: false });
  opened.on('error', () => undefined);
  closers.push(() => opened.destroy());
  return opened;
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly trailers: Record<string, unknown>;
  readonly body: Buffer;
}

function ask(
  over: ClientHttp2Session,
  headers: Record<string, string>,
  body?: Buffer,
  trailers?: Record<string, string>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const stream = over.request(headers, {
      endStream: body === undefined,
      waitForTrailers: trailers !== undefined,
    });
    const pieces: Buffer[] = [];
    let received: Record<string, unknown> = {};
    let last: Record<string, unknown> = {};
    stream.on('wantTrailers', () => stream.sendTrailers(trailers ?? {}));
    stream.on('response', (fields) => {
      received = { ...fields };
    });
    stream.on('trailers', (fields) => {
      last = { ...fields };
    });
    stream.on('data', (piece: Buffer) => pieces.push(piece));
    stream.on('end', () =>
      resolve({
        status: Number(received[':status']),
        headers: received,
        trailers: last,
        body: Buffer.concat(pieces),
      }),
    );
    stream.on('error', reject);
    if (body !== undefined) stream.end(body);
  });
}

describe('HTTP/2 at the front', () => {
  it('serves prior knowledge on the plain port and tells the upstream what HTTP/1.1 needs', async () => {
    const proxy = await front((await upstream()).url);
    const over = session(proxy.url);
    const answer = await ask(over, {
      ':path': '/a?b=1',
      ':authority': 'shop.test',
      cookie: 'a=1; b=2',
      'x-own': 'v',
    });
    const echoed = JSON.parse(answer.body.toString()) as Echoed;
    expect(answer.status).toBe(200);
    expect(echoed).toMatchObject({ method: 'GET', url: '/a?b=1', body: '' });
    expect(headerIn(echoed, 'host')).toEqual(['shop.test']);
    expect(headerIn(echoed, 'cookie')).toEqual(['a=1; b=2']);
    expect(headerIn(echoed, 'x-own')).toEqual(['v']);
    expect(answer.headers.via).toBe('1.1 ashlar');
    expect(answer.headers).not.toHaveProperty('connection');
  });

  it('carries large bodies both ways and many streams at once', async () => {
    const proxy = await front((await upstream()).url);
    const over = session(proxy.url);
    const body = Buffer.alloc(300_000, 'ab');
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        ask(over, { ':method': 'POST', ':path': '/p', ':authority': 'x' }, body),
      ),
    );
    for (const answer of answers) {
      expect((JSON.parse(answer.body.toString()) as Echoed).body).toBe(body.toString('latin1'));
    }
  }, 20_000);

  it.each([
    ['a path that means two things', { ':path': '/a/%00', ':authority': 'x' }, 400],
    ['CONNECT', { ':method': 'CONNECT', ':authority': 'x:1' }, 501],
  ])('refuses %s as on HTTP/1.1', async (_, headers, status) => {
    const proxy = await front((await upstream()).url);
    const over = session(proxy.url);
    const answer = await ask(over, headers as unknown as Record<string, string>);
    expect(answer.status).toBe(status);
  });

  it('holds a head to the limits of the table, as over HTTP/1.1', async () => {
    const { url } = await front((await upstream()).url);
    // The first of each session, when the client has not heard of any setting.
    const long = (length: number) =>
      ask(session(url), { ':path': '/x', 'x-long': 'x'.repeat(length) });
    // Less than the usual 16,384 bytes, more, and much more in bytes that HPACK makes few.
    const answers = [await long(16_000), await long(16_400), await long(26_000)];
    expect(answers.map(({ status }) => status)).toEqual([200, 431, 431]);
    // The upstream has a limit as well, which is not the one that is asked about.
    for (const { body } of answers.slice(1)) {
      expect(String(body)).toContain('the header section is too long');
    }
  });

  it('goes on serving others after a flood of resets', async () => {
    const proxy = await front((await upstream()).url);
    const hostile = session(proxy.url);
    for (let i = 0; i < 2000 && !hostile.destroyed; i++) {
      const stream = hostile.request({ ':path': '/', ':authority': 'x' });
      stream.on('error', () => undefined);
      stream.close(8);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await fetch(proxy.url)).status).toBe(200);
    const answer = await ask(session(proxy.url), { ':path': '/', ':authority': 'x' });
    expect(answer.status).toBe(200);
  });
});

describe('an HTTP/2 upstream', () => {
  async function grpc(): Promise<{ url: string; server: Http2Server; seen: unknown[] }> {
    const seen: unknown[] = [];
    const server = createHttp2();
    server.on('stream', (stream, headers) => {
      const pieces: Buffer[] = [];
      stream.on('error', () => undefined);
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('end', () => {
        seen.push({ te: headers.te, path: headers[':path'], size: Buffer.concat(pieces).length });
        stream.on('wantTrailers', () =>
          stream.sendTrailers({ 'grpc-status': '0', 'grpc-message': 'fine' }),
        );
        stream.respond(
          { ':status': 200, 'content-type': 'application/grpc' },
          { waitForTrailers: true },
        );
        stream.end(Buffer.concat(pieces));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, seen };
  }

  it('gets gRPC calls, and their trailers come back', async () => {
    const { url, seen } = await grpc();
    const proxy = await front({ url, http2: true });
    const answer = await ask(
      session(proxy.url),
      {
        ':method': 'POST',
        ':path': '/shop.Orders/Place',
        ':authority': 'x',
        te: 'trailers',
        'content-type': 'application/grpc',
      },
      Buffer.alloc(5000, 7),
    );
    expect(answer).toMatchObject({
      status: 200,
      trailers: { 'grpc-status': '0', 'grpc-message': 'fine' },
    });
    expect(answer.body.length).toBe(5000);
    expect(seen).toEqual([{ te: 'trailers', path: '/shop.Orders/Place', size: 5000 }]);
  });

  it('may end with its head, which tells the client so, and HTTP/1.1 a length', async () => {
    const server = createHttp2();
    server.on('stream', (stream) => {
      stream.on('error', () => undefined);
      stream.resume();
      stream.respond({ ':status': 200, 'grpc-status': '5' }, { endStream: true });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const proxy = await front({ url, http2: true });
    const flags = await new Promise<number>((resolve, reject) => {
      const stream = session(proxy.url).request({ ':path': '/a', ':authority': 'x' });
      stream.on('error', reject);
      stream.on('response', (_fields, bits) => resolve(bits));
      stream.resume();
    });
    expect(flags & constants.NGHTTP2_FLAG_END_STREAM).toBe(constants.NGHTTP2_FLAG_END_STREAM);
    const response = await fetch(proxy.url);
    expect(response.headers.get('content-length')).toBe('0');
    expect(response.headers.get('grpc-status')).toBe('5');
  });

  it('gets one call after the other over its one connection, bodies and all', async () => {
    const { url, seen } = await grpc();
    const proxy = await front({ url, http2: true });
    const over = session(proxy.url);
    for (const size of [1, 70_000, 3]) {
      const call = { ':method': 'POST', ':path': '/a', ':authority': 'x', te: 'trailers' };
      const answer = await ask(over, call, Buffer.alloc(size, 7));
      expect(answer).toMatchObject({ status: 200, trailers: { 'grpc-status': '0' } });
      expect(answer.body.length).toBe(size);
    }
    expect(seen.map((one) => (one as { size: number }).size)).toEqual([1, 70_000, 3]);
  });

  it('answers HTTP/1.1 clients as well, and its absence is a 502', async () => {
    const { url, server } = await grpc();
    const proxy = await front({ url, http2: true });
    const response = await fetch(`${proxy.url}/x`, { method: 'POST', body: 'hello' });
    expect([response.status, await response.text()]).toEqual([200, 'hello']);
    server.close();
    await proxy.close({ drainMs: 0 });
    const gone = await front({ url: 'http://127.0.0.1:1', http2: true });
    expect((await fetch(gone.url)).status).toBe(502);
  });
});

describe.skipIf(certificate === undefined || other === undefined)(
  'TLS at the front (needs openssl)',
  () => {
    const shown = (url: string): Promise<string> =>
      new Promise((resolve, reject) => {
        const socket = connectTls(
          { port: Number(new URL(url).port), host: '127.0.0.1', rejectUnauthorized: false },
          () => {
            resolve(String(socket.getPeerCertificate().subject.CN));
            socket.destroy();
          },
        );
        socket.on('error', reject);
      });

    it('serves HTTP/1.1 and HTTP/2 and says https to the upstream', async () => {
      const proxy = await front((await upstream()).url, true);
      expect(proxy.url).toMatch(/^https:/);
      const two = await ask(session(proxy.url), { ':path': '/two', ':authority': 'x' });
      const echoed = JSON.parse(two.body.toString()) as Echoed;
      expect(headerIn(echoed, 'x-forwarded-proto')).toEqual(['https']);
      const one = await new Promise<string>((resolve, reject) => {
        const socket = connectTls(
          { port: Number(new URL(proxy.url).port), host: '127.0.0.1', rejectUnauthorized: false },
          () => socket.write('GET /one HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'),
        );
        let text = '';
        socket.on('data', (chunk: Buffer) => {
          text += chunk.toString('latin1');
        });
        socket.on('end', () => resolve(text));
        socket.on('error', reject);
      });
      expect(one).toMatch(/^HTTP\/1\.1 200 /);
      expect(one).toContain('/one');
    });

    it('shows a new certificate to new connections', async () => {
      const proxy = await front((await upstream()).url, true);
      expect(await shown(proxy.url)).toBe('proxy.test');
      if (other !== undefined) proxy.setCertificate(other);
      expect(await shown(proxy.url)).toBe('other.test');
    });

    it('survives who speaks no TLS', async () => {
      const proxy = await front((await upstream()).url, true);
      const socket = connectTcp(Number(new URL(proxy.url).port), '127.0.0.1');
      socket.on('error', () => undefined);
      socket.end('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
      await new Promise((resolve) => socket.on('close', resolve));
      expect(await shown(proxy.url)).toBe('proxy.test');
    });

    it.each([
      ['ends inside the handshake', true],
      ['is silent inside the handshake', false],
    ])('lets go of a client that %s', async (_, ends) => {
      const proxy = await createProxy({
        table: loadRoutes({
          schemaVersion: 1,
          upstreams: { monolith: (await upstream()).url },
          limits: { headMs: ends ? 60_000 : 300 },
          routes: [{ match: '/**', state: 'monolith' }],
        }),
        port: 0,
        tls: certificate as { cert: string; key: string },
      });
      closers.push(() => proxy.close({ drainMs: 0 }));
      const socket = connectTcp({
        port: Number(new URL(proxy.url).port),
        host: '127.0.0.1',
        allowHalfOpen: true,
      });
      closers.push(() => socket.destroy());
      socket.on('error', () => undefined);
      const over = new Promise((resolve) => {
        socket.on('end', () => resolve('let go'));
        socket.on('close', () => resolve('let go'));
        setTimeout(() => resolve('held'), 3000);
      });
      socket.resume();
      // The beginning of a ClientHello.
      socket.write(Buffer.from([22, 3, 1]));
      if (ends) socket.end();
      expect(await over).toBe('let go');
    });
  },
);

import { createHash } from 'node:crypto';
import { connect as connectHttp2 } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProxy, loadRoutes, type Proxy as RunningProxy } from '../../src/index.ts';
import { selfSigned } from '../support/certificate.ts';
import { bodyOf, type HttpUpstream, startHttp } from '../support/http-upstream.ts';

/**
 * What is read from an upstream is only lent to whoever writes it on. Slow readers make the proxy
 * keep pieces of many answers at once; memory used again too early would mix them up.
 */
const SIZES = [300, 12_000, 16_384, 40_000, 70_000, 200_000, 1_500_000, 3_000_000];

/** Bytes that differ from answer to answer and from place to place. */
function bodyFor(n: number): Buffer {
  const body = Buffer.allocUnsafe(SIZES[n % SIZES.length] as number);
  for (let i = 0; i < body.length; i++) body[i] = (i * 31 + (i >> 8) * 7 + n * 101) & 0xff;
  return body;
}

function digest(body: Buffer): string {
  return createHash('sha256').update(body).digest('hex');
}

/** Reads a little, waits, reads on. */
async function sip(socket: Socket): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let ended = false;
  socket.on('data', (piece: Buffer) => {
    pieces.push(Buffer.from(piece));
    socket.pause();
    setTimeout(() => socket.resume(), pieces.length % 5 === 0 ? 3 : 0);
  });
  socket.on('end', () => {
    ended = true;
  });
  socket.on('error', () => {
    ended = true;
  });
  while (!ended) await sleep(5);
  return Buffer.concat(pieces);
}

function decoded(answer: Buffer): Buffer {
  const end = answer.indexOf('\r\n\r\n');
  const body = answer.subarray(end + 4);
  if (!/\r\ntransfer-encoding: chunked/i.test(answer.toString('latin1', 0, end))) return body;
  const pieces: Buffer[] = [];
  for (let at = 0; ; ) {
    const eol = body.indexOf('\r\n', at);
    const size = Number.parseInt(body.toString('latin1', at, eol), 16);
    if (!(size > 0)) return Buffer.concat(pieces);
    pieces.push(body.subarray(eol + 2, eol + 2 + size));
    at = eol + 2 + size + 2;
  }
}

const certificate = selfSigned('localhost');

describe.each([
  ['fast lane', 'fast', undefined],
  ['safe lane', 'safe', undefined],
  ['fast lane over TLS', 'fast', certificate],
] as const)('memory lent on the %s', (_, lane, tls) => {
  let upstream: HttpUpstream;
  let proxy: RunningProxy;
  beforeAll(async () => {
    upstream = await startHttp(async (request, response) => {
      if (request.method === 'POST') {
        // Late, so that the body waits in the proxy and in the kernel.
        await sleep(50);
        response.end(digest(await bodyOf(request)));
        return;
      }
      const n = Number(request.url?.slice(1));
      const body = bodyFor(n);
      if (n % 2 === 0) response.setHeader('content-length', body.length);
      for (let at = 0; at < body.length; at += 4096) response.write(body.subarray(at, at + 4096));
      response.end();
    });
    proxy = await createProxy({
      table: loadRoutes({
        schemaVersion: 1,
        upstreams: { monolith: upstream.url },
        routes: [{ match: '/**', state: 'monolith' }],
      }),
      port: 0,
      lane,
      ...(tls && { tls }),
    });
  });
  afterAll(async () => {
    await proxy.close({ drainMs: 0 });
    await upstream.close();
  });

  it('reaches slow clients as it came', async () => {
    const port = Number(new URL(proxy.url).port);
    const answers = await Promise.all(
      Array.from({ length: 24 }, async (_, n) => {
        const where = { host: '127.0.0.1', port };
        const socket =
          tls === undefined ? connect(where) : connectTls({ ...where, rejectUnauthorized: false });
        socket.write(`GET /${n} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
        return digest(decoded(await sip(socket)));
      }),
    );
    expect(answers).toEqual(Array.from({ length: 24 }, (_, n) => digest(bodyFor(n))));
  }, 30_000);

  // The first read takes 8 KB, the next 128 KB; messages end just there, and behind.
  it.skipIf(lane === 'safe' || tls !== undefined).each([8191, 8192, 8193, 139_264, 300_000])(
    'reaches the upstream as it came in messages of %i bytes, two in one write and one half-closed',
    async (size) => {
      const message = (n: number, more: string): { bytes: Buffer; body: Buffer } => {
        const head = (length: number): string =>
          `POST /${n} HTTP/1.1\r\nHost: a\r\n${more}Content-Length: ${length}\r\n\r\n`;
        // As many digits as the length of the body has in the end.
        const body = bodyFor(7).subarray(0, size - head(size - 100).length);
        return { bytes: Buffer.concat([Buffer.from(head(body.length)), body]), body };
      };
      const first = message(1, '');
      const second = message(2, 'Connection: close\r\n');
      const where = { host: '127.0.0.1', port: Number(new URL(proxy.url).port) };
      const both = connect(where);
      both.write(Buffer.concat([first.bytes, second.bytes]));
      const ended = connect(where);
      ended.end(second.bytes);
      const texts = (await Promise.all([sip(both), sip(ended)])).map(String);
      expect(texts.map((text) => text.match(/[0-9a-f]{64}(?=$|HTTP)/g))).toEqual([
        [digest(first.body), digest(second.body)],
        [digest(second.body)],
      ]);
    },
    30_000,
  );

  // More than are read into large buffers at once. TLS is read as a stream.
  it.skipIf(tls !== undefined)(
    'reaches slow upstreams as it came',
    async () => {
      const answers = await Promise.all(
        Array.from({ length: 80 }, async (_, n) => {
          const body = bodyFor(n);
          const init = n % 2 === 0 ? { body } : { body: new Blob([body]).stream(), duplex: 'half' };
          const answer = await fetch(proxy.url, { method: 'POST', ...init } as RequestInit);
          return answer.text();
        }),
      );
      expect(answers).toEqual(Array.from({ length: 80 }, (_, n) => digest(bodyFor(n))));
    },
    30_000,
  );

  it.skipIf(lane === 'safe')(
    'reaches slow HTTP/2 clients as it came',
    async () => {
      const session = connectHttp2(proxy.url, { rejectUnauthorized: false });
      const answers = await Promise.all(
        Array.from({ length: 12 }, async (_, n) => {
          const stream = session.request({ ':path': `/${n}` });
          const pieces: Buffer[] = [];
          for await (const piece of stream) {
            pieces.push(Buffer.from(piece as Buffer));
            if (pieces.length % 8 === 0) await sleep(1);
          }
          return digest(Buffer.concat(pieces));
        }),
      );
      session.close();
      expect(answers).toEqual(Array.from({ length: 12 }, (_, n) => digest(bodyFor(n))));
    },
    30_000,
  );
});

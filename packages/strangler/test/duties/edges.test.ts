import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { startHttp } from '../support/http-upstream.ts';
import { type Issuer, startIssuer } from '../support/issuer.ts';
import { sendRaw, statusesIn } from '../support/raw-client.ts';

/** What comes in by other doors than a plain request. */
let issuer: Issuer;
let gateway: Gateway;
const closers: (() => Promise<unknown>)[] = [];
const sha256 = createHash('sha256').update('key').digest('hex');

beforeAll(async () => {
  issuer = await startIssuer();
  const upstream = await startHttp(async (request, response) => {
    for await (const _ of request);
    response.end(`body read, trailers ${JSON.stringify(request.rawTrailers)} end`);
  });
  upstream.server.on('upgrade', (request, socket) => {
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nhello ${request.headers['x-user']}`,
    );
    socket.pipe(socket);
  });
  gateway = await startGateway(
    'fast',
    {
      upstreams: { monolith: 'http://replaced.test', inner: upstream.url },
      authenticators: {
        main: { bearer: { issuer: issuer.name, audience: 'shop', jwks: issuer.url } },
        keys: { apiKey: { keys: [{ id: 'ann', sha256 }] } },
      },
      defaults: {
        authentication: { by: ['main', 'keys'], headers: { 'X-User': 'sub' }, strip: ['X-Admin'] },
      },
    },
    [
      { match: '/claims/**', claims: { tenant: 'acme' }, state: 'service', service: 'inner' },
      { state: 'service', service: 'inner', fallback: false },
    ],
  );
  closers.push(
    () => issuer.close(),
    () => upstream.close(),
    () => gateway.close(),
  );
});
afterAll(async () => {
  for (const close of closers.reverse()) await close();
});

describe('an upgrade', () => {
  const upgrade = (key: string): string =>
    `GET /socket HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\nX-User: root\r\nX-Api-Key: ${key}\r\n\r\n`;

  it('is refused to nobody in particular, and nothing is joined', async () => {
    const { text, ending } = await sendRaw(gateway.proxy.url, [upgrade('none'), 'smuggled'], {
      gapMs: 50,
      quietMs: 2000,
    });
    expect(statusesIn(text)).toEqual([401]);
    expect(text).not.toContain('smuggled');
    expect(ending).toBe('closed');
  });

  it('reaches the upstream as who it is', async () => {
    const { text } = await sendRaw(gateway.proxy.url, [upgrade('key'), 'ping'], {
      gapMs: 200,
      quietMs: 2000,
      until: (seen) => seen.endsWith('ping'),
    });
    expect(text).toMatch(/^HTTP\/1\.1 101 /);
    expect(text).toContain('hello ann');
  });
});

describe('trailers', () => {
  it.each([
    ['/a', 'at once', 'X-Api-Key: key'],
    ['/a', 'after the keys were fetched', 'Authorization: Bearer TOKEN'],
    ['/claims/a', 'before the route is known', 'Authorization: Bearer TOKEN'],
  ])('never say who somebody is: %s, %s', async (path, _, credential) => {
    const field = credential.replace('TOKEN', await issuer.token());
    const raw = `POST ${path} HTTP/1.1\r\nHost: a\r\n${field}\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-User: root\r\nx_admin: 1\r\nX-Sum: 5\r\n\r\n`;
    const { text } = await sendRaw(gateway.proxy.url, raw, {
      quietMs: 2000,
      until: (seen) => seen.includes(' end'),
    });
    expect(statusesIn(text)).toEqual([200]);
    expect(text).toContain('["X-Sum","5"]');
  });
});

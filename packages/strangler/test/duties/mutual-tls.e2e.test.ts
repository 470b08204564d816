import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectHttp2, createSecureServer } from 'node:http2';
import { Agent, createServer, request as sendHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createProxy, loadRoutes, type Proxy as RunningProxy } from '../../src/index.ts';
import { Authority, type Issued } from '../support/authority.ts';
import { startHttp } from '../support/http-upstream.ts';

const folder = mkdtempSync(join(tmpdir(), 'ashlar-mtls-'));
const ours = Authority.create();
const theirs = Authority.create();
afterAll(() => {
  rmSync(folder, { recursive: true });
  ours?.close();
  theirs?.close();
});
const closers: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

/** An upstream that serves nobody without a certificate of `ours`, and says whose it was. */
async function startUpstream(http2: boolean, issued: Issued): Promise<string> {
  const options = { ...issued, ca: ours?.ca, requestCert: true, rejectUnauthorized: true };
  const answer = (socket: TLSSocket): string => socket.getPeerCertificate().subject.CN as string;
  const server = http2
    ? createSecureServer(options, (request, response) =>
        response.end(answer(request.stream.session?.socket as TLSSocket)),
      )
    : createServer(options, (request, response) =>
        response.end(answer(request.socket as TLSSocket)),
      );
  server.on('sessionError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function table(url: string, tls: object, http2: boolean): string {
  const file = join(folder, 'routes.json');
  writeFileSync(
    file,
    JSON.stringify({
      schemaVersion: 1,
      upstreams: { monolith: { url, http2, tls } },
      routes: [{ match: '/**', state: 'monolith' }],
    }),
  );
  return file;
}

async function open(file: string): Promise<RunningProxy> {
  const proxy = await createProxy({ table: loadRoutes(file), port: 0 });
  closers.push(() => proxy.close({ drainMs: 100 }));
  return proxy;
}

const ask = async (proxy: RunningProxy): Promise<string> => {
  const answer = await fetch(`${proxy.url}/a`);
  return `${answer.status} ${answer.status === 200 ? await answer.text() : ''}`.trim();
};

describe.skipIf(ours === undefined || theirs === undefined)('mutual TLS', () => {
  const whole = { ca: 'ca.pem', cert: 'own.pem', key: 'own.key' };
  const fill = (own: Issued | undefined): void =>
    write({
      'ca.pem': ours?.ca ?? '',
      'foreign.pem': theirs?.ca ?? '',
      'own.pem': own?.cert ?? '',
      'own.key': own?.key ?? '',
    });

  describe.each([false, true])('to an upstream, HTTP/2 %s', (http2) => {
    it.each([
      ['with a certificate', whole, '200 proxy-1'],
      ['without one', { ca: 'ca.pem' }, '502'],
      ['to one nobody vouches for', { ...whole, ca: 'foreign.pem' }, '502'],
      ['to one of another name', { ...whole, serverName: 'other.test' }, '502'],
      ['to one of the name', { ...whole, serverName: 'upstream.test' }, '200 proxy-1'],
    ])('%s', async (_, tls, wanted) => {
      fill(ours?.issue('proxy-1'));
      const url = await startUpstream(http2, ours?.issue('upstream.test') as Issued);
      expect(await ask(await open(table(url, tls, http2)))).toBe(wanted);
    });
  });

  it('takes up a renewed certificate under load without losing a request', async () => {
    fill(ours?.issue('proxy-1'));
    const url = await startUpstream(false, ours?.issue('upstream.test') as Issued);
    const file = table(url, whole, false);
    const proxy = await open(file);
    const answers: string[] = [];
    let going = true;
    const load = Array.from({ length: 8 }, async () => {
      while (going) answers.push(await ask(proxy));
    });
    for (const name of ['proxy-2', 'proxy-3']) {
      await new Promise((tick) => setTimeout(tick, 200));
      fill(ours?.issue(name));
      await proxy.reload(loadRoutes(file));
      await expect.poll(() => answers.at(-1)).toBe(`200 ${name}`);
    }
    going = false;
    await Promise.all(load);
    expect(new Set(answers)).toEqual(new Set(['200 proxy-1', '200 proxy-2', '200 proxy-3']));
  });

  it.each<[string, object, () => void, RegExp]>([
    [
      'a key of another certificate',
      whole,
      () => write({ 'own.key': ours?.issue('x').key ?? '' }),
      /does not belong/,
    ],
    [
      'words for a certificate',
      whole,
      () => write({ 'own.pem': 'words' }),
      /own\.pem cannot be used/,
    ],
    [
      'a file that is not there',
      { ca: 'absent.pem' },
      () => undefined,
      /absent\.pem cannot be used/,
    ],
    ['a certificate without its key', { cert: 'own.pem' }, () => undefined, /both cert and key/],
  ])(
    'refuses %s when the table is loaded, and the old one stays',
    async (_, tls, spoil, message) => {
      fill(ours?.issue('proxy-1'));
      const url = await startUpstream(false, ours?.issue('upstream.test') as Issued);
      const proxy = await open(table(url, whole, false));
      spoil();
      expect(() => loadRoutes(table(url, tls, false))).toThrow(message);
      expect(await ask(proxy)).toBe('200 proxy-1');
    },
  );

  it('is no matter of an address without TLS', () => {
    expect(() => loadRoutes(table('http://127.0.0.1:1', { ca: 'ca.pem' }, false))).toThrow(
      /https address/,
    );
  });

  describe('from clients', () => {
    const secured = async (): Promise<RunningProxy> => {
      const upstream = await startHttp((_request, response) => response.end('ok'));
      closers.push(() => upstream.close());
      const proxy = await createProxy({
        table: loadRoutes({
          schemaVersion: 1,
          upstreams: { monolith: upstream.url },
          routes: [{ match: '/**', state: 'monolith' }],
        }),
        port: 0,
        tls: { ...(ours?.issue('proxy.test') as Issued), clientCa: theirs?.ca ?? '' },
      });
      closers.push(() => proxy.close({ drainMs: 100 }));
      return proxy;
    };
    const get = (proxy: RunningProxy, agent: Agent): Promise<string> =>
      new Promise((resolve) => {
        const request = sendHttps(
          `${proxy.url}/a`,
          { agent, servername: 'proxy.test' },
          (response) => {
            response.resume();
            const { CN } = (response.socket as TLSSocket).getPeerCertificate().subject;
            response.on('end', () => resolve(`${response.statusCode} ${CN}`));
          },
        );
        request.on('error', () => resolve('refused'));
        request.end();
      });
    const agentOf = (issued: Partial<Issued> = {}): Agent =>
      new Agent({ ca: ours?.ca, keepAlive: true, maxSockets: 1, ...issued });

    it('serves only those with a certificate of the authority', async () => {
      const proxy = await secured();
      expect(await get(proxy, agentOf(theirs?.issue('client')))).toBe('200 proxy.test');
      expect(await get(proxy, agentOf())).toBe('refused');
      expect(await get(proxy, agentOf(ours?.issue('client')))).toBe('refused');
      const session = connectHttp2(proxy.url, {
        ca: ours?.ca,
        servername: 'proxy.test',
        ...theirs?.issue('client'),
      });
      const status = await new Promise((resolve, reject) => {
        session.on('error', reject);
        session.request({ ':path': '/a' }).on('response', (fields) => resolve(fields[':status']));
      });
      session.close();
      expect(status).toBe(200);
    });

    it.each([false, true])('knows them by their certificate, HTTP/2 %s', async (http2) => {
      const upstream = await startHttp((request, response) => {
        response.end(`${request.headers['x-who'] ?? 'nobody'}`);
      });
      closers.push(() => upstream.close());
      const identities = [
        { id: 'billing', match: 'DNS:billing.internal', scopes: ['orders.read'] },
        { id: 'batch', match: 'CN:batch.internal', claims: { tenant: 'acme' } },
      ];
      const proxy = await createProxy({
        table: loadRoutes({
          schemaVersion: 1,
          upstreams: { monolith: upstream.url },
          authenticators: { machines: { certificate: { identities } } },
          defaults: { authentication: { by: 'machines', headers: { 'X-Who': 'sub' } } },
          routes: [
            { match: '/orders', state: 'monolith', authentication: { scopes: ['orders.read'] } },
            { match: '/acme', state: 'monolith', authentication: { claims: { tenant: 'acme' } } },
            { match: '/**', state: 'monolith' },
          ],
        }),
        port: 0,
        tls: { ...(ours?.issue('proxy.test') as Issued), clientCa: theirs?.ca ?? '' },
      });
      closers.push(() => proxy.close({ drainMs: 100 }));
      const answers = async (name: string): Promise<string[]> => {
        const client = { ca: ours?.ca, servername: 'proxy.test', ...theirs?.issue(name) };
        const got: string[] = [];
        for (const path of ['/a', '/orders', '/acme']) {
          got.push(await (http2 ? askHttp2 : askHttp1)(`${proxy.url}${path}`, client));
        }
        return got;
      };
      expect(await answers('billing.internal')).toEqual(['200 billing', '200 billing', '403']);
      expect(await answers('batch.internal')).toEqual(['200 batch', '403', '200 batch']);
      expect(await answers('stranger.internal')).toEqual(['401', '401', '401']);
    });

    it('follows a renewal, and lets open connections be', async () => {
      const proxy = await secured();
      const client = theirs?.issue('client');
      const kept = agentOf(client);
      expect(await get(proxy, kept)).toBe('200 proxy.test');
      const renewed = ours?.issue('renewed.test') as Issued;
      proxy.setCertificate({ ...renewed, clientCa: ours?.ca ?? '' });
      expect(await get(proxy, kept)).toBe('200 proxy.test');
      // Whoever connects now is held to the new authority.
      expect(await get(proxy, agentOf(client))).toBe('refused');
      const fresh = new Agent({
        ca: ours?.ca,
        checkServerIdentity: () => undefined,
        ...ours?.issue('client'),
      });
      expect(await get(proxy, fresh)).toBe('200 renewed.test');
      kept.destroy();
    });
  });
});

const answerOf = (status: unknown, body: string): string =>
  status === 200 ? `200 ${body}` : String(status);

function askHttp1(url: string, client: object): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'x-who': 'root' };
    sendHttps(url, { ...client, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      response.on('end', () => resolve(answerOf(response.statusCode, body)));
    })
      .on('error', reject)
      .end();
  });
}

function askHttp2(url: string, client: object): Promise<string> {
  return new Promise((resolve, reject) => {
    const session = connectHttp2(url, client);
    session.on('error', reject);
    const stream = session.request({ ':path': new URL(url).pathname, 'x-who': 'root' });
    let status: unknown;
    let body = '';
    stream.on('response', (fields) => {
      status = fields[':status'];
    });
    stream.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    stream.on('end', () => {
      session.close();
      resolve(answerOf(status, body));
    });
  });
}

import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { fastify } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import type { Proxy as StranglerProxy } from '../../src/index.ts';
import { type Echoed, echo } from '../support/http-upstream.ts';
import { type Pair, startPair } from '../support/pair.ts';

interface Host {
  url: string;
  close(): Promise<unknown>;
}

/** The ways that docs/proxy.md shows. */
const frameworks: Record<string, (proxy: StranglerProxy) => Promise<Host>> = {
  async Express(proxy) {
    const app = express();
    app.get('/own', (_request, response) => void response.send('own'));
    app.use(proxy.mount.handler);
    const server: Server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return {
      url: `http://127.0.0.1:${port}`,
      close: () => {
        server.closeAllConnections();
        return new Promise((resolve) => server.close(resolve));
      },
    };
  },
  async Fastify(proxy) {
    const app = fastify({ forceCloseConnections: true });
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', (_request, _payload, done) => done(null));
    app.get('/own', () => 'own');
    app.all('/*', (request, reply) => {
      reply.hijack();
      proxy.mount.handler(request.raw, reply.raw);
    });
    return { url: await app.listen({ port: 0, host: '127.0.0.1' }), close: () => app.close() };
  },
};

let pair: Pair;
let host: Host;
afterEach(async () => {
  await host.close();
  await pair.close();
});

describe.each(Object.entries(frameworks))('mounted in %s', (_name, mount) => {
  it('serves its own routes itself, and passes on the rest with its body', async () => {
    pair = await startPair({ state: 'service' });
    pair.service.answer = echo;
    host = await mount(pair.proxy);
    expect(await (await fetch(`${host.url}/own`)).text()).toBe('own');
    const answer = await fetch(`${host.url}/shop/1?a=b`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"n":1}',
    });
    const echoed = (await answer.json()) as Echoed;
    expect(echoed).toMatchObject({ method: 'POST', url: '/shop/1?a=b', body: '{"n":1}' });
  });
});

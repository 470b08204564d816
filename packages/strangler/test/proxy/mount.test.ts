import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type Echoed, echo } from '../support/http-upstream.ts';
import { type Pair, startPair } from '../support/pair.ts';

let pair: Pair;
let server: Server;
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await pair.close();
});

async function mounted(originalUrl: boolean): Promise<string> {
  pair = await startPair({ state: 'service' });
  pair.service.answer = echo;
  pair.monolith.answer = echo;
  server = createServer((request, response) => {
    if (request.url === '/own') {
      response.end('own');
      return;
    }
    if (originalUrl) {
      // As Express does below `app.use('/shop', …)`.
      Object.assign(request, { originalUrl: request.url, url: '/' });
    }
    pair.proxy.mount.handler(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('mounted in a server that is there already', () => {
  it.each([false, true])('routes by the whole path (mounted below a path: %s)', async (below) => {
    const url = await mounted(below);
    expect(await (await fetch(`${url}/own`)).text()).toBe('own');
    const answer = await fetch(`${url}/shop/1?a=b`, { method: 'POST', body: 'hello' });
    const echoed = (await answer.json()) as Echoed;
    expect(echoed).toMatchObject({ method: 'POST', url: '/shop/1?a=b', body: 'hello' });
    expect(pair.service.seen).toEqual(['POST /shop/1?a=b']);
    await fetch(`${url}/else`);
    expect(pair.monolith.seen).toEqual(['GET /else']);
    expect(pair.proxy.status().routes[0]?.serviceTraffic.requests).toBe(1);
  });
});

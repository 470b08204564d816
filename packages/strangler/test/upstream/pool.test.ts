import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { createProxy, loadRoutes } from '../../src/index.ts';
import { type HttpUpstream, startHttp } from '../support/http-upstream.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function front(upstream: HttpUpstream, settings: object): Promise<string> {
  closers.push(() => upstream.close());
  const proxy = await createProxy({
    table: loadRoutes({
      schemaVersion: 1,
      upstreams: { monolith: { url: upstream.url, ...settings } },
      routes: [{ match: '/**', state: 'monolith' }],
    }),
    port: 0,
  });
  closers.push(() => proxy.close({ drainMs: 0 }));
  return proxy.url;
}

describe('the pool of upstream connections', () => {
  it('never opens more than it may; the others wait their turn', async () => {
    let now = 0;
    let most = 0;
    const upstream = await startHttp((_request, response) => {
      most = Math.max(most, ++now);
      setTimeout(() => {
        now--;
        response.end('ok');
      }, 5);
    });
    const url = await front(upstream, { maxConnections: 3 });
    const statuses = await Promise.all(
      Array.from({ length: 30 }, async () => {
        const response = await fetch(url);
        await response.arrayBuffer();
        return response.status;
      }),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(most).toBe(3);
  });

  it('does not lose its places to clients that go away', async () => {
    const upstream = await startHttp((request, response) => {
      if (request.url === '/fast') response.end('ok');
    });
    const url = await front(upstream, { maxConnections: 2 });
    for (let i = 0; i < 6; i++) {
      const aborted = fetch(url, { signal: AbortSignal.timeout(20) });
      await expect(aborted).rejects.toThrow();
    }
    await sleep(600);
    expect((await fetch(`${url}/fast`)).status).toBe(200);
  });

  it('works again once a stopped upstream is back', async () => {
    const first = await startHttp((_request, response) => response.end('one'));
    const url = await front(first, {});
    expect(await (await fetch(url)).text()).toBe('one');
    await first.close();
    expect((await fetch(url)).status).toBe(502);
    const { port } = new URL(first.url);
    first.server.listen(Number(port), '127.0.0.1');
    await sleep(50);
    expect(await (await fetch(url)).text()).toBe('one');
  });
});

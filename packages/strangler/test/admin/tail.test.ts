import { afterEach, describe, expect, it } from 'vitest';
import { createAdminClient } from '../../src/index.ts';
import { type Gateway, startGateway, WAYS } from '../support/gateway.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function open(way: (typeof WAYS)[number]): Promise<Gateway> {
  const gateway = await startGateway(
    way,
    { upstreams: { monolith: 'http://replaced.test', gone: 'http://127.0.0.1:1' } },
    [
      { id: 'gone', match: '/gone', state: 'service', service: 'gone' },
      { id: 'rest', match: '/**' },
    ],
    { admin: { port: 0, token: 'secret' } },
  );
  closers.push(() => gateway.close());
  return gateway;
}

/** Follows until so many lines have come. */
async function follow(
  gateway: Gateway,
  query: { route?: string; failures?: boolean },
  lines: number,
  act: () => Promise<unknown>,
): Promise<unknown[]> {
  const over = new AbortController();
  const client = createAdminClient(gateway.proxy.adminUrl ?? '', 'secret');
  const got: unknown[] = [];
  const following = (async () => {
    for await (const { route, status, path, fallback } of client.tail(query, over.signal)) {
      got.push([route, status, path, fallback ?? false]);
      if (got.length === lines) over.abort();
    }
  })();
  // The stream is open once its head is here; a request before that would be missed.
  await new Promise((tick) => setTimeout(tick, 200));
  await act();
  await following;
  return got;
}

describe.each(WAYS)('tail, %s', (way) => {
  it('shows requests as they end, all, of a route, or those that failed', async () => {
    const gateway = await open(way);
    const act = async () => {
      await gateway.ask('/a?x=secret');
      await gateway.ask('/gone');
    };
    expect(await follow(gateway, {}, 2, act)).toEqual([
      ['rest', 200, '/a', false],
      ['gone', 200, '/gone', true],
    ]);
    expect(await follow(gateway, { route: 'gone' }, 1, act)).toEqual([
      ['gone', 200, '/gone', true],
    ]);
    expect(await follow(gateway, { failures: true }, 1, act)).toEqual([
      ['gone', 200, '/gone', true],
    ]);
  });
});

it('nobody follows without the token, and nothing is kept when nobody does', async () => {
  const gateway = await open('fast');
  const client = createAdminClient(gateway.proxy.adminUrl ?? '', 'wrong');
  const read = async () => {
    for await (const line of client.tail({}, new AbortController().signal)) return line;
    return undefined;
  };
  await expect(read()).rejects.toMatchObject({ code: 'PROXY_ADMIN_REFUSED' });
});

describe('metrics', () => {
  it('come as OpenMetrics with exemplars to who asks for them', async () => {
    const gateway = await startGateway(
      'fast',
      {
        observability: { traces: { endpoint: 'http://127.0.0.1:1/v1/traces' } },
        defaults: { observe: { traces: 1 } },
      },
      [{ id: 'all' }],
      { admin: { port: 0 } },
    );
    closers.push(() => gateway.close());
    const trace = '0af7651916cd43dd8448eb211c80319c';
    await gateway.ask('/a', { traceparent: `00-${trace}-b7ad6b7169203331-00` });
    const ask = async (accept: string) => {
      const answer = await fetch(`${gateway.proxy.adminUrl}/metrics`, { headers: { accept } });
      return { type: answer.headers.get('content-type'), text: await answer.text() };
    };
    const open = await ask('application/openmetrics-text;version=1.0.0,text/plain;q=0.5');
    expect(open.type).toContain('application/openmetrics-text');
    expect(open.text.endsWith('# EOF\n')).toBe(true);
    expect(open.text).toContain('# TYPE ashlar_proxy_requests counter\n');
    expect(open.text).toContain('ashlar_proxy_requests_total{route="all",target="monolith"} 1\n');
    expect(open.text).toMatch(
      new RegExp(
        `_bucket\\{route="all",target="monolith",le="[^"]+"\\} 1 # \\{trace_id="${trace}"\\} [\\d.]+ [\\d.]+\\n`,
      ),
    );
    const plain = await ask('text/plain');
    expect(plain.type).toContain('version=0.0.4');
    expect(plain.text).not.toMatch(/# EOF|trace_id/);
  });
});

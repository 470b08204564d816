import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { createProxy, type FinishedExchange, loadRoutes } from '../../src/index.ts';
import { json, type Pair, startPair, visit } from '../support/pair.ts';

let pair: Pair;
afterEach(() => pair?.close());

async function recordingPair(
  route: Parameters<typeof startPair>[0],
  lane: 'fast' | 'safe' = 'fast',
): Promise<FinishedExchange[]> {
  const taken: FinishedExchange[] = [];
  const recorder = { take: (exchange: FinishedExchange) => void taken.push(exchange) };
  pair = await startPair(route, { recorder, lane });
  return taken;
}

const textOf = (body: Uint8Array | undefined) => body && Buffer.from(body).toString();

describe('a route that is recorded', () => {
  it.each(['fast', 'safe'] as const)('hands over what happened, in the %s lane', async (lane) => {
    const taken = await recordingPair({ state: 'monolith', record: { sample: 1 } }, lane);
    pair.monolith.answer = json({ id: 7 }, 201);
    const response = await fetch(`${pair.proxy.url}/shop/1?q=2`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"a":1}',
    });
    expect(await response.json()).toEqual({ id: 7 });
    await turn();
    expect(taken.length).toBe(1);
    const [{ route, upstream, request, response: answer } = expect.fail()] = taken;
    expect([route, upstream, request.method, request.target, answer.status]).toEqual([
      ...['shop', 'monolith', 'POST', '/shop/1?q=2'],
      201,
    ]);
    expect([textOf(request.body), textOf(answer.body)]).toEqual(['{"a":1}', '{"id":7}']);
  });

  it('leaves out bodies over its limit, and nothing else', async () => {
    const taken = await recordingPair({
      state: 'shadow',
      record: { sample: 1, maxBodyBytes: 10 },
      shadow: { noise: 0 },
    });
    pair.monolith.answer = json({ text: 'more than ten bytes' });
    await (await fetch(`${pair.proxy.url}/shop/1`)).text();
    await pair.proxy.settle();
    expect(taken.map(({ response }) => response.body)).toEqual([undefined]);
    expect(pair.service.seen).toEqual(['GET /shop/1 *']);
  });

  it('takes its share, evenly', async () => {
    const taken = await recordingPair({ state: 'monolith', record: { sample: 0.25 } });
    await visit(pair.proxy.url, 20);
    await turn();
    expect(taken.length).toBe(5);
  });

  it('says who answered when the service failed and the monolith stood in', async () => {
    const taken = await recordingPair({ state: 'service', record: { sample: 1 } });
    pair.service.answer = json({ no: true }, 500);
    expect(await (await fetch(`${pair.proxy.url}/shop/1`)).json()).toEqual({ ok: true });
    await turn();
    expect(taken.map(({ upstream, response }) => [upstream, textOf(response.body)])).toEqual([
      ['monolith', '{"ok":true}'],
    ]);
  });

  it('does not suffer from a recorder that throws', async () => {
    const logged: string[] = [];
    pair = await startPair(
      { state: 'monolith', record: { sample: 1 } },
      {
        recorder: {
          take: () => {
            throw new Error('no');
          },
        },
        log: (_level, message) => logged.push(message),
      },
    );
    for (let n = 0; n < 3; n++) expect((await fetch(`${pair.proxy.url}/shop/1`)).status).toBe(200);
    await turn();
    expect(logged.filter((message) => message.includes('recorder'))).toEqual([
      'the recorder failed',
    ]);
  });

  it('is refused when there is nobody who records', async () => {
    const table = loadRoutes({
      schemaVersion: 1,
      upstreams: { monolith: 'http://127.0.0.1:1' },
      routes: [{ match: '/**', state: 'monolith', record: true }],
    });
    expect(table.routes[0]?.record).toEqual({
      sample: 0.05,
      maxBodyBytes: 65_536,
      maxFileBytes: 10_485_760,
      maxFiles: 5,
      redact: [],
    });
    await expect(createProxy({ table, port: 0 })).rejects.toMatchObject({
      code: 'PROXY_RECORDER_MISSING',
    });
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { json, type Pair, startPair, visit } from '../support/pair.ts';

let pair: Pair;
afterEach(() => pair.close());

const open = { parity: 0, minimum: 5 };

describe('a route in canary', () => {
  it('sends the same users to the service every time, and more of them as it grows', async () => {
    pair = await startPair({ state: 'canary', percent: 25, budget: open });
    const served = async (): Promise<Set<string>> => {
      const users = new Set<string>();
      pair.service.answer = (request, response) => {
        if (request.headers['ashlar-shadow'] === undefined) {
          users.add(String(request.headers['x-user']));
        }
        json({ ok: true })(request, response);
      };
      await visit(pair.proxy.url, 60);
      await pair.proxy.settle();
      return users;
    };
    const first = await served();
    expect(first.size).toBeGreaterThan(3);
    expect(first.size).toBeLessThan(30);
    expect(await served()).toEqual(first);
    expect((await pair.proxy.promote('shop', { percent: 60, by: 'ann' })).changed).toBe(true);
    const second = await served();
    expect(second.size).toBeGreaterThan(first.size);
    expect([...first].every((user) => second.has(user))).toBe(true);
  });

  it('goes back by itself when the service fails, and no reader sees an error', async () => {
    pair = await startPair({
      state: 'canary',
      percent: 50,
      budget: open,
      shadow: { duringCanary: false },
    });
    expect(await visit(pair.proxy.url, 40)).toEqual({ 200: 40 });
    pair.service.answer = json({ broken: true }, 500);
    expect(await visit(pair.proxy.url, 60)).toEqual({ 200: 60 });
    await pair.proxy.settle();
    const shop = pair.proxy.status().routes[0];
    expect(shop).toMatchObject({ state: 'monolith', armed: false });
    expect(shop?.fallbacks).toBeGreaterThan(1);
    const last = pair.proxy.history().at(-1);
    expect(last).toMatchObject({ action: 'rollback', by: 'ashlar', route: 'shop' });
    expect(last?.why).toMatch(/^errors: \d+ of \d+/);
    pair.service.seen.splice(0);
    await visit(pair.proxy.url, 20);
    expect(pair.service.seen).toEqual([]);
  });

  it('goes back when nobody listens any more', async () => {
    pair = await startPair({ state: 'canary', percent: 100, budget: open });
    await pair.service.upstream.close();
    expect(await visit(pair.proxy.url, 20)).toEqual({ 200: 20 });
    expect(pair.proxy.status().routes[0]).toMatchObject({ state: 'monolith', armed: false });
  });

  it('never sends a write twice', async () => {
    pair = await startPair({ state: 'canary', percent: 100, budget: { ...open, minimum: 1000 } });
    pair.service.answer = json({}, 503);
    const response = await fetch(`${pair.proxy.url}/shop/1`, { method: 'POST', body: 'x' });
    expect(response.status).toBe(503);
    expect(pair.service.seen).toHaveLength(1);
    expect(pair.monolith.seen).toEqual([]);
  });

  it('does not blame the service for what the monolith suffers as well', async () => {
    pair = await startPair({
      state: 'canary',
      percent: 50,
      fallback: false,
      budget: open,
      shadow: { duringCanary: false },
    });
    const failing = (): ((...args: Parameters<ReturnType<typeof json>>) => void) => {
      let n = 0;
      return (request, response) => json({}, n++ % 3 === 0 ? 503 : 200)(request, response);
    };
    pair.monolith.answer = failing();
    // The monolith's rate has to be known before the service's can be judged by it.
    await pair.proxy.rollback('shop', { by: 'ann' });
    await visit(pair.proxy.url, 30);
    pair.service.answer = failing();
    await pair.proxy.promote('shop', { percent: 50, by: 'ann' });
    await visit(pair.proxy.url, 60);
    expect(pair.proxy.status().routes[0]).toMatchObject({ state: 'canary', armed: true });
  });

  it('goes back when real users get other answers than the monolith gives', async () => {
    pair = await startPair({ state: 'canary', percent: 25, budget: open });
    pair.service.answer = json({ ok: 'no' });
    await visit(pair.proxy.url, 80);
    await pair.proxy.settle();
    expect(pair.proxy.status().routes[0]).toMatchObject({ state: 'monolith', armed: false });
    expect(pair.proxy.history().at(-1)?.why).toMatch(/^mismatches: /);
  });

  it('goes back when the service is much slower', async () => {
    pair = await startPair({
      state: 'canary',
      percent: 50,
      budget: { ...open, latency: 1.5, latencySlackMs: 5 },
      shadow: { duringCanary: false },
    });
    pair.service.answer = (request, response) => {
      setTimeout(() => json({ ok: true })(request, response), 40);
    };
    await visit(pair.proxy.url, 80);
    expect(pair.proxy.status().routes[0]).toMatchObject({ state: 'monolith', armed: false });
    expect(pair.proxy.history().at(-1)?.why).toMatch(/^latency: /);
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { json, type Pair, startPair, visit } from '../support/pair.ts';

let pair: Pair;
afterEach(() => pair.close());

describe('a route in shadow', { timeout: 20_000 }, () => {
  it('answers from the monolith and shows the service a marked copy', async () => {
    pair = await startPair({ state: 'shadow', shadow: { noise: 0 } });
    pair.monolith.answer = json({ from: 'monolith' });
    pair.service.answer = json({ from: 'service' });
    const response = await fetch(`${pair.proxy.url}/shop/1?q=2`);
    expect(await response.json()).toEqual({ from: 'monolith' });
    await pair.proxy.settle();
    expect(pair.service.seen).toEqual(['GET /shop/1?q=2 *']);
    expect(pair.monolith.seen.filter((line) => !line.endsWith('*'))).toEqual(['GET /shop/1?q=2']);
    expect(pair.proxy.diff('shop').causes).toMatchObject([
      {
        path: '$.from',
        kind: 'value',
        count: 1,
        examples: [{ request: 'GET /shop/1?q', monolith: '"monolith"', service: '"service"' }],
      },
    ]);
  });

  it('learns what the monolith varies in by itself', async () => {
    pair = await startPair({ state: 'shadow' });
    let n = 0;
    pair.monolith.answer = (request, response) => json({ now: n++, price: 1 })(request, response);
    pair.service.answer = (request, response) => json({ now: n++, price: 2 })(request, response);
    await visit(pair.proxy.url, 10);
    await pair.proxy.settle();
    const report = pair.proxy.diff('shop');
    expect(report.causes.map(({ path, count }) => ({ path, count }))).toEqual([
      { path: '$.price', count: 10 },
    ]);
    expect(report.noise.map(({ path }) => path)).toEqual(['$.now']);
    expect(report.parity).toMatchObject({ compared: 10, equal: 0 });
    const { gates } = await pair.proxy.promote('shop', { to: 'canary', percent: 5 });
    const refusal = gates.find(({ gate }) => gate === 'parity');
    expect(refusal?.fix).toContain('ashlar proxy diff shop');
  });

  it('compares in canary what the monolith answered, never the service with itself', async () => {
    pair = await startPair({ state: 'canary', percent: 50, allow: ['new'], deny: ['old'] });
    pair.monolith.answer = json({ from: 'monolith' });
    pair.service.answer = json({ from: 'service' });
    for (const user of ['new', 'new', 'new', 'old']) {
      await (await fetch(`${pair.proxy.url}/shop/1`, { headers: { 'x-user': user } })).text();
    }
    await pair.proxy.settle();
    const asked = (seen: readonly string[]) => [...seen].sort();
    expect(asked(pair.service.seen)).toEqual([...Array(3).fill('GET /shop/1'), 'GET /shop/1 *']);
    // Once for the user, and once more to learn what varies by itself.
    expect(asked(pair.monolith.seen)).toEqual(['GET /shop/1', 'GET /shop/1 *']);
    expect(pair.proxy.diff('shop').parity.compared).toBe(1);
  });

  it('never mirrors a write by default', async () => {
    pair = await startPair({ state: 'shadow' });
    await fetch(`${pair.proxy.url}/shop/1`, { method: 'POST', body: 'x' });
    await pair.proxy.settle();
    expect(pair.service.seen).toEqual([]);
  });

  it('mirrors a write to a sandbox when it carries its key, body and all', async () => {
    pair = await startPair({
      state: 'shadow',
      shadow: { methods: ['POST'], sandbox: true, idempotencyKeyHeader: 'Idempotency-Key' },
    });
    const bodies: string[] = [];
    pair.service.answer = (request, response) => {
      request.on('data', (chunk: Buffer) => bodies.push(chunk.toString()));
      request.on('end', () => json({ ok: true })(request, response));
    };
    pair.monolith.answer = (request, response) => {
      request.resume();
      request.on('end', () => json({ ok: true })(request, response));
    };
    await fetch(`${pair.proxy.url}/shop/1`, { method: 'POST', body: 'no key' });
    const headers = { 'idempotency-key': 'k1' };
    await fetch(`${pair.proxy.url}/shop/1`, { method: 'POST', body: 'with key', headers });
    await pair.proxy.settle();
    expect(pair.service.seen).toEqual(['POST /shop/1 *']);
    expect(bodies.join('')).toBe('with key');
    expect(pair.monolith.seen).toHaveLength(2);
    expect(pair.proxy.diff('shop').parity).toMatchObject({ compared: 1, equal: 1 });
  });

  it('costs the client nothing when the service is silent, and gives up what it cannot queue', async () => {
    pair = await startPair({
      state: 'shadow',
      shadow: { timeoutMs: 200, queue: 5, concurrency: 1, noise: 0 },
    });
    pair.service.answer = () => undefined;
    const started = performance.now();
    expect(await visit(pair.proxy.url, 30)).toEqual({ 200: 30 });
    expect(performance.now() - started).toBeLessThan(2000);
    await pair.proxy.settle();
    const { parity } = pair.proxy.diff('shop');
    expect(parity.compared).toBe(0);
    expect(parity.failed).toBeGreaterThan(0);
    expect(parity.skipped).toBeGreaterThan(0);
    expect(parity.failed + parity.skipped).toBe(30);
  });

  it('compares status before body, and unpacks compressed bodies', async () => {
    pair = await startPair({ state: 'shadow', shadow: { noise: 0 } });
    const { gzipSync } = await import('node:zlib');
    pair.service.answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      response.end(gzipSync('{"ok":true}'));
    };
    await visit(pair.proxy.url, 1);
    await pair.proxy.settle();
    expect(pair.proxy.diff('shop').parity).toMatchObject({ compared: 1, equal: 1 });
    pair.service.answer = json({ other: 1 }, 404);
    await visit(pair.proxy.url, 1);
    await pair.proxy.settle();
    expect(pair.proxy.diff('shop').causes).toMatchObject([
      { path: 'status', change: '200 → 404', examples: [{ monolith: '200', service: '404' }] },
    ]);
  });

  it('skips what is larger than the cap', async () => {
    pair = await startPair({ state: 'shadow', shadow: { maxBodyBytes: 100, noise: 0 } });
    pair.monolith.answer = json({ text: 'x'.repeat(200) });
    await visit(pair.proxy.url, 2);
    await pair.proxy.settle();
    expect(pair.proxy.diff('shop').parity).toMatchObject({ compared: 0, skipped: 2 });
    expect(pair.service.seen).toEqual([]);
  });

  it('does not take a service for equal that answers only two copies in three', async () => {
    pair = await startPair({ state: 'shadow', shadow: { noise: 0 } });
    let n = 0;
    pair.service.answer = (request, response) => {
      if (n++ % 3 === 0) {
        // Within its body, where nothing is sent again.
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"ok"');
        setImmediate(() => response.destroy());
      } else json({ ok: true })(request, response);
    };
    await visit(pair.proxy.url, 60);
    await pair.proxy.settle();
    const { parity, failures } = pair.proxy.diff('shop');
    expect(parity.different).toBe(0);
    expect(parity.failed).toBeGreaterThan(5);
    expect(failures[0]?.why).toMatch(/\w/);
    const { changed, gates } = await pair.proxy.promote('shop', { to: 'canary', percent: 5 });
    expect(changed).toBe(false);
    expect(gates.find(({ gate }) => gate === 'parity')?.reason).toMatch(/copies got no answer/);
  });

  it('learns that a list comes in any order, and still sees an element that differs', async () => {
    pair = await startPair({ state: 'shadow' });
    let n = 0;
    const list = (price: number) => {
      const items = [
        { sku: 'a', price: 1 },
        { sku: 'b', price },
        { sku: 'c', price: 3 },
      ];
      n++;
      return [...items.slice(n % 3), ...items.slice(0, n % 3)];
    };
    pair.monolith.answer = (request, response) => json({ items: list(2) })(request, response);
    pair.service.answer = (request, response) => json({ items: list(9) })(request, response);
    await visit(pair.proxy.url, 30);
    await pair.proxy.settle();
    const report = pair.proxy.diff('shop');
    expect(report.noise).toMatchObject([{ path: '$.items', kind: 'order' }]);
    expect(report.causes).toMatchObject([{ path: '$.items[*].price', kind: 'value', count: 30 }]);
  });

  it.each<[string, string, number, Record<string, string>, string]>([
    ['an event stream', 'text/event-stream', 200, {}, 'an event stream'],
    [
      'a 304 of one side',
      'application/json',
      304,
      { 'if-none-match': '"1"' },
      'only one side answered 304',
    ],
  ])('does not compare %s', async (_, type, status, headers, why) => {
    pair = await startPair({ state: 'shadow', shadow: { noise: 0 } });
    pair.monolith.answer = (_request, response) => {
      response.writeHead(status, { 'content-type': type });
      response.end();
    };
    await (await fetch(`${pair.proxy.url}/shop/1`, { headers })).text();
    await pair.proxy.settle();
    expect(pair.proxy.diff('shop')).toMatchObject({
      parity: { compared: 0, skipped: 1 },
      skips: [{ why, count: 1 }],
    });
  });

  it('leaves a service in peace that has just failed twenty times in a row', async () => {
    pair = await startPair({ state: 'shadow', shadow: { noise: 0 } });
    await pair.service.upstream.close();
    await visit(pair.proxy.url, 60);
    await pair.proxy.settle();
    const { parity, skips } = pair.proxy.diff('shop');
    expect(parity.failed).toBeGreaterThanOrEqual(20);
    expect(parity.failed).toBeLessThan(30);
    expect(skips).toEqual([
      { why: 'the service has just failed too often in a row', count: 60 - parity.failed },
    ]);
  });
});

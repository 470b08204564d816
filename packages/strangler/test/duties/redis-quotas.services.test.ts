import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LocalQuotas } from '../../src/duties/limits/local-quotas.ts';
import type { Claimed } from '../../src/duties/limits/quotas.ts';
import { RedisQuotas } from '../../src/duties/limits/redis-quotas.ts';
import type { QuotaStoreSettings, RateLimit } from '../../src/model/duties.ts';
import { connectRedis } from '../../src/redis/connection.ts';
import { SharedStore } from '../../src/redis/shared-store.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';

const url = process.env.ASHLAR_TEST_REDIS_URL;
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const limit = (rate: number, seconds: number, name = 'x', burst = rate): RateLimit => ({
  name,
  limit: rate,
  seconds,
  burst,
  by: [{ from: 'address' }],
});

describe.skipIf(url === undefined)('quotas shared through Redis', () => {
  let prefix: string;
  beforeAll(() => {
    prefix = `ashlar-test-${process.pid}-${Date.now()}`;
  });
  const settings = (more: Partial<QuotaStoreSettings> = {}): QuotaStoreSettings => ({
    url: url as string,
    prefix,
    timeoutMs: 500,
    whenDown: 'closed',
    ...more,
  });
  const changes: string[] = [];
  const open = async (more: Partial<QuotaStoreSettings> = {}): Promise<RedisQuotas> => {
    const now = () => performance.now();
    const host = {
      now,
      connect: connectRedis,
      changed: (up: boolean, why: string) => changes.push(`${up} ${why}`),
    };
    const store = new SharedStore(settings(more), host);
    closers.push(() => store.close());
    const quotas = new RedisQuotas(store, new LocalQuotas(now));
    return quotas;
  };
  const ready = async (quotas: RedisQuotas): Promise<void> => {
    const probe: Claimed = { limit: limit(1_000_000, 1), key: `probe-${Math.random()}` };
    await expect
      .poll(async () => (await quotas.take([probe]))[0]?.remaining, {
        timeout: 5000,
        interval: 100,
      })
      .toBeGreaterThan(900_000);
  };

  it('are one quota for all proxies, to the last request', async () => {
    const proxies = await Promise.all([open(), open(), open()]);
    for (const proxy of proxies) await ready(proxy);
    const claimed = [{ limit: limit(50, 3600), key: 'shared' }];
    const asked = Array.from({ length: 300 }, (_, i) => proxies[i % 3]?.take(claimed));
    const rulings = (await Promise.all(asked)).map((one) => one?.[0]);
    expect(rulings.filter((one) => one?.allowed === true)).toHaveLength(50);
    const refused = rulings.find((one) => one?.allowed === false);
    expect(refused?.retryMs).toBeGreaterThan(60_000);
    expect(refused?.retryMs).toBeLessThanOrEqual(72_000);
  });

  it('charge all limits of a request or none', async () => {
    const quotas = await open();
    await ready(quotas);
    const wide = { limit: limit(10, 3600), key: 'wide' };
    const narrow = { limit: limit(1, 3600), key: 'narrow' };
    const take = async (some: Claimed[]) => (await quotas.take(some)).map(({ allowed }) => allowed);
    expect(await take([wide, narrow])).toEqual([true, true]);
    for (let i = 0; i < 20; i++) expect(await take([wide, narrow])).toEqual([true, false]);
    expect((await quotas.take([wide]))[0]).toMatchObject({ allowed: true, remaining: 8 });
  });

  it('let through again at the rate, and leave nothing behind in Redis', async () => {
    const quotas = await open();
    await ready(quotas);
    const claimed = [{ limit: limit(10, 1, 'x', 1), key: 'steady' }];
    expect((await quotas.take(claimed))[0]?.allowed).toBe(true);
    const second = (await quotas.take(claimed))[0];
    expect(second?.allowed).toBe(false);
    await sleep((second?.retryMs ?? 0) + 2);
    expect((await quotas.take(claimed))[0]?.allowed).toBe(true);
    await sleep(150);
    const redis = await connectRedis(url as string);
    closers.push(() => redis.close());
    expect(await redis.command('EXISTS', `${prefix}:quota:steady`)).toBe(0);
  });

  it.each([
    ['closed', [false, false, false]],
    ['open', [true, true, true]],
    ['local', [true, true, false]],
  ] as const)('without Redis are %s', async (whenDown, wanted) => {
    const quotas = await open({ url: 'redis://127.0.0.1:1', whenDown });
    const claimed = [{ limit: limit(2, 3600), key: 'away' }];
    const got: (boolean | undefined)[] = [];
    for (let i = 0; i < 3; i++) got.push((await quotas.take(claimed))[0]?.allowed);
    expect(got).toEqual(wanted);
  });

  it('hold up no request for longer than the timeout when Redis hangs, and come back with it', async () => {
    const port = 20_000 + (process.pid % 20_000);
    const server = spawn(
      'redis-server',
      ['--port', String(port), '--save', '', '--daemonize', 'no'],
      {
        stdio: 'ignore',
      },
    );
    closers.push(() => server.kill('SIGKILL'));
    await expect
      .poll(
        () =>
          new Promise((resolve) => {
            const socket = connect(port, '127.0.0.1');
            socket.on('connect', () => resolve(true));
            socket.on('error', () => resolve(false));
            socket.on('close', () => socket.destroy());
          }),
        { timeout: 5000 },
      )
      .toBe(true);
    const quotas = await open({
      url: `redis://127.0.0.1:${port}`,
      timeoutMs: 50,
      whenDown: 'local',
    });
    const claimed = [{ limit: limit(1000, 1), key: 'hang' }];
    const redis = await connectRedis(`redis://127.0.0.1:${port}`);
    closers.push(() => redis.close());
    // Counting alone looks the same from outside; Redis knows.
    await expect
      .poll(
        async () => {
          await quotas.take(claimed);
          return redis.command('EXISTS', `${prefix}:quota:hang`);
        },
        { timeout: 5000, interval: 100 },
      )
      .toBe(1);
    changes.length = 0;
    server.kill('SIGSTOP');
    // By the order of timers and turns of the event loop, which a busy machine does not change.
    let waited = 0;
    for (let i = 0; i < 50; i++) {
      let turned = false;
      setImmediate(() => {
        turned = true;
      });
      const verdicts = await Promise.race([quotas.take(claimed), sleep(100)]);
      expect(verdicts).toMatchObject([{ allowed: true }]);
      if (turned) waited++;
    }
    // Only the first.
    expect(waited).toBe(1);
    expect(changes[0]).toMatch(/^false no answer in 50 ms/);
    server.kill('SIGCONT');
    await expect
      .poll(
        async () => {
          await quotas.take(claimed);
          return changes.at(-1);
        },
        { timeout: 10_000, interval: 200 },
      )
      .toMatch(/^true/);
  });

  it('hold for two proxies in front of one monolith', async () => {
    const table = { quotaStore: { url: url as string, prefix: `${prefix}-e2e`, timeoutMs: 500 } };
    const routes = [{ rateLimits: [{ limit: 10, seconds: 3600, by: 'header:x-user' }] }];
    const gateways: Gateway[] = [];
    for (let i = 0; i < 2; i++) {
      const gateway = await startGateway('fast', table, routes);
      closers.push(() => gateway.close());
      gateways.push(gateway);
      await expect
        .poll(
          async () =>
            (await gateway.ask('/a', { 'x-user': `warm-${i}-${Math.random()}` })).headers.ratelimit,
          { interval: 200 },
        )
        .toMatch(/r=9/);
    }
    await sleep(1200);
    const statuses: number[] = [];
    for (let i = 0; i < 20; i++) {
      statuses.push((await (gateways[i % 2] as Gateway).ask('/a', { 'x-user': 'ann' })).status);
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(10);
  });
});

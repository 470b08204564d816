import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { OneTimeTokens } from '../../src/duties/authentication/one-time.ts';
import { SharedOneTimeTokens } from '../../src/duties/authentication/shared-one-time.ts';
import { type Entered, LocalPlaces } from '../../src/duties/limits/places.ts';
import { RedisPlaces } from '../../src/duties/limits/redis-places.ts';
import { connectRedis } from '../../src/redis/connection.ts';
import { SharedStore } from '../../src/redis/shared-store.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { startIssuer } from '../support/issuer.ts';

const url = process.env.ASHLAR_TEST_REDIS_URL;
const NOBODY = 'redis://127.0.0.1:1';
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

type WhenDown = 'local' | 'open' | 'closed';

describe.skipIf(url === undefined)('what proxies keep together in Redis', () => {
  let turn = 0;
  const prefixOf = (): string => `ashlar-test-${process.pid}-${Date.now()}-${++turn}`;

  async function openStore(
    prefix: string,
    { address = url as string, whenDown = 'closed' as WhenDown } = {},
  ): Promise<SharedStore> {
    let connected = (): void => undefined;
    const first = new Promise<void>((resolve) => {
      connected = resolve;
    });
    const store = new SharedStore(
      { url: address, prefix, timeoutMs: 500, whenDown },
      {
        now: () => performance.now(),
        connect: (to) => connectRedis(to).finally(() => setTimeout(connected)),
        changed: () => undefined,
      },
    );
    closers.push(() => store.close());
    await first;
    return store;
  }

  describe('places', () => {
    async function openPlaces(
      prefix: string,
      { holdMs = 15_000, ...more }: Parameters<typeof openStore>[1] & { holdMs?: number } = {},
    ): Promise<RedisPlaces> {
      const places = new RedisPlaces(await openStore(prefix, more), new LocalPlaces(), holdMs);
      closers.push(() => places.close());
      return places;
    }
    const one = (limit: number, key = 'a') => [{ key, limit }];
    const isIn = (entered: Entered): boolean => 'leave' in entered;

    it('are so many for all proxies, and free again when their requests leave', async () => {
      const prefix = prefixOf();
      const proxies = await Promise.all([1, 2, 3].map(() => openPlaces(prefix)));
      const all = await Promise.all(
        Array.from({ length: 30 }, (_, i) => proxies[i % 3]?.enter(one(10)) as Promise<Entered>),
      );
      expect(all.filter(isIn)).toHaveLength(10);
      for (const entered of all) if ('leave' in entered) entered.leave();
      await expect
        .poll(async () => isIn((await proxies[0]?.enter(one(1))) as Entered), { timeout: 2000 })
        .toBe(true);
    });

    it('are given all together or not at all', async () => {
      const places = await openPlaces(prefixOf());
      const wide = { key: 'wide', limit: 2 };
      const narrow = { key: 'narrow', limit: 1 };
      expect(isIn(await places.enter([wide, narrow]))).toBe(true);
      for (let i = 0; i < 5; i++) expect(await places.enter([wide, narrow])).toEqual({ full: 1 });
      expect(isIn(await places.enter([wide]))).toBe(true);
      expect(await places.enter([wide])).toEqual({ full: 0 });
    });

    it('are held as long as a request runs, and no longer than that by a proxy that is gone', {
      timeout: 20_000,
    }, async () => {
      const prefix = prefixOf();
      const alive = await openPlaces(prefix, { holdMs: 2000 });
      expect(isIn(await alive.enter(one(1)))).toBe(true);
      await sleep(4500);
      const other = await openPlaces(prefix, { holdMs: 2000 });
      expect(await other.enter(one(1))).toEqual({ full: 0 });
      const lost = await openStore(prefix);
      const dead = new RedisPlaces(lost, new LocalPlaces(), 2000);
      closers.push(() => dead.close());
      expect(isIn(await dead.enter(one(1, 'b')))).toBe(true);
      expect(await other.enter(one(1, 'b'))).toEqual({ full: 0 });
      // As killed: nobody says any more that the request runs, and nobody takes it out.
      await lost.close();
      await expect
        .poll(async () => isIn(await other.enter(one(1, 'b'))), { timeout: 5000 })
        .toBe(true);
    });

    it.each<[WhenDown, boolean[]]>([
      ['local', [true, false]],
      ['open', [true, true]],
      ['closed', [false, false]],
    ])('without Redis are %s', async (whenDown, expected) => {
      const places = await openPlaces(prefixOf(), { address: NOBODY, whenDown });
      expect([isIn(await places.enter(one(1))), isIn(await places.enter(one(1)))]).toEqual(
        expected,
      );
    });
  });

  describe('tokens that are good once', () => {
    const HOUR = 3_600_000;
    const open = async (prefix: string, more: Parameters<typeof openStore>[1] = {}) =>
      new SharedOneTimeTokens(await openStore(prefix, more), new OneTimeTokens(10));

    it('are used up for all proxies, until they expire', async () => {
      const prefix = prefixOf();
      const [a, b] = [await open(prefix), await open(prefix)];
      const now = Date.now();
      expect(await a.use('x', now + HOUR, now)).toBe('fresh');
      expect(await b.use('x', now + HOUR, now)).toBe('used');
      expect(await b.use('y', now + 50, now)).toBe('fresh');
      await sleep(80);
      expect(await a.use('y', now + HOUR, now)).toBe('fresh');
    });

    it.each<[WhenDown, string[]]>([
      ['local', ['fresh', 'used']],
      ['open', ['fresh', 'used']],
      ['closed', ['unknown', 'used']],
    ])('without Redis (%s)', async (whenDown, expected) => {
      const tokens = await open(prefixOf(), { address: NOBODY, whenDown });
      const now = Date.now();
      const use = () => tokens.use('x', now + HOUR, now);
      expect([await use(), await use()]).toEqual(expected);
    });

    it('pass one of two proxies, whichever comes first', async () => {
      const issuer = await startIssuer();
      closers.push(() => issuer.close());
      const table = {
        quotaStore: { url: url as string, prefix: prefixOf(), timeoutMs: 500 },
        authenticators: {
          main: {
            bearer: { issuer: issuer.name, audience: 'shop', jwks: issuer.url, oneTime: true },
          },
        },
        defaults: { authentication: { by: 'main' } },
      };
      const gateways: Gateway[] = [];
      for (let i = 0; i < 2; i++) gateways.push(await startGateway('fast', table, [{}]));
      closers.push(() => Promise.all(gateways.map((gateway) => gateway.close())));
      await sleep(300);
      for (let i = 0; i < 5; i++) {
        const authorization = `Bearer ${await issuer.token({ jti: `once-${i}` })}`;
        const answers = await Promise.all(
          gateways.map((gateway) => gateway.ask('/a', { authorization })),
        );
        expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
      }
    });
  });
});

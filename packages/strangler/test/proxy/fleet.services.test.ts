import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createProxy,
  type GateVerdict,
  type Proxy as RunningProxy,
  type WrittenRoute,
} from '../../src/index.ts';
import { connectRedis, type RedisConnection } from '../../src/redis/connection.ts';
import { RedisStore } from '../../src/state/redis-store.ts';
import type { StateEntry } from '../../src/state/store.ts';
import { json, type Pair, startPair, tableFor, visit } from '../support/pair.ts';
import { type Relay, startRelay } from '../support/relay.ts';

const SERVER = process.env.ASHLAR_TEST_REDIS_URL ?? '';
/** All of them stand at the same place within this. */
const CONVERGED_MS = 1_000;

let redis: RedisConnection;
let name: string;
let pair: Pair;
let proxies: RunningProxy[];
let relays: Relay[];

/** Proxies of one name, each with a way to Redis of its own. */
async function fleetOf(size: number, route: Partial<WrittenRoute>): Promise<void> {
  for (let i = 0; i < size; i++) relays.push(await startRelay(new URL(SERVER)));
  const shared = relays.map(({ port }) => ({ url: `redis://127.0.0.1:${port}`, name }));
  pair = await startPair(route, { shared: shared[0] as { url: string; name: string } });
  const table = tableFor(pair.monolith, pair.service, route);
  const others = shared.slice(1).map((way) => createProxy({ table, port: 0, shared: way }));
  proxies = [pair.proxy, ...(await Promise.all(others))];
}

const states = (): (string | undefined)[] => proxies.map((p) => p.status().routes[0]?.state);
const leaders = (): number => proxies.filter((p) => p.status().fleet?.leads).length;

async function soon(done: () => boolean, ms = CONVERGED_MS): Promise<number> {
  const from = performance.now();
  while (!done()) {
    if (performance.now() - from > ms) throw new Error(`not within ${ms} ms: ${String(done)}`);
    await sleep(5);
  }
  return performance.now() - from;
}

const everywhere = (state: string): (() => boolean) => {
  return () => states().every((found) => found === state);
};

describe.skipIf(SERVER === '')(
  'proxies that share states through Redis (skipped without ASHLAR_TEST_REDIS_URL)',
  { timeout: 30_000 },
  () => {
    beforeAll(async () => {
      redis = await connectRedis(SERVER);
    });
    afterAll(() => redis.close());
    beforeEach(() => {
      name = `test-${randomUUID()}`;
      proxies = [];
      relays = [];
    });
    afterEach(async () => {
      for (const relay of relays) relay.become('open');
      await Promise.all(proxies.slice(1).map((proxy) => proxy.close({ drainMs: 0 })));
      await pair.close();
      await Promise.all(relays.map((relay) => relay.close()));
      const keys = (await redis.command('KEYS', `ashlar:{${name}}:*`)) as string[];
      if (keys.length > 0) await redis.command('DEL', ...keys);
    });

    const free = { parity: 0, minimum: 1 };

    it('adopt a route once and stand at the same place within a second', async () => {
      await fleetOf(3, { state: 'monolith', budget: free });
      const force = { force: true, until: '2999-01-01T00:00:00Z', why: 'test' };
      await proxies[1]?.promote('shop', { to: 'service', by: 'ann', ...force });
      await soon(everywhere('service'));
      await proxies[2]?.rollback('shop', { by: 'bob' });
      expect(states()[2]).toBe('monolith');
      await soon(everywhere('monolith'));
      await soon(() => proxies.every((p) => p.history({ route: 'shop' }).length === 3));
      const told = proxies.map((p) =>
        p.history({ route: 'shop' }).map(({ action, by, sequence }) => [action, by, sequence]),
      );
      expect(told[0]?.map(([action, by]) => [action, by])).toEqual([
        ['adopt', 'ashlar'],
        ['promote', 'ann'],
        ['rollback', 'bob'],
      ]);
      expect(told[1]).toEqual(told[0]);
      expect(told[2]).toEqual(told[0]);
      const all = proxies[0]?.history().map(({ sequence }) => sequence) ?? [];
      expect(all).toEqual(all.map((_, index) => index + 1));
    });

    it('let one of two steps happen that are asked for at the same time', async () => {
      await fleetOf(2, { state: 'monolith', budget: free });
      const asked = await Promise.all(
        proxies.map((proxy, i) => proxy.promote('shop', { to: 'shadow', by: `person ${i}` })),
      );
      expect(asked.map(({ changed }) => changed).sort()).toEqual([false, true]);
      await soon(everywhere('shadow'));
      await soon(() => proxies.every((p) => p.history({ route: 'shop' }).length === 3));
      const actions = proxies[0]?.history({ route: 'shop' }).map(({ action }) => action);
      expect(actions?.sort()).toEqual(['adopt', 'promote', 'refuse']);
    });

    it('go the way back together in a rehearsal, and return together', async () => {
      await fleetOf(2, { state: 'canary', percent: 100, budget: free });
      const running = proxies[1]?.rehearse('shop', { by: 'ann', seconds: 3 });
      await soon(everywhere('monolith'), 2_000);
      for (const proxy of proxies) await visit(proxy.url, 5);
      expect(await running).toMatchObject({ passed: true, to: { state: 'canary' } });
      await soon(everywhere('canary'));
      for (const proxy of proxies) {
        expect(proxy.status().routes[0]).toHaveProperty('rehearsed');
      }
    });

    it('judge a route by what all have seen, and one of them takes the planned step', async () => {
      const budget = { parity: 0, minimum: 40, errors: 0.5, mismatches: 1, latencySlackMs: 5000 };
      await fleetOf(3, { state: 'canary', percent: 50, plan: [50, 100], budget });
      await soon(() => leaders() === 1, 3_000);
      const percents = (): boolean => proxies.every((p) => p.status().routes[0]?.percent === 100);
      for (let round = 0; round < 20 && !percents(); round++) {
        for (const proxy of proxies) await visit(proxy.url, 20);
        await sleep(100);
      }
      await soon(percents);
      const steps = proxies[0]?.history().filter(({ action }) => action === 'promote');
      expect(steps?.map(({ by, to }) => [by, to.percent])).toEqual([['ashlar', 100]]);
      const gates = steps?.[0]?.evidence.gates as GateVerdict[];
      const seen = /no breach in (\d+) answers/.exec(
        gates.find(({ gate }) => gate === 'budget')?.reason ?? '',
      );
      for (const p of proxies) {
        expect(p.status().routes[0]?.serviceTraffic.requests).toBeLessThan(Number(seen?.[1]));
      }
    });

    it('go back together when the service fails, each failure seen elsewhere counting', async () => {
      const budget = { parity: 0, minimum: 30, errors: 0.05, mismatches: 1, latencySlackMs: 5000 };
      await fleetOf(3, { state: 'canary', percent: 100, fallback: false, budget });
      pair.service.answer = json({}, 500);
      for (const proxy of proxies) await visit(proxy.url, 15);
      await soon(everywhere('monolith'), 2_000);
      const route = proxies[0]?.status().routes[0];
      expect(route?.armed).toBe(false);
      expect(route?.lastDecision?.why).toMatch(/errors/);
    });

    it('add up what each has compared, and forget together', async () => {
      const budget = { parity: 0.9, minimum: 1 };
      await fleetOf(3, { state: 'shadow', shadow: { sample: 1 }, budget });
      for (const proxy of proxies) {
        await visit(proxy.url, 15);
        await proxy.settle();
      }
      const compared = (): number[] =>
        proxies.map((p) => p.status().routes[0]?.parity.compared ?? 0);
      await soon(() => compared().every((count) => count === 45), 2_000);
      await proxies[1]?.forget('shop', { by: 'ann' });
      await soon(() => compared().every((count) => count === 0), 2_000);
    });

    it.each(['cut', 'silent'] as const)(
      'serve on behind a %s network, go back alone, and tell the others afterwards',
      async (mode) => {
        const budget = { parity: 0, minimum: 5, errors: 0.05, latencySlackMs: 5000 };
        await fleetOf(3, { state: 'canary', percent: 100, fallback: false, budget });
        await soon(() => leaders() === 1, 3_000);
        const lost = proxies.findIndex((p) => p.status().fleet?.leads);
        const alone = proxies[lost] as RunningProxy;
        relays[lost]?.become(mode);
        expect(await visit(alone.url, 5)).toEqual({ 200: 5 });
        await expect(alone.promote('shop', { to: 'service', by: 'ann' })).rejects.toMatchObject({
          code: 'PROXY_STATE_UNWRITABLE',
        });
        // Another one leads as soon as the lease is over, and the lost one knows that it does not.
        await soon(() => leaders() === 1 && alone.status().fleet?.leads === false, 4_000);
        pair.service.answer = json({}, 500);
        await visit(alone.url, 40);
        expect(alone.status().routes[0]?.state).toBe('monolith');
        expect(new Set(states())).toEqual(new Set(['monolith', 'canary']));
        relays[lost]?.become('open');
        await soon(everywhere('monolith'), 5_000);
        expect(proxies.every((p) => p.status().routes[0]?.armed === false)).toBe(true);
      },
    );

    it('take no step while the server is away, by hand, by force or by plan; the plan goes on after', async () => {
      const budget = { parity: 0, minimum: 40, errors: 0.5, mismatches: 1, latencySlackMs: 5000 };
      await fleetOf(2, { state: 'canary', percent: 50, plan: [50, 100], budget });
      await soon(() => leaders() === 1, 3_000);
      const percents = () => proxies.map((p) => p.status().routes[0]?.percent);
      for (const relay of relays) relay.become('cut');
      // Enough for the step, had it been possible, and longer than a lease.
      for (let round = 0; round < 12; round++) {
        for (const proxy of proxies) expect(await visit(proxy.url, 20)).toEqual({ 200: 20 });
        await sleep(200);
      }
      expect(leaders()).toBe(0);
      expect(proxies[0]?.status().routes[0]?.tests.errors.outcome).toBe('clear');
      const force = { force: true, until: '2999-01-01T00:00:00Z', why: 'test' };
      for (const how of [{}, force]) {
        await expect(
          proxies[0]?.promote('shop', { to: 'service', by: 'ann', ...how }),
        ).rejects.toMatchObject({ code: 'PROXY_STATE_UNWRITABLE' });
      }
      expect(percents()).toEqual([50, 50]);
      for (const relay of relays) relay.become('open');
      await soon(() => percents().every((percent) => percent === 100), 10_000);
    });

    it('notice a way that passes nothing on, however much they send, and find another', async () => {
      await fleetOf(2, { state: 'canary', percent: 100, budget: free });
      const [there, lost] = proxies as [RunningProxy, RunningProxy];
      relays[1]?.become('silent');
      const under = async (done: () => boolean, ms: number): Promise<void> => {
        for (const end = Date.now() + ms; !done(); ) {
          if (Date.now() > end) throw new Error(`not within ${ms} ms: ${String(done)}`);
          await visit(lost.url, 5);
          await sleep(50);
        }
      };
      await under(() => lost.status().fleet?.connected === false, 8_000);
      await there.rollback('shop', { by: 'ann' });
      expect(states()).toEqual(['monolith', 'canary']);
      relays[1]?.become('open');
      // A new connection that was begun in silence is given up after three seconds as well.
      await under(everywhere('monolith'), 8_000);
      expect(lost.status().fleet?.connected).toBe(true);
      // Messages come as well, not only what is read when the connection is back.
      await there.promote('shop', { to: 'shadow', by: 'ann' });
      await soon(everywhere('shadow'));
    });

    it('refuse a step of a leader that has been followed by another', async () => {
      await fleetOf(1, { state: 'canary', percent: 10 });
      await soon(() => leaders() === 1, 3_000);
      const late = await RedisStore.open({
        connection: await connectRedis(SERVER),
        name,
        id: 'late',
      });
      const before = late.entries.get('shop') as StateEntry;
      const decision = pair.proxy.history({ route: 'shop' })[0];
      if (decision === undefined) throw new Error('nothing decided');
      const next = { ...before, state: { state: 'service' } as const };
      await expect(late.save('shop', next, decision, { asLeader: true })).rejects.toMatchObject({
        code: 'PROXY_STATE_CONFLICT',
      });
      expect(states()).toEqual(['canary']);
      await late.close();
    });

    it('give the states back to a server that has lost its memory', async () => {
      await fleetOf(2, { state: 'shadow', budget: free });
      const keys = (await redis.command('KEYS', `ashlar:{${name}}:*`)) as string[];
      await proxies[0]?.rollback('shop', { by: 'ann' });
      await soon(everywhere('monolith'));
      await redis.command('DEL', ...keys);
      await sleep(700);
      expect(states()).toEqual(['monolith', 'monolith']);
      await proxies[1]?.promote('shop', { by: 'bob' });
      await soon(everywhere('shadow'), 2_000);
    });

    it('go on when the leader is killed', async () => {
      const budget = { parity: 0, minimum: 20, errors: 0.5, mismatches: 1, latencySlackMs: 5000 };
      const route: Partial<WrittenRoute> = {
        state: 'canary',
        percent: 50,
        plan: [50, 100],
        budget,
      };
      // Alone at first, the child leads.
      const monolith = await startPair({}, {});
      pair = monolith;
      const table = {
        schemaVersion: 1,
        upstreams: {
          monolith: monolith.monolith.upstream.url,
          shop: { url: monolith.service.upstream.url },
        },
        routes: [
          {
            id: 'shop',
            match: '/shop/**',
            service: 'shop',
            sticky: { header: 'x-user' },
            ...route,
          },
          { match: '/**', state: 'monolith' },
        ],
      };
      const child = startChild(table);
      const url = await listening(child);
      const shared = { url: SERVER, name };
      const follower = await createProxy({
        table: tableFor(monolith.monolith, monolith.service, route),
        port: 0,
        shared,
      });
      proxies = [monolith.proxy, follower];
      try {
        await visit(url, 5);
        await soon(() => follower.status().fleet?.proxies === 2, 3_000);
        expect(follower.status().fleet?.leads).toBe(false);
        child.kill('SIGKILL');
        await once(child, 'exit');
        await soon(() => follower.status().fleet?.leads === true, 3_500);
        const there = (): boolean => follower.status().routes[0]?.percent === 100;
        for (let round = 0; round < 30 && !there(); round++) {
          await visit(follower.url, 20);
          await sleep(100);
        }
        expect(there()).toBe(true);
      } finally {
        child.kill('SIGKILL');
      }
    });

    function startChild(table: unknown): ChildProcess {
      const source = new URL('../../src/index.ts', import.meta.url).href;
      const script = `const { createProxy, loadRoutes } = await import(${JSON.stringify(source)});
        const proxy = await createProxy({ table: loadRoutes(${JSON.stringify(table)}), port: 0,
          shared: { url: ${JSON.stringify(SERVER)}, name: ${JSON.stringify(name)} } });
        process.stdout.write(proxy.url + '\\n');
        setTimeout(() => process.exit(1), 25_000);`;
      const flags = ['--conditions=@ashlar/source', '--no-warnings', '--input-type=module'];
      return spawn(process.execPath, [...flags, '-e', script], { stdio: ['ignore', 'pipe', 2] });
    }

    async function listening(child: ChildProcess): Promise<string> {
      const [text] = (await once(child.stdout as NonNullable<typeof child.stdout>, 'data')) as [
        Buffer,
      ];
      return text.toString().trim();
    }
  },
);

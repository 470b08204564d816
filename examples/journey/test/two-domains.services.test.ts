/**
 * Two domains leave the shop one after the other: inventory by its routes, confirmations by an event.
 * PostgreSQL, Redis and NATS are real, spans go to an OTLP receiver, every part is a process, and
 * shoppers go on all the while.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { createClient } from '@redis/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTraffic, type Traffic } from '../src/traffic/generator.ts';
import { type Collector, type Span, startCollector } from './support/collector.ts';
import { createWorld, type ShopWorld, type Started, until } from './support/shop-world.ts';

const POSTGRES = process.env.ASHLAR_TEST_POSTGRES_URL;
const REDIS = process.env.ASHLAR_TEST_REDIS_URL;
const NATS = process.env.ASHLAR_TEST_NATS_URL;
const MISSING = POSTGRES === undefined || REDIS === undefined || NATS === undefined;

const SKUS = ['SKU-TEE-BLK-M', 'SKU-PENCIL-12'];
const TOKEN = 'inventory-token-of-the-story';

describe.skipIf(MISSING)(
  'two domains, one after the other (skipped without PostgreSQL, Redis and NATS)',
  { timeout: 120_000 },
  () => {
    let world: ShopWorld;
    let shopDatabase: string;
    let monolith: Started;
    let inventory: Started;
    let proxies: Started[];
    let traffic: Traffic;
    let collector: Collector;
    /** The order that was placed before confirmations began to move. */
    let first: number;
    const fleet = `story-${randomUUID()}`;
    const common = { PORT: '0', JOBS: 'off', LOG_LEVEL: 'info' };

    beforeAll(async () => {
      world = await createWorld(POSTGRES ?? '');
      collector = await startCollector();
      shopDatabase = await world.database('shop');
      monolith = await startMonolith('monolith', {});
      inventory = await world.start('inventory', 'examples/inventory-service/src/main.ts', {
        env: {
          PORT: '0',
          DATABASE_URL: await world.database('inventory'),
          NATS_URL: NATS ?? '',
          ADMIN_TOKEN: TOKEN,
          ...telemetry(),
        },
      });
      await writeTable();
      proxies = await Promise.all(['proxy-1', 'proxy-2'].map(startProxy));
      traffic = startTraffic({ url: front(0), skus: SKUS, shoppers: 40, rate: 60 });
    }, 120_000);
    afterAll(async () => {
      await traffic?.stop();
      await world?.close();
      await collector?.close();
      const redis = await createClient({ url: REDIS ?? '' }).connect();
      const keys = await redis.keys(`ashlar:{${fleet}}:*`);
      if (keys.length > 0) await redis.del(keys);
      redis.destroy();
    }, 60_000);

    const front = (number: number): string => proxies[number]?.value.listening ?? '';
    const admin = (number: number): string => proxies[number]?.value.admin ?? '';

    const telemetry = () => ({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });

    function startMonolith(name: string, env: Record<string, string>): Promise<Started> {
      return world.start(name, 'examples/monolith/src/main.ts', {
        env: {
          ...common,
          ...telemetry(),
          DATABASE_URL: shopDatabase,
          NATS_URL: NATS ?? '',
          ...env,
        },
      });
    }

    function startProxy(name: string): Promise<Started> {
      const table = `${world.folder}/routes.yaml`;
      const args = ['proxy', table, '--port', '0', '--admin-port', '0'];
      return world.start(name, 'packages/ashlar/dist/bin.js', {
        args: [...args, '--state', REDIS ?? '', '--fleet', fleet],
      });
    }

    function writeTable(): Promise<string> {
      return world.write(
        'routes.yaml',
        `schemaVersion: 1
upstreams:
  monolith: ${monolith.value.listening}
  inventory: { url: ${inventory.value.listening}, health: /health, version: version }
observability:
  traces: { endpoint: "${collector.url}/v1/traces", service: shop-proxy }
defaults:
  observe: { traces: 1 }
routes:
  - id: stock
    match: /inventory/stock/**
    methods: [GET]
    state: monolith
    service: inventory
    owner: warehouse
    steps: [25]
    sticky: { cookie: shop_visitor }
    shadow: { duringCanary: false }
    compare: { ignore: ['**.updatedAt'] }
    budget: { errors: 0.05, parity: 0.9, minimum: 20, latencySlackMs: 500 }
    gate: { telemetry: { metrics: false, traces: echo } }
  - id: shop
    match: /**
    state: monolith
`,
      );
    }

    /** A new process takes over before the old one ends; shoppers notice nothing. */
    async function replaceMonolith(name: string, env: Record<string, string>): Promise<void> {
      const old = monolith;
      monolith = await startMonolith(name, env);
      await writeTable();
      for (const [number] of proxies.entries()) {
        const { code, stderr } = await world.ashlar('proxy', 'reload', '--admin', admin(number));
        expect([code, stderr]).toEqual([0, '']);
      }
      expect(await old.stop()).toBe(0);
    }

    async function promote(...to: string[]): Promise<void> {
      const args = ['proxy', 'promote', 'stock', '--to', ...to, '--by', 'warehouse'];
      const { code, stdout, stderr } = await world.ashlar(...args, '--admin', admin(0));
      expect(code, stdout + stderr).toBe(0);
    }

    async function route(number: number): Promise<{
      state: string;
      parity: { compared: number };
      tests: { errors: { observations: number } };
      serviceTraffic: { requests: number };
    }> {
      const { routes } = (await (await fetch(`${admin(number)}/status`)).json()) as {
        routes: { id: string }[];
      };
      return routes.find(({ id }) => id === 'stock') as never;
    }

    /** Anna logs in, fills her basket and orders, all through the second proxy. */
    async function order(traceId = randomBytes(16).toString('hex')): Promise<number> {
      const traceparent = `00-${traceId}-${randomBytes(8).toString('hex')}-01`;
      let cookie = '';
      let token = '';
      const post = async (path: string, body: unknown): Promise<Record<string, unknown>> => {
        const response = await fetch(front(1) + path, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            traceparent,
            cookie,
            ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
          },
          body: JSON.stringify(body),
        });
        cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
        const text = await response.text();
        expect(response.ok, `${path}: ${response.status} ${text}`).toBe(true);
        return JSON.parse(text) as Record<string, unknown>;
      };
      const password = 'granite-demo-customer';
      token = String(
        (await post('/auth/login', { email: 'anna@granite.example', password })).token,
      );
      await post('/basket/items', { sku: 'SKU-PENCIL-12', quantity: 1 });
      return Number((await post('/checkout', { payment: { method: 'invoice' } })).id);
    }

    const confirmedByShop = async (): Promise<number[]> => {
      const rows = await world.query<{ id: string }>(
        shopDatabase,
        `select substring(subject from '\\d+') as id from email_messages
          where template = 'order-confirmation' and subject like 'Your order %'`,
      );
      return rows.map(({ id }) => Number(id)).sort((a, b) => a - b);
    };

    it('moves the stock routes, step by step, on both proxies', async () => {
      const login = await fetch(`${monolith.value.listening}/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: 'admin@granite.example', password: 'granite-demo-admin' }),
      });
      const { token } = (await login.json()) as { token: string };
      const backfill = await fetch(`${inventory.value.listening}/admin/backfill`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
        body: JSON.stringify({ from: monolith.value.listening, token }),
      });
      expect(backfill.status).toBe(200);

      await promote('shadow');
      await until('60 answers compared', async () => (await route(1)).parity.compared >= 60);
      await promote('canary', '--percent', '25');
      await until('20 answers', async () => (await route(0)).tests.errors.observations >= 20);
      const rehearsed = await world.ashlar(
        ...['proxy', 'rehearse', 'stock', '--seconds', '2', '--admin', admin(0)],
      );
      expect(rehearsed.code, rehearsed.stdout).toBe(0);
      await until('20 answers', async () => (await route(0)).tests.errors.observations >= 20);
      await promote('service');
      await until('the other proxy', async () => (await route(1)).state === 'service', 1_000);
      // The shop asks the service as well from now on.
      await replaceMonolith('monolith-2', {
        INVENTORY_MODE: 'service',
        INVENTORY_URL: inventory.value.listening ?? '',
        INVENTORY_TOKEN: TOKEN,
      });
      first = await order();
      await until('the confirmation', async () => (await confirmedByShop()).includes(first));
    });

    it('moves confirmations at a time agreed on: rehearsed before, each order confirmed once', async () => {
      const since = new Date(Date.now() + 12_000).toISOString();
      const notifications = await world.start(
        'notifications',
        'examples/order-consumers/src/main.ts',
        { args: ['notifications', '--since', since], env: telemetry() },
      );
      const report = async (): Promise<string[]> =>
        (await (await fetch(notifications.value.report ?? '')).json()) as string[];
      await replaceMonolith('monolith-3', {
        INVENTORY_MODE: 'service',
        INVENTORY_URL: inventory.value.listening ?? '',
        INVENTORY_TOKEN: TOKEN,
        EVENTS_URL: notifications.value.events ?? '',
        CONFIRMATIONS_UNTIL: since,
      });
      const before = [await order(), await order(), await order()];
      expect(Date.now()).toBeLessThan(Date.parse(since));
      // Both have written them, also the order from before the service was there: the service is compared
      // with the shop before anything depends on it.
      const all = [first, ...before];
      await until(
        'all confirmed by the shop',
        async () => (await confirmedByShop()).length >= all.length,
      );
      await until('all rehearsed', async () => (await report()).length >= all.length);
      const rehearsed = (await report()).filter((line) => line.startsWith('(rehearsed) '));
      expect(rehearsed.map(orderOf)).toEqual(all);
      expect(await confirmedByShop()).toEqual(all);

      await until('the time', async () => Date.now() > Date.parse(since));
      const trace = randomBytes(16).toString('hex');
      const after = [await order(trace), await order(), await order()];
      const live = async (): Promise<number[]> =>
        (await report()).filter((line) => !line.startsWith('(')).map(orderOf);
      await until('all confirmed', async () => (await live()).length >= after.length);
      expect(await live()).toEqual(after);
      expect(await confirmedByShop()).toEqual(all);

      // One trace: the order's request at the proxy, the shop behind it, the service that the shop asks, and
      // the consumer of the event that the shop sends, each the child of the one before.
      await until('the spans', async () => missing(collector.spans(trace)).length === 0, 5_000);
      expect(missing(collector.spans(trace))).toEqual([]);
    });

    it('lost no request on the way', async () => {
      await traffic.stop();
      const { requests, errors } = traffic.total();
      expect(requests).toBeGreaterThan(500);
      expect(errors).toBe(0);
    });
  },
);

/** Who has to be whose child in the trace of an order: service and kind of span, caller first. */
const CHAINS = [
  ['shop-proxy 2', 'shop-proxy 3', 'shop 2', 'inventory-service 2'],
  ['shop-proxy 2', 'shop-proxy 3', 'shop 2', 'shop 4', 'notifications 5'],
  // Over NATS the traceparent of the event itself is all there is.
  ['shop-proxy 2', 'shop-proxy 3', 'shop 2', 'inventory-service 5'],
];

/** The chains that the spans do not have. */
function missing(spans: readonly Span[]): string[][] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const named = ({ service, kind }: Span): string => `${service} ${kind}`;
  const callers = (span: Span | undefined): string[] =>
    span === undefined ? [] : [...callers(byId.get(span.parentSpanId ?? '')), named(span)];
  const found = new Set(spans.map((span) => callers(span).join(' > ')));
  return CHAINS.filter((chain) => !found.has(chain.join(' > ')));
}

const orderOf = (line: string): number => Number(/Order (\d+):/.exec(line)?.[1]);

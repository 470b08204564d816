import { randomUUID } from 'node:crypto';
import { Server as TlsServer } from 'node:tls';
import { tlsOptions } from '../lane/certificate.ts';
import type { Lane } from '../lane/lane.ts';
import { createSafeLane } from '../lane/safe.ts';
import { ProxyError } from '../model/error.ts';
import type { Route } from '../model/routes.ts';
import { type MetricsFormat, metricsText } from '../observe/prometheus.ts';
import { progressOf } from '../progress/progress.ts';
import { connectRedis } from '../redis/connection.ts';
import { explainRoute } from '../routes/explain.ts';
import { RedisStore } from '../state/redis-store.ts';
import { openStateStore, type StateStore } from '../state/store.ts';
import { openAdmin } from './admin-address.ts';
import { Engine } from './engine.ts';
import type { FleetSettings } from './fleet.ts';
import { openFront } from './front.ts';
import { acceptBacklog, LOOPBACK, listen, stop } from './listen.ts';
import { loneCounts } from './lone-counts.ts';
import { mountOn } from './middleware.ts';
import type { ProxyOptions, Proxy as StranglerProxy } from './proxy.ts';
import { describeProxy } from './status.ts';

const DRAIN_MS = 10_000;
const RECHECK_MS = 60_000;

/**
 * Starts a proxy for a route table.
 *
 * @throws ProxyError PROXY_RECORDER_MISSING, PROXY_PORT_IN_USE, PROXY_STATE_INVALID,
 * PROXY_STATE_UNWRITABLE, PROXY_STATE_IN_USE, PROXY_KEYS_INVALID, PROXY_REDIS_INVALID,
 * PROXY_REDIS_UNREACHABLE
 */
export async function createProxy(options: ProxyOptions): Promise<StranglerProxy> {
  const clock = options.clock ?? Date.now;
  refuseUnrecorded(options);
  refuseUnsharedKeys(options);
  const several = options.reusePort === true || options.shared !== undefined;
  const lone = several ? loneCounts(options.table) : undefined;
  if (lone !== undefined) options.log?.('warn', lone, {});
  const states = await openStates(options);
  const { store } = states;
  const engine = await openEngine(options, states, clock);
  const lanes: Lane[] = [];
  try {
    await engine.adopt();
    const safe = createSafeLane(engine);
    lanes.push(safe);
    const front = openFront(engine, safe, options);
    if (front !== safe) lanes.push(front);
    const listening = { port: options.port, host: options.host ?? LOOPBACK };
    const shared = options.reusePort === true ? { ...listening, reusePort: true } : listening;
    const address = await listen(front.server, shared);
    const url = options.tls === undefined ? address : address.replace('http:', 'https:');
    const startedAt = new Date(clock()).toISOString();
    const proxy = facade(engine, store, clock, url, startedAt, lanes);
    if (options.admin === undefined) return proxy;
    return { ...proxy, adminUrl: await openAdmin(options, options.admin, proxy, engine, lanes) };
  } catch (error) {
    await engine.close();
    for (const { server } of lanes) server.close();
    throw error;
  }
}

/** Services would learn the keys of one process and be sent tokens of all. */
function refuseUnsharedKeys({ table, reusePort, shared }: ProxyOptions): void {
  const { downstreamToken } = table;
  if ((reusePort !== true && shared === undefined) || downstreamToken === undefined) return;
  if (downstreamToken.keyFile !== undefined) return;
  throw new ProxyError(
    'PROXY_KEYS_INVALID',
    'Several processes would each sign with keys of their own.',
    'Name a downstreamToken.keyFile in the table: the processes share the keys in it.',
  );
}

async function openEngine(
  options: ProxyOptions,
  states: States,
  clock: () => number,
): Promise<Engine> {
  try {
    return new Engine({
      table: options.table,
      ...states,
      gates: options.gates ?? [],
      recheckMs: options.recheckMs ?? RECHECK_MS,
      log: options.log ?? (() => undefined),
      clock,
      recorder: options.recorder,
    });
  } catch (error) {
    await states.store.close();
    throw error;
  }
}

interface States {
  readonly store: StateStore;
  readonly fleet?: FleetSettings;
}

async function openStates(options: ProxyOptions): Promise<States> {
  const { shared, stateFile } = options;
  if (shared === undefined) return { store: openStateStore(stateFile, options.reusePort === true) };
  const connection = await connectRedis(shared.url);
  const fleet = { connection, name: shared.name ?? 'default', id: randomUUID() };
  return { store: await RedisStore.open(fleet), fleet };
}

/** Silence would be worse: nobody would notice until the recording is wanted. */
function refuseUnrecorded({ table, recorder }: ProxyOptions): void {
  const route = table.routes.find(({ record }) => record !== undefined);
  if (route === undefined || recorder !== undefined) return;
  throw new ProxyError(
    'PROXY_RECORDER_MISSING',
    `Route "${route.id}" is to be recorded, and there is no recorder.`,
    'Start the proxy with `ashlar proxy`, pass createProxy a recorder, or take `record` out of the table.',
  );
}

function facade(
  engine: Engine,
  store: StateStore,
  clock: () => number,
  url: string,
  startedAt: string,
  lanes: readonly Lane[],
): StranglerProxy {
  const { control } = engine;
  let closing: Promise<void> | undefined;
  return {
    url,
    adminUrl: undefined,
    mount: mountOn(engine),
    status: () => describeProxy(engine, store, url, startedAt),
    explain: (request) =>
      explainRoute(engine.generation().table, request, (id) => {
        const route = engine.route(id);
        return route === undefined ? undefined : engine.state(route);
      }),
    promote: (id, request = {}) => control.promote(id, request),
    hold: (id, request = {}) => control.hold(id, request),
    rollback: async (id, request = {}) => control.rollback(id, request),
    rearm: (id, request = {}) => control.rearm(id, request),
    forget: (id, request = {}) => control.forget(id, request),
    rehearse: async (id, request = {}) => control.rehearse(id, request),
    recheck: () => control.recheck(engine.generation().table.routes),
    history: ({ route, limit } = {}) =>
      store.decisions
        .filter((decision) => route === undefined || decision.route === route)
        .slice(limit === undefined ? 0 : -limit),
    progress: (query = {}) =>
      progressOf(
        {
          table: engine.generation().table,
          status: describeProxy(engine, store, url, startedAt),
          decisions: store.decisions,
          sightings: engine.sightings.list(),
          now: clock(),
        },
        query,
      ),
    diff: (id) => engine.record(control.find(id)).ledger.report(id),
    metrics: (format = 'prometheus') => metricsOf(engine, format),
    settle: () => engine.mirrors.settle(),
    reload: (table) => engine.reload(table),
    setCertificate: (certificate) => {
      for (const { server } of lanes) {
        if (server instanceof TlsServer) server.setSecureContext(tlsOptions(certificate));
      }
    },
    close: ({ drainMs = DRAIN_MS } = {}) => {
      closing ??= closeAll(engine, lanes, drainMs);
      return closing;
    },
  };
}

async function closeAll(engine: Engine, lanes: readonly Lane[], drainMs: number): Promise<void> {
  const until = performance.now() + drainMs;
  await acceptBacklog(lanes, until);
  engine.draining = true;
  await stop(
    lanes,
    () => engine.active.size === 0 && engine.tunnels.size === 0,
    until,
    () => {
      engine.active.each((exchange) => exchange.refuse(503, 'The proxy is shutting down.'));
    },
  );
  await engine.close();
}

function metricsOf(engine: Engine, format: MetricsFormat): string {
  const { table, pools } = engine.generation();
  const measured = (route: Route) => ({
    route,
    state: engine.state(route),
    armed: engine.control.entry(route).armed,
    record: engine.record(route),
  });
  const proxy = {
    routes: table.routes.map(measured),
    refusals: engine.refusals,
    violations: engine.violations,
    observed: engine.observed,
    active: engine.active.size,
    upstreams: [...pools.values()].map((pool) => ({ name: pool.upstream.name, open: pool.open })),
  };
  return metricsText(proxy, format);
}

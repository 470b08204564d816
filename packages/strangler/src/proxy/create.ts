import { randomUUID } from 'node:crypto';
import { Server as TlsServer } from 'node:tls';
import { createAdminServer } from '../admin/server.ts';
import { type Certificate, tlsOptions } from '../lane/certificate.ts';
import type { Lane } from '../lane/lane.ts';
import { createSafeLane } from '../lane/safe.ts';
import type {
  ChangeRequest,
  ChangeResult,
  Decision,
  Gate,
  HoldRequest,
  PromoteRequest,
  Recheck,
  Rehearsal,
  RehearsalRequest,
  ReloadResult,
} from '../model/control.ts';
import { ProxyError } from '../model/error.ts';
import type { ProxyLog } from '../model/log.ts';
import type { Picture } from '../model/picture.ts';
import type { ProgressQuery, ProgressReport } from '../model/progress.ts';
import type { Recorder } from '../model/recorder.ts';
import type { Route, RouteTable } from '../model/routes.ts';
import type { DiffReport, ProxyStatus } from '../model/status.ts';
import { type MetricsFormat, metricsText } from '../observe/prometheus.ts';
import { progressOf } from '../progress/progress.ts';
import { connectRedis } from '../redis/connection.ts';
import { type Explanation, explainRoute, type RequestSketch } from '../routes/explain.ts';
import { loadRoutes } from '../routes/load.ts';
import { RedisStore } from '../state/redis-store.ts';
import { openStateStore, type StateStore } from '../state/store.ts';
import { Engine } from './engine.ts';
import type { FleetSettings } from './fleet.ts';
import { openFront } from './front.ts';
import { listen, stop } from './listen.ts';
import { loneCounts } from './lone-counts.ts';
import { type Mount, mountOn } from './middleware.ts';
import { describeProxy } from './status.ts';

export interface AdminAddress {
  readonly port: number;
  readonly host?: string;
  readonly token?: string;
  /** What the dashboard shows of each domain; asked while somebody looks, with this address. */
  readonly picture?: (adminUrl: string) => Promise<Picture>;
  /** What `POST /reload` does; by default the file of the table is read again. */
  readonly reload?: () => Promise<ReloadResult>;
}

export interface ProxyOptions {
  readonly table: RouteTable;
  /** 0 takes any free port. */
  readonly port: number;
  readonly host?: string;
  /** Admin API and dashboard, on loopback unless `host` says otherwise. Absent: none. */
  readonly admin?: AdminAddress;
  readonly gates?: readonly Gate[];
  /** How often gates with `watch` are asked again, in ms; default 60 000, 0 never. */
  readonly recheckMs?: number;
  readonly log?: ProxyLog;
  /** Takes the exchanges of routes that say `record`; redacting them is its business. */
  readonly recorder?: Recorder;
  /** Wall clock in ms, for the times in decisions. */
  readonly clock?: () => number;
  /** Where route states survive a restart; the decision log goes beside it, as `<stateFile>.log.jsonl`. */
  readonly stateFile?: string;
  /**
   * Where several proxies share states, decisions and evidence instead: a Redis server, and the name
   * (default `default`) of those that belong together.
   */
  readonly shared?: { readonly url: string; readonly name?: string };
  /** `safe` keeps every request on Node's own HTTP server; the answers are the same. */
  readonly lane?: 'fast' | 'safe';
  /** Serves TLS, with HTTP/2 for who asks for it. `proxy.setCertificate` changes it while running. */
  readonly tls?: Certificate;
  /** Lets other processes listen on the same port; the kernel spreads connections over them. */
  readonly reusePort?: boolean;
}

export interface Proxy {
  readonly url: string;
  readonly adminUrl: string | undefined;
  /** The same proxy inside a server of yours; `url` goes on listening. */
  readonly mount: Mount;
  status(): ProxyStatus;
  explain(request: RequestSketch): Explanation;
  /** Next step towards the service, past the gates. A refusal is an answer, not an exception. */
  promote(routeId: string, request?: PromoteRequest): Promise<ChangeResult>;
  hold(routeId: string, request?: HoldRequest): Promise<ChangeResult>;
  /** Back to the monolith, at once and ungated. */
  rollback(routeId: string, request?: ChangeRequest): Promise<ChangeResult>;
  /** Let a route that was rolled back automatically advance again. */
  rearm(routeId: string, request?: ChangeRequest): Promise<ChangeResult>;
  /** Start the count of compared answers anew, after a repair or a change of rules. */
  forget(routeId: string, request?: ChangeRequest): Promise<ChangeResult>;
  /** Takes users back to the monolith for some seconds, to see that it can be done. */
  rehearse(routeId: string, request?: RehearsalRequest): Promise<Rehearsal>;
  /** Asks the gates of routes that users are on once more, and acts on a certain no. */
  recheck(): Promise<readonly Recheck[]>;
  /** Oldest first. */
  history(query?: { readonly route?: string; readonly limit?: number }): readonly Decision[];
  diff(routeId: string): DiffReport;
  /** How much of the monolith is strangled, and what of it can be deleted. */
  progress(query?: ProgressQuery): ProgressReport;
  /** Prometheus text exposition format, or OpenMetrics, which has exemplars. */
  metrics(format?: MetricsFormat): string;
  /** Waits until mirrored requests and their comparisons are done; for tests and demonstrations. */
  settle(): Promise<void>;
  reload(table: RouteTable): Promise<ReloadResult>;
  /**
   * New connections get this certificate; open ones keep theirs.
   *
   * @throws ProxyError PROXY_KEYS_INVALID, and the old one stays
   */
  setCertificate(certificate: Certificate): void;
  /** Stops accepting, lets running requests finish for up to `drainMs` (default 10 000), then cuts. */
  close(options?: { readonly drainMs?: number }): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
const DRAIN_MS = 10_000;
const RECHECK_MS = 60_000;

/**
 * Starts a proxy for a route table.
 *
 * @throws ProxyError PROXY_RECORDER_MISSING, PROXY_PORT_IN_USE, PROXY_STATE_INVALID,
 * PROXY_STATE_UNWRITABLE, PROXY_STATE_IN_USE, PROXY_KEYS_INVALID, PROXY_REDIS_INVALID,
 * PROXY_REDIS_UNREACHABLE
 */
export async function createProxy(options: ProxyOptions): Promise<Proxy> {
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
): Proxy {
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
  engine.draining = true;
  const until = performance.now() + drainMs;
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

async function openAdmin(
  { log }: ProxyOptions,
  admin: AdminAddress,
  proxy: Proxy,
  engine: Engine,
  lanes: Lane[],
): Promise<string> {
  const host = admin.host ?? LOOPBACK;
  const server = createAdminServer({
    token: admin.token,
    jwks: () => engine.jwks(),
    failed: (request, error) => {
      const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
      log?.('error', 'the admin address failed', { request, error: why });
    },
    tail: (heard) => {
      engine.tails.add(heard);
      return () => engine.tails.delete(heard);
    },
    hosts: ['localhost', '127.0.0.1', '[::1]', host.toLowerCase()],
    actions: {
      ...proxy,
      status: async () => {
        await engine.checkHealths();
        return proxy.status();
      },
      picture: async () => (await admin.picture?.(url)) ?? null,
      history: (query) => proxy.history(query),
      progress: (query) => proxy.progress(query),
      reload: async () =>
        admin.reload === undefined
          ? proxy.reload(tableAgain(engine.generation().table))
          : admin.reload(),
    },
  });
  lanes.push({
    server,
    open: () => 0,
    sending: () => false,
    closeIdle: () => server.closeIdleConnections(),
    closeAll: () => server.closeAllConnections(),
  });
  const url = await listen(server, { port: admin.port, host });
  return url;
}

function tableAgain(table: RouteTable): RouteTable {
  if (table.source !== undefined) return loadRoutes(table.source);
  throw new ProxyError(
    'PROXY_CHANGE_INVALID',
    'The table was not read from a file, so it cannot be read again.',
    'Start the proxy from a routes.yaml, or call reload() with a table.',
  );
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

import type { Socket } from 'node:net';
import type { Breach } from '../budget/route-budget.ts';
import type { Target } from '../decide/choose.ts';
import { DutyServices } from '../duties/services.ts';
import { Account } from '../exchange/account.ts';
import type { Observation, ProxyCore, RunningExchange } from '../exchange/core.ts';
import type { Generation } from '../exchange/generation.ts';
import { Running } from '../exchange/running.ts';
import type { RequestHead } from '../http/request.ts';
import type { ReloadResult } from '../model/control.ts';
import type { FinishedRequest } from '../model/finished-request.ts';
import type { FinishedExchange, Recorder, RecordSettings } from '../model/recorder.ts';
import type { Route, RouteState, RouteTable } from '../model/routes.ts';
import { RouteRecord } from '../observe/record.ts';
import { Sightings } from '../observe/sightings.ts';
import { SAFE_METHODS } from '../routes/safe-methods.ts';
import type { MirrorJob } from '../shadow/job.ts';
import { Mirror } from '../shadow/mirror.ts';
import { Control, type ControlSettings } from '../state/control.ts';
import { StepUp } from '../state/step-up.ts';
import { checkHealth, type Health } from '../upstream/health.ts';
import { Fleet, type FleetMember, type FleetSettings } from './fleet.ts';
import { createGeneration, retireGeneration } from './generation.ts';
import { reconcile } from './reconcile.ts';
import { RecordingTap } from './recording-tap.ts';

const SWEEP_MS = 100;
/** Upstreams with a health address are asked every five seconds. */
const HEALTH_TICKS = 50;
const MAX_UNMATCHED = 100;

export type EngineSettings = Pick<ControlSettings, 'store' | 'gates' | 'log' | 'clock'> & {
  readonly table: RouteTable;
  readonly recorder: Recorder | undefined;
  /** Where proxies share states, how they hear of each other. */
  readonly fleet?: FleetSettings;
  /** How often gates with `watch` are asked again, in ms; 0 never. */
  readonly recheckMs: number;
};

/** The proxy without its sockets: what the lanes ask, what the admin address shows. */
export class Engine implements ProxyCore {
  readonly active: Running<RunningExchange> = new Running();
  readonly tunnels: Set<Socket> = new Set();
  /** Who follows the requests at present. */
  readonly tails: Set<(finished: FinishedRequest) => void> = new Set();
  readonly control: Control;
  readonly mirrors: Mirror;
  readonly fleet: Fleet | undefined;
  readonly #recordings: RecordingTap;
  readonly paths: Map<string, number> = new Map();
  readonly refusals: Map<number, number> = new Map();
  readonly healths: Map<string, Health> = new Map();
  readonly sightings: Sightings = new Sightings();
  draining = false;
  coarseNow: number = performance.now();
  date: string;
  readonly #settings: EngineSettings;
  readonly #records = new Map<string, { key: string; record: RouteRecord }>();
  readonly #states = new Map<string, RouteState>();
  readonly #stepUp: StepUp;
  readonly #sweep: NodeJS.Timeout;
  readonly #services: DutyServices;
  #generation: Generation;
  #ticks = 0;
  #recheckAt: number;

  constructor(settings: EngineSettings) {
    this.#settings = settings;
    this.date = new Date(settings.clock()).toUTCString();
    this.#services = new DutyServices({
      now: () => this.coarseNow,
      clock: settings.clock,
      log: settings.log,
    });
    this.#generation = createGeneration(settings.table, () => this.coarseNow, this.#services);
    this.control = new Control({
      ...settings,
      route: (id) => this.route(id),
      routes: () => this.#generation.table.routes,
      record: (route) => this.record(route),
      address: (upstream) => this.#address(upstream),
      health: (upstream) => this.health(upstream),
      stateChanged: (id, state) => this.#states.set(id, state),
    });
    this.#recordings = new RecordingTap(settings.recorder, settings.log);
    this.mirrors = new Mirror({
      record: (route) => this.record(route),
      compared: (route, different) => this.#compared(route, different),
      now: () => this.now(),
    });
    this.#stepUp = new StepUp({
      control: this.control,
      record: (route) => this.record(route),
      now: () => this.coarseNow,
      failed: (route, error) => {
        settings.log('error', 'a planned step failed', { route: route.id, error: String(error) });
      },
    });
    this.#recheckAt = this.coarseNow + settings.recheckMs;
    this.fleet = settings.fleet && new Fleet(settings.fleet, this.#membership());
    settings.store.watch(() => this.#follow());
    this.#sweep = setInterval(() => this.#tick(), SWEEP_MS);
    this.#sweep.unref();
  }

  generation(): Generation {
    return this.#generation;
  }

  route(id: string): Route | undefined {
    return this.#generation.table.routes.find((route) => route.id === id);
  }

  state(route: Route): RouteState {
    return this.#states.get(route.id) ?? route.declared;
  }

  record(route: Route): RouteRecord {
    const found = this.#records.get(route.id);
    if (found !== undefined) return found.record;
    const record = new RouteRecord(route, () => this.coarseNow);
    this.#records.set(route.id, { key: countingKey(route), record });
    return record;
  }

  observe(route: Route, { target, failed, ms, request, traceId }: Observation): void {
    const record = this.record(route);
    const totals = record.totals[target];
    totals.requests++;
    if (!SAFE_METHODS.has(request.method)) totals.writes++;
    if (route.service === undefined) this.sightings.see(route, request);
    if (traceId === undefined) totals.latency.add(ms);
    else totals.latency.add(ms, traceId, this.#settings.clock());
    if (failed) totals.errors++;
    if (target === 'monolith') {
      // Held against what was known before it, as an answer of the service is.
      record.budget.monolithAnswered(failed, ms);
      record.monolith.add(failed, ms, this.coarseNow);
    } else this.#judge(route, record.budget.answered(failed, ms));
  }

  broken(route: Route, target: Target): void {
    const record = this.record(route);
    record.totals[target].errors++;
    if (target === 'service') this.#judge(route, record.budget.broken());
  }

  failed(route: Route, target: Target, why: string): void {
    this.#settings.log('debug', 'no whole answer', { route: route.id, target, why });
  }

  account(generation: Generation, route: Route, request: RequestHead): Account | undefined {
    const watched = this.tails.size > 0;
    const wanted = generation.observers.wants(route, request.traceparent, watched);
    if (wanted === undefined) return undefined;
    const { clock } = this.#settings;
    const take = (finished: FinishedRequest): void => {
      generation.observers.take(finished, wanted.logged);
      for (const tail of this.tails) tail(finished);
    };
    return new Account({ now: () => this.now(), clock, take }, route, request, wanted.trace);
  }

  undecided(route: Route | undefined, error: unknown): void {
    this.#settings.log('error', 'a duty failed', { route: route?.id, error: String(error) });
  }

  fellBack(route: Route): void {
    this.record(route).fallbacks++;
  }

  unmatched(path: string): void {
    const seen = this.paths.get(path);
    if (seen !== undefined || this.paths.size < MAX_UNMATCHED)
      this.paths.set(path, (seen ?? 0) + 1);
  }

  refused(status: number): void {
    this.refusals.set(status, (this.refusals.get(status) ?? 0) + 1);
  }

  wantsMirror(route: Route, { state }: RouteState): boolean {
    if (state !== 'shadow' && !(state === 'canary' && route.shadow.duringCanary)) return false;
    return this.record(route).shadowSampler.take();
  }

  mirror(job: MirrorJob): void {
    this.mirrors.offer(job);
  }

  wantsRecord(route: Route): boolean {
    return this.#recordings.wants(route);
  }

  recordExchange(exchange: FinishedExchange, settings: RecordSettings): void {
    this.#recordings.take(exchange, settings);
  }

  now(): number {
    return performance.now();
  }

  async health(name: string): Promise<Health | undefined> {
    const upstream = this.#generation.table.upstreams[name];
    const health = upstream === undefined ? undefined : await checkHealth(upstream);
    if (health !== undefined) this.healths.set(name, health);
    return health;
  }

  /** Looks at every upstream that has a health address. */
  async checkHealths(): Promise<void> {
    await Promise.all(Object.keys(this.#generation.table.upstreams).map((n) => this.health(n)));
  }

  /** Spans and lines of the access log: how many found their way, and how many did not. */
  get observed(): { readonly exported: number; readonly dropped: number; readonly lines: number } {
    const sum = (counts: readonly number[]): number => counts.reduce((all, one) => all + one, 0);
    const { exports, logs } = this.#services;
    return {
      exported: sum(exports.map(({ counts }) => counts.exported)),
      dropped: sum(exports.map(({ counts }) => counts.dropped)),
      lines: sum(logs.map(({ dropped }) => dropped)),
    };
  }

  get violations(): ReadonlyMap<string, number> {
    return this.#services.violations;
  }

  /** Public keys of the tokens that upstreams get; undefined when they get none. */
  jwks(): { keys: Record<string, unknown>[] } | undefined {
    const { downstreamToken } = this.#generation.table;
    return downstreamToken === undefined ? undefined : this.#services.mint(downstreamToken).jwks();
  }

  /** Takes states from the store and the table as they are at the start. */
  async adopt(): Promise<ReloadResult> {
    await this.fleet?.join();
    return reconcile(this.#generation.table, undefined, this.#settings.store, this.control);
  }

  async reload(table: RouteTable): Promise<ReloadResult> {
    const old = this.#generation;
    this.#generation = createGeneration(table, () => this.coarseNow, this.#services, old);
    for (const route of table.routes) {
      if (this.#records.get(route.id)?.key !== countingKey(route)) this.#records.delete(route.id);
    }
    retireGeneration(old, this.#generation);
    return reconcile(table, old.table, this.#settings.store, this.control);
  }

  async close(): Promise<void> {
    clearInterval(this.#sweep);
    this.fleet?.leave();
    this.mirrors.close();
    const farewell = this.#services.close();
    for (const pool of this.#generation.pools.values()) pool.close();
    await this.#settings.store.close();
    await farewell;
  }

  #compared(route: Route, different: boolean): void {
    if (this.state(route).state !== 'canary') return;
    this.#judge(route, this.record(route).budget.compared(different));
  }

  /** A breach sends the route back at once, unless it is back already. */
  #judge(route: Route, breach: Breach | undefined): void {
    if (breach === undefined) return;
    const { state } = this.state(route);
    if (state === 'monolith' || state === 'shadow') return;
    this.control.trip(route, breach.because, { test: breach.test, ...breach.evidence });
  }

  #membership(): FleetMember {
    return {
      routes: () => this.#generation.table.routes,
      entry: (route) => this.control.entry(route),
      record: (route) => this.record(route),
      leads: () => this.#settings.store.leads,
      breached: (route, breach) => this.#judge(route, breach),
    };
  }

  /** What another process has decided holds here as well. */
  #follow(): void {
    try {
      this.#settings.store.flush();
      for (const change of this.#settings.store.refresh()) {
        const route = this.route(change.route);
        if (route !== undefined) this.control.follow(route, change);
      }
    } catch (error) {
      this.#settings.log('error', 'the states of the routes cannot be read', {
        error: String(error),
      });
    }
  }

  #address(name: string): { readonly url: string; readonly health?: string } {
    const { url, health } = this.#generation.table.upstreams[name] ?? { url: '' };
    return health === undefined ? { url } : { url, health };
  }

  /** A contract may break after the step that it allowed. */
  #recheck(): void {
    const { recheckMs, log } = this.#settings;
    if (recheckMs === 0 || this.coarseNow < this.#recheckAt) return;
    this.#recheckAt = Number.POSITIVE_INFINITY;
    this.control
      .recheck(this.#generation.table.routes)
      .catch((error: unknown) => log('error', 'a recheck failed', { error: String(error) }))
      .finally(() => {
        this.#recheckAt = this.now() + recheckMs;
      });
  }

  #tick(): void {
    this.coarseNow = this.now();
    this.active.each((exchange) => exchange.tick(this.coarseNow));
    if (++this.#ticks % HEALTH_TICKS === 0) void this.checkHealths();
    if (this.#ticks % 5 !== 0) return;
    this.#follow();
    if (this.#settings.store.leads) {
      this.#stepUp.consider(this.#generation.table.routes);
      this.#recheck();
    }
    this.date = new Date(this.#settings.clock()).toUTCString();
    this.mirrors.prune();
    for (const pool of this.#generation.pools.values()) pool.prune();
  }
}

/** Counts go on across a reload unless what is counted, or how it is judged, has changed. */
function countingKey(route: Route): string {
  const { service, budget, shadow, match, methods } = route;
  return JSON.stringify([service, budget, shadow.sample, shadow.noise, match, methods]);
}

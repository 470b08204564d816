import type {
  Advance,
  ChangeRequest,
  ChangeResult,
  Decision,
  DecisionAction,
  Gate,
  GateVerdict,
  HoldRequest,
  PromoteRequest,
  Recheck,
  Rehearsal,
  RehearsalRequest,
} from '../model/control.ts';
import { ProxyError } from '../model/error.ts';
import type { ProxyLog } from '../model/log.ts';
import type { Route, RouteState } from '../model/routes.ts';
import type { RouteRecord } from '../observe/record.ts';
import type { Health } from '../upstream/health.ts';
import { askGates, ownVerdicts } from './gates.ts';
import { refuseNamelessForce, withOverride, withoutOverride } from './override.ts';
import { rehearse } from './rehearsal.ts';
import { describeState, nextState, sameState } from './steps.ts';
import type { Change, StateEntry, StateStore } from './store.ts';
import { servicesUnderWay } from './under-way.ts';
import { recheckRoutes } from './watch.ts';

export interface ControlSettings {
  readonly store: StateStore;
  readonly gates: readonly Gate[];
  readonly log: ProxyLog;
  readonly clock: () => number;
  route(id: string): Route | undefined;
  routes(): readonly Route[];
  record(route: Route): RouteRecord;
  address(upstream: string): Advance['address'];
  /** Asks the service itself, now. */
  health(upstream: string): Promise<Health | undefined>;
  /** From now on requests are decided by this. */
  stateChanged(id: string, state: RouteState): void;
}

const ITSELF = 'ashlar';
const MOVED_MEANWHILE = 'the route moved while its gates were asked';

/** Moves routes between states, asks the gates, and writes down every decision. */
export class Control {
  readonly #settings: ControlSettings;

  constructor(settings: ControlSettings) {
    this.#settings = settings;
  }

  entry(route: Route): StateEntry {
    return this.#settings.store.entries.get(route.id) ?? this.#fresh(route);
  }

  /** First sight of a route: it starts where the table says. */
  async adopt(route: Route): Promise<void> {
    const entry = this.#fresh(route);
    const note = { by: ITSELF, why: 'new in the table' };
    const decision = this.#decision('adopt', route, { state: 'monolith' }, entry.state, note);
    try {
      await this.#save(route, entry, decision);
    } catch (error) {
      // Another proxy was there first; it stands where that one put it.
      if (!isConflict(error)) throw error;
    }
    this.recall(route);
  }

  /** Takes up the state the route had when the proxy last ran. */
  recall(route: Route): void {
    this.#settings.stateChanged(route.id, this.entry(route).state);
  }

  /** What another process has done holds here as well. */
  follow(route: Route, { before }: Change): void {
    const after = this.entry(route);
    const counting = before?.armed === after.armed && before.comparedSince === after.comparedSince;
    if (!counting || !sameState(before.state, after.state)) this.#arrive(route, before, after);
  }

  async promote(
    id: string,
    request: PromoteRequest,
    options: { readonly asLeader?: boolean } = {},
  ): Promise<ChangeResult> {
    const route = this.find(id);
    const before = this.entry(route);
    const to = nextState(route, before.state, request);
    refuseNamelessForce(route, request, this.#settings.clock());
    if (request.rearm === true && !before.armed) await this.rearm(id, request);
    return this.advance(route, to, request, 'promote', options);
  }

  /** A step towards the service, past every gate. */
  async advance(
    route: Route,
    to: RouteState,
    request: PromoteRequest,
    action: 'promote' | 'reload',
    options: { readonly asLeader?: boolean } = {},
  ): Promise<ChangeResult> {
    const from = this.entry(route).state;
    const gates = await this.verdicts(route, to);
    const entry = this.entry(route);
    if (describeState(from) !== describeState(entry.state)) {
      return this.#refuse(route, to, request, gates, MOVED_MEANWHILE);
    }
    if (request.force !== true && gates.some((verdict) => !verdict.allowed)) {
      const no = gates.filter((verdict) => !verdict.allowed);
      const why = no.map((verdict) => `${verdict.gate}: ${verdict.reason}`).join('; ');
      return this.#refuse(route, to, request, gates, why);
    }
    const next = withOverride(movedTo(entry, to, this.#time()), request, gates);
    const { override } = next;
    const evidence = override === undefined ? { gates } : { gates, override };
    const asked = this.#decision(action, route, from, to, request, evidence);
    try {
      const decision = await this.#save(route, next, asked, options);
      // A breach may have sent it back while this was being written.
      this.#arrive(route, entry, this.entry(route));
      return { changed: true, route: route.id, from, to, gates, decision };
    } catch (error) {
      if (!isConflict(error)) throw error;
      return this.#refuse(route, to, request, gates, MOVED_MEANWHILE);
    }
  }

  #refuse(
    route: Route,
    to: RouteState,
    request: ChangeRequest,
    gates: readonly GateVerdict[],
    why: string,
  ): ChangeResult {
    const { state: from } = this.entry(route);
    const decision = this.#decision('refuse', route, from, to, { ...request, why }, { gates });
    this.#record(decision);
    return { changed: false, route: route.id, from, to, gates, decision };
  }

  async hold(id: string, request: HoldRequest): Promise<ChangeResult> {
    const route = this.find(id);
    const entry = this.entry(route);
    const held = request.release !== true;
    const action = held ? 'hold' : 'release';
    const asked = this.#decision(action, route, entry.state, entry.state, request);
    const decision = await this.#save(route, { ...entry, held }, asked);
    return result(entry.held !== held, route, entry.state, entry.state, decision);
  }

  rollback(id: string, request: ChangeRequest): ChangeResult {
    const route = this.find(id);
    const entry = this.entry(route);
    const to: RouteState = { state: 'monolith' };
    const decision = this.#decision('rollback', route, entry.state, to, request);
    this.#goBack(route, entry, withoutOverride({ ...entry, state: to }), decision);
    return result(entry.state.state !== 'monolith', route, entry.state, to, decision);
  }

  /** The proxy's own roll back: takes effect whatever happens to the disk. */
  trip(route: Route, why: string, evidence: Readonly<Record<string, unknown>>): void {
    const entry = this.entry(route);
    const to: RouteState = { state: 'monolith' };
    const note = { by: ITSELF, why };
    const decision = this.#decision('rollback', route, entry.state, to, note, evidence);
    const after = withoutOverride({ ...entry, state: to, armed: false });
    this.#goBack(route, entry, after, decision);
  }

  async rearm(id: string, request: ChangeRequest): Promise<ChangeResult> {
    const route = this.find(id);
    const entry = this.entry(route);
    const asked = this.#decision('rearm', route, entry.state, entry.state, request);
    const next = { ...entry, armed: true, comparedSince: asked.at };
    const decision = await this.#save(route, next, asked);
    this.#arrive(route, entry, this.entry(route));
    return result(!entry.armed, route, entry.state, entry.state, decision);
  }

  /** Comparison begins anew: what differed before a repair says nothing about what runs now. */
  async forget(id: string, request: ChangeRequest): Promise<ChangeResult> {
    const route = this.find(id);
    const entry = this.entry(route);
    const record = this.#settings.record(route);
    const { compared, different } = record.parity();
    const seen = { compared, different };
    const asked = this.#decision('forget', route, entry.state, entry.state, request, seen);
    const decision = await this.#save(route, { ...entry, comparedSince: asked.at }, asked);
    record.forgetComparisons();
    return result(compared > 0, route, entry.state, entry.state, decision);
  }

  /** Takes users back to the monolith for some seconds, to see that it can be done. */
  rehearse(id: string, request: RehearsalRequest): Promise<Rehearsal> {
    return rehearse(this, this.find(id), request);
  }

  /** Asks the gates of routes that users are on once more, and acts on what they say. */
  recheck(routes: readonly Route[]): Promise<readonly Recheck[]> {
    return recheckRoutes(this, routes, this.#settings.clock);
  }

  record(route: Route): RouteRecord {
    return this.#settings.record(route);
  }

  /** What is neither a step nor a person's: takes effect and is written down. */
  async decide(
    route: Route,
    action: DecisionAction,
    to: RouteState,
    note: ChangeRequest,
    evidence: Readonly<Record<string, unknown>>,
    change: (entry: StateEntry) => StateEntry = (entry) => entry,
  ): Promise<void> {
    const entry = this.entry(route);
    const by = note.by ?? ITSELF;
    const decision = this.#decision(action, route, entry.state, to, { ...note, by }, evidence);
    const after = change({ ...entry, state: to });
    if (sameState(entry.state, to)) await this.#save(route, after, decision);
    else if (to.state === 'monolith') this.#goBack(route, entry, after, decision);
    else {
      await this.#save(route, movedTo(change(entry), to, decision.at), decision);
      this.#arrive(route, entry, this.entry(route));
    }
  }

  /** A step that the table asks for and that takes nothing from the monolith. */
  retreat(route: Route, to: RouteState): ChangeResult {
    const entry = this.entry(route);
    const note = { by: 'table', why: 'the table changed' };
    const decision = this.#decision('reload', route, entry.state, to, note);
    const after = withoutOverride({ ...entry, state: to, declared: route.declared });
    this.#goBack(route, entry, after, decision);
    return result(true, route, entry.state, to, decision);
  }

  /** Remembers what the table says now, so that the next reload sees only what is new. */
  async acknowledge(route: Route): Promise<void> {
    const { store } = this.#settings;
    const next = (): StateEntry => ({ ...this.entry(route), declared: route.declared });
    try {
      await store.keep(route.id, next());
    } catch (error) {
      if (!isConflict(error)) throw error;
      await store.keep(route.id, next());
    }
  }

  find(id: string): Route {
    const route = this.#settings.route(id);
    if (route !== undefined) return route;
    throw new ProxyError(
      'PROXY_ROUTE_UNKNOWN',
      `There is no route "${id}" in the table.`,
      'Ask for the status to see every route id.',
    );
  }

  /** What every gate says about the route going there. */
  async verdicts(
    route: Route,
    to: RouteState,
    asked: (gate: Gate) => boolean = () => true,
  ): Promise<readonly GateVerdict[]> {
    const entry = this.entry(route);
    const service = route.service ?? 'monolith';
    const health = await this.#settings.health(service);
    const { pacticipant, environment } = route.gate;
    const advance: Advance = {
      route: route.id,
      from: entry.state.state,
      to: to.state,
      service,
      ...(to.percent === undefined ? {} : { percent: to.percent }),
      ...(health?.version === undefined ? {} : { serviceVersion: health.version }),
      ...(pacticipant === undefined ? {} : { pacticipant }),
      ...(environment === undefined ? {} : { environment }),
      asks: route.gate,
      address: this.#settings.address(service),
      ...(route.owner === undefined ? {} : { owner: route.owner }),
      ...(entry.rehearsed === undefined ? {} : { rehearsed: entry.rehearsed }),
      firstStep: route.steps[0] ?? 100,
      underWay: servicesUnderWay(
        this.#settings.routes().filter(({ id }) => id !== route.id),
        (other) => this.entry(other).state,
      ),
    };
    const record = this.#settings.record(route);
    const own = ownVerdicts(route, entry, to, record, health?.healthy);
    return [...own, ...(await askGates(this.#settings.gates.filter(asked), advance))];
  }

  /** Traffic goes back first and is written down second: a full disk must not keep it. */
  #goBack(route: Route, before: StateEntry, after: StateEntry, decision: Decision): void {
    const { at, action } = decision;
    const served = before.state.state === 'canary' || before.state.state === 'service';
    // A real roll back of real users is the best rehearsal there is.
    const rehearsed = action === 'rollback' && served ? { rehearsed: at } : {};
    const next = { ...movedTo({ ...after, state: before.state }, after.state, at), ...rehearsed };
    this.#arrive(route, before, next);
    this.#unwritten(decision, this.#settings.store.impose(route.id, next, decision));
    this.#announce(decision);
  }

  async #save(
    route: Route,
    entry: StateEntry,
    asked: Decision,
    options?: { readonly asLeader?: boolean },
  ): Promise<Decision> {
    const decision = await this.#settings.store.save(route.id, entry, asked, options);
    this.#announce(decision);
    return decision;
  }

  #record(decision: Decision): void {
    this.#unwritten(decision, this.#settings.store.record(decision));
    this.#announce(decision);
  }

  /** It holds all the same, and is written down as soon as that is possible. */
  #unwritten(decision: Decision, error: Error | undefined): void {
    if (error === undefined) return;
    const { route, action } = decision;
    const fields = { route, action, error: error.message };
    this.#settings.log('error', 'a decision could not be written down yet', fields);
  }

  #announce(decision: Decision): void {
    const { action, route } = decision;
    const level = action === 'rollback' || action === 'refuse' ? 'warn' : 'info';
    this.#settings.log(level, `${action} ${route}`, { ...decision });
  }

  /** Requests are decided by it from now on, and what was counted before does not count. */
  #arrive(route: Route, before: StateEntry | undefined, after: StateEntry): void {
    const record = this.#settings.record(route);
    record.budget.restart();
    if (before?.comparedSince !== after.comparedSince) record.forgetComparisons();
    this.#settings.stateChanged(route.id, after.state);
  }

  #fresh(route: Route): StateEntry {
    const { declared } = route;
    return { state: declared, declared, since: this.#time(), armed: true, held: false };
  }

  #decision(
    action: DecisionAction,
    route: Route,
    from: RouteState,
    to: RouteState,
    request: ChangeRequest,
    evidence: Readonly<Record<string, unknown>> = {},
  ): Decision {
    return {
      sequence: (this.#settings.store.decisions.at(-1)?.sequence ?? 0) + 1,
      at: this.#time(),
      route: route.id,
      action,
      from,
      to,
      by: request.by?.trim() || 'operator',
      why: request.why?.trim() || 'no reason given',
      evidence,
    };
  }

  #time(): string {
    return new Date(this.#settings.clock()).toISOString();
  }
}

/** Comparison begins anew where a shadow begins. */
function movedTo(entry: StateEntry, to: RouteState, at: string): StateEntry {
  const begins = to.state === 'shadow' && entry.state.state !== 'shadow';
  return { ...entry, state: to, since: at, ...(begins ? { comparedSince: at } : {}) };
}

function isConflict(error: unknown): boolean {
  return error instanceof ProxyError && error.code === 'PROXY_STATE_CONFLICT';
}

function result(
  changed: boolean,
  route: Route,
  from: RouteState,
  to: RouteState,
  decision: Decision,
): ChangeResult {
  return { changed, route: route.id, from, to, gates: [], decision };
}

import type { Route } from '../model/routes.ts';
import type { ProxyStatus, RouteStatus, UpstreamStatus } from '../model/status.ts';
import type { StateStore } from '../state/store.ts';
import type { Engine } from './engine.ts';

/** The whole picture, as the admin address and the dashboard show it. */
export function describeProxy(
  engine: Engine,
  store: StateStore,
  url: string,
  startedAt: string,
): ProxyStatus {
  const { table } = engine.generation();
  return {
    schemaVersion: 1,
    url,
    startedAt,
    draining: engine.draining,
    activeRequests: engine.active.size,
    refusedRequests: [...engine.refusals.values()].reduce((sum, count) => sum + count, 0),
    ...(engine.fleet === undefined ? {} : { fleet: engine.fleet.status() }),
    unmatched: [...engine.paths]
      .map(([path, requests]) => ({ path, requests }))
      .sort((a, b) => b.requests - a.requests || (a.path < b.path ? -1 : 1))
      .slice(0, 20),
    upstreams: describeUpstreams(engine),
    routes: table.routes.map((route) => describeRoute(engine, store, route)),
  };
}

function describeUpstreams(engine: Engine): UpstreamStatus[] {
  return [...engine.generation().pools.values()].map((pool) => {
    const health = engine.healths.get(pool.upstream.name);
    return {
      name: pool.upstream.name,
      url: pool.upstream.url,
      healthy: health?.healthy,
      version: health?.version,
      circuit: pool.breaker.open ? 'open' : 'closed',
      openConnections: pool.open,
      idleConnections: pool.unused,
    };
  });
}

function describeRoute(engine: Engine, store: StateStore, route: Route): RouteStatus {
  const entry = engine.control.entry(route);
  const state = engine.state(route);
  const record = engine.record(route);
  const last = store.decisions.findLast((decision) => decision.route === route.id);
  return {
    id: route.id,
    name: route.name,
    match: route.match,
    ...(route.methods === undefined ? {} : { methods: route.methods }),
    ...(route.service === undefined ? {} : { service: route.service }),
    ...(route.owner === undefined ? {} : { owner: route.owner }),
    ...state,
    declared: route.declared,
    since: entry.since,
    armed: entry.armed,
    held: entry.held,
    ...(entry.rehearsed === undefined ? {} : { rehearsed: entry.rehearsed }),
    ...(entry.override === undefined ? {} : { override: entry.override }),
    monolith: record.traffic('monolith'),
    serviceTraffic: record.traffic('service'),
    fallbacks: record.fallbacks,
    parity: record.parity(),
    tests: record.budget.status(),
    ...(last === undefined ? {} : { lastDecision: last }),
  };
}

import { authenticatorsForMatching, compileDuties } from '../duties/compile.ts';
import type { DutyServices } from '../duties/services.ts';
import type { Generation } from '../exchange/generation.ts';
import type { ForwardPolicy } from '../http/forwarding.ts';
import type { RouteTable, Upstream } from '../model/routes.ts';
import { Observers } from '../observe/observers.ts';
import { createMatcher } from '../routes/match.ts';
import type { Pool } from '../upstream/call.ts';
import { openPool } from '../upstream/open-pool.ts';

/** Makes a table ready to serve; upstreams that have not changed keep their connections. */
export function createGeneration(
  table: RouteTable,
  now: () => number,
  services: DutyServices,
  before?: Generation,
): Generation {
  const pools = new Map<string, Pool>();
  const policies = new Map<string, ForwardPolicy>();
  for (const [name, upstream] of Object.entries(table.upstreams)) {
    const kept = before?.pools.get(name);
    const same = kept !== undefined && sameUpstream(kept.upstream, upstream);
    pools.set(name, same ? kept : openPool(upstream, now));
    policies.set(name, {
      trustForwarded: table.trustForwarded,
      preserveHost: upstream.preserveHost,
      authority: upstream.url.slice(upstream.url.indexOf('//') + 2),
    });
  }
  const duties = compileDuties(table, services);
  const beforehand = authenticatorsForMatching(table, services);
  const { traces, accessLog } = table.observability;
  const observers = new Observers(
    table,
    traces === undefined ? undefined : services.traces(traces),
    accessLog === undefined ? undefined : services.accessLog(accessLog),
  );
  services.settle();
  return { table, matcher: createMatcher(table), pools, policies, duties, beforehand, observers };
}

/** Closes what the new generation has not taken over; running requests finish. */
export function retireGeneration(old: Generation, current: Generation): void {
  const kept = new Set(current.pools.values());
  for (const pool of old.pools.values()) {
    if (!kept.has(pool)) pool.close();
  }
}

function sameUpstream(a: Upstream, b: Upstream): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

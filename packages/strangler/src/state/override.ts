import type { GateVerdict, Override, PromoteRequest } from '../model/control.ts';
import { ProxyError } from '../model/error.ts';
import type { Route } from '../model/routes.ts';
import type { StateEntry } from './store.ts';

/**
 * Who forces a route says who, why, and until when.
 *
 * @param now wall clock in ms
 * @throws ProxyError PROXY_CHANGE_INVALID
 */
export function refuseNamelessForce(route: Route, request: PromoteRequest, now: number): void {
  if (request.force !== true) return;
  const { by, why, until } = request;
  if (!by?.trim() || !why?.trim() || !until) {
    throw new ProxyError(
      'PROXY_CHANGE_INVALID',
      `Forcing route "${route.id}" past its gates needs a name, a reason and an end.`,
      'Give `by`, `why` and `until`; they go into the decision log.',
    );
  }
  const end = Date.parse(until);
  if (Number.isNaN(end) || end <= now) {
    throw new ProxyError(
      'PROXY_CHANGE_INVALID',
      `Route "${route.id}" cannot be forced until "${until}": that is no time to come.`,
      'Give `until` as an ISO 8601 time in the future, such as 2030-01-31T12:00:00Z.',
    );
  }
}

/** The entry with what somebody answers for, when a gate said no; without it, when none did. */
export function withOverride(
  entry: StateEntry,
  request: PromoteRequest,
  gates: readonly GateVerdict[],
): StateEntry {
  const refused = gates.filter(({ allowed }) => !allowed).map(({ gate }) => gate);
  const { by, why, until } = request;
  if (refused.length === 0 || !by || !why || !until) return withoutOverride(entry);
  const override: Override = { by, why, until: new Date(until).toISOString(), gates: refused };
  return { ...entry, override };
}

export function withoutOverride({ override: _, ...entry }: StateEntry): StateEntry {
  return entry;
}

/** Gates whose no somebody answers for at this time. */
export function overriddenGates({ override }: StateEntry, now: number): readonly string[] {
  return override !== undefined && Date.parse(override.until) > now ? override.gates : [];
}

import type { ChangeRequest, Gate, GateVerdict, Recheck } from '../model/control.ts';
import type { Route, RouteState } from '../model/routes.ts';
import { overriddenGates, withoutOverride } from './override.ts';
import { sameState } from './steps.ts';
import type { StateEntry } from './store.ts';

export interface WatchOwner {
  entry(route: Route): StateEntry;
  /** What the proxy and the gates chosen say about the route being where it is. */
  verdicts(
    route: Route,
    to: RouteState,
    asked: (gate: Gate) => boolean,
  ): Promise<readonly GateVerdict[]>;
  decide(
    route: Route,
    action: 'rollback' | 'hold' | 'lapse',
    to: RouteState,
    note: ChangeRequest,
    evidence: { readonly gates: readonly GateVerdict[] },
    change: (entry: StateEntry) => StateEntry,
  ): Promise<void>;
}

/**
 * Asks the gates of routes that users are on once more: a contract may break after the step that it
 * allowed. Only a certain no moves a route; a broker that is away, or a result that is missing, says
 * nothing. An override that has ended leaves its gates to decide, certain or not: that is what was agreed.
 */
export async function recheckRoutes(
  owner: WatchOwner,
  routes: readonly Route[],
  clock: () => number,
): Promise<readonly Recheck[]> {
  return Promise.all(routes.map((route) => recheck(owner, route, clock)));
}

async function recheck(owner: WatchOwner, route: Route, clock: () => number): Promise<Recheck> {
  const { state } = owner.entry(route);
  const watched = new Set<string>();
  const idle: Recheck = { route: route.id, action: 'none', gates: [] };
  if (state.state !== 'canary' && state.state !== 'service') return idle;
  const before = owner.entry(route).override?.gates ?? [];
  const all = await owner.verdicts(route, state, ({ name, watch }) => {
    if (watch === true) watched.add(name);
    return watch === true || before.includes(name);
  });
  const entry = owner.entry(route);
  // Somebody moved it while its gates were asked.
  if (!sameState(entry.state, state)) return idle;
  const { override } = entry;
  const answered = overriddenGates(entry, clock());
  if (override !== undefined && answered.length === 0) {
    const gates = all.filter(({ gate }) => override.gates.includes(gate));
    const still = gates.filter(({ allowed }) => !allowed);
    const ended = `the override of ${override.by} ended ${override.until}`;
    if (still.length > 0) return act(owner, route, entry, `${ended} and ${said(still)}`, gates);
    const why = `${ended}; its gates allow the route now`;
    await owner.decide(route, 'lapse', state, { why }, { gates }, withoutOverride);
    return { route: route.id, action: 'lapse', gates };
  }
  const gates = all.filter(({ gate }) => watched.has(gate) && !answered.includes(gate));
  const broken = gates.filter(({ allowed, certain }) => !allowed && certain === true);
  return broken.length === 0 ? { ...idle, gates } : act(owner, route, entry, said(broken), gates);
}

async function act(
  owner: WatchOwner,
  route: Route,
  { state, held }: StateEntry,
  why: string,
  gates: readonly GateVerdict[],
): Promise<Recheck> {
  if (route.gate.onIncompatible === 'rollback') {
    await owner.decide(
      route,
      'rollback',
      { state: 'monolith' },
      { why },
      { gates },
      withoutOverride,
    );
    return { route: route.id, action: 'rollback', gates };
  }
  // Held already: nothing new to say, and the log is no place to repeat it every minute.
  if (held) return { route: route.id, action: 'none', gates };
  await owner.decide(route, 'hold', state, { why }, { gates }, (entry) => ({
    ...withoutOverride(entry),
    held: true,
  }));
  return { route: route.id, action: 'hold', gates };
}

function said(verdicts: readonly GateVerdict[]): string {
  return verdicts.map(({ gate, reason }) => `${gate} says: ${reason}`).join('; ');
}

import type { ChangeRequest, Rehearsal, RehearsalRequest } from '../model/control.ts';
import { ProxyError } from '../model/error.ts';
import type { Route, RouteState } from '../model/routes.ts';
import type { RouteRecord } from '../observe/record.ts';
import { describeState } from './steps.ts';
import type { StateEntry } from './store.ts';

const SECONDS = { least: 1, most: 20, usual: 5 };

export interface RehearsalStage {
  entry(route: Route): StateEntry;
  record(route: Route): RouteRecord;
  decide(
    route: Route,
    action: 'rehearse',
    to: RouteState,
    note: ChangeRequest,
    evidence: Readonly<Record<string, unknown>>,
    change?: (entry: StateEntry) => StateEntry,
  ): Promise<void>;
}

/**
 * Takes real users back to the monolith for a few seconds and watches whether it can still serve
 * them. It counts when the monolith gave at least one answer and no more errors than the route's
 * budget allows above what the service gave before. Should the process end midway, the route is on the
 * monolith, which is the safe side.
 *
 * @throws ProxyError PROXY_CHANGE_INVALID when no users are on the service
 */
export async function rehearse(
  stage: RehearsalStage,
  route: Route,
  request: RehearsalRequest,
): Promise<Rehearsal> {
  const { state: from } = stage.entry(route);
  const note = { ...request, by: request.by ?? 'operator' };
  const seconds = request.seconds ?? SECONDS.usual;
  refuseUnfit(route, from, seconds);
  const { totals } = stage.record(route);
  const before = { ...counts(totals.monolith), service: counts(totals.service) };
  await stage.decide(route, 'rehearse', { state: 'monolith' }, note, {});
  const left = stage.entry(route);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const now = counts(totals.monolith);
  const answers = now.requests - before.requests;
  const errors = now.errors - before.errors;
  const entry = stage.entry(route);
  // Whoever touched the route meanwhile wrote another entry, and knows better where it belongs. A store
  // that is shared may have read ours again.
  const moved = JSON.stringify(entry) !== JSON.stringify(left);
  const verdict = judge(answers, errors, errorShare(before.service) + route.budget.errors);
  const rehearsal: Rehearsal = {
    route: route.id,
    ...verdict,
    from,
    to: moved ? entry.state : from,
    answers,
    errors,
  };
  if (moved) {
    const because = `${verdict.because}; the route was moved meanwhile and stays where it is`;
    return { ...rehearsal, passed: false, because };
  }
  await stage.decide(
    route,
    'rehearse',
    from,
    { ...note, why: rehearsal.because },
    { ...rehearsal },
    (back) => (rehearsal.passed ? { ...back, rehearsed: back.since } : back),
  );
  return rehearsal;
}

function refuseUnfit(route: Route, from: RouteState, seconds: number): void {
  if (from.state !== 'canary' && from.state !== 'service') {
    throw new ProxyError(
      'PROXY_CHANGE_INVALID',
      `Route "${route.id}" is in ${describeState(from)}: no real user can be taken back to the monolith.`,
      'Promote it to its first canary step, then rehearse.',
    );
  }
  if (seconds >= SECONDS.least && seconds <= SECONDS.most) return;
  throw new ProxyError(
    'PROXY_CHANGE_INVALID',
    `A rehearsal of ${seconds} seconds cannot be done.`,
    `Give ${SECONDS.least} to ${SECONDS.most} seconds.`,
  );
}

function judge(
  answers: number,
  errors: number,
  allowed: number,
): Pick<Rehearsal, 'passed' | 'because'> {
  if (answers === 0) {
    return {
      passed: false,
      because: 'the monolith was asked nothing meanwhile, so nothing is shown',
    };
  }
  const seen = `the monolith gave ${answers} answers, ${errors} of them errors`;
  return { passed: errors / answers <= allowed, because: seen };
}

function counts({ requests, errors }: { requests: number; errors: number }) {
  return { requests, errors };
}

function errorShare({ requests, errors }: { requests: number; errors: number }): number {
  return requests === 0 ? 0 : errors / requests;
}

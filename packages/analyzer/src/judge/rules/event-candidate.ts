import { sortSites } from '../../model/sites.ts';
import type { Rule } from '../context.ts';
import { crossCalls } from './cross-calls.ts';

const NOTIFY_LIKE =
  /^(?:notify|publish|emit|track|log|record|send|on[A-Z]|after[A-Z]|handle[A-Z]|index|invalidate|audit)/;

/** A call into another domain whose result nobody uses and that tells rather than asks. */
export const eventCandidate: Rule = {
  name: 'event-candidate',
  judge: (context) =>
    crossCalls(
      context,
      (call) =>
        !call.resultUsed && (!call.awaited || NOTIFY_LIKE.test(call.callee.split('.').pop() ?? '')),
    ).map(({ from, to, first, calls }) => ({
      kind: 'event-candidate',
      id: `event-candidate:${first.file}#${first.caller}:${first.to}#${first.callee}`,
      severity: 'low',
      domains: [from, to].sort(),
      sites: sortSites(calls.map(({ file, line }) => ({ file, line }))),
      caller: `${first.file}#${first.caller}`,
      callee: `${first.to}#${first.callee}`,
    })),
};

import type { Call } from '../../model/analysis.ts';
import { sortSites } from '../../model/sites.ts';
import type { Rule } from '../context.ts';
import { crossCalls } from './cross-calls.ts';

const NOTIFY_LIKE =
  /^(?:notify|publish|emit|track|log|record|send|on[A-Z]|after[A-Z]|handle[A-Z]|index|invalidate|audit)/;

/**
 * Names of functions that answer, refuse or prepare: their result is used through an exception or an
 * argument, even if nobody takes it. A function without a name of its own tells nothing.
 */
const ASK_LIKE =
  /^(?:assert|validate|verify|check|ensure|require|throw|get|find|list|load|parse|compute|calculate|create|build|to[A-Z]|is[A-Z]|has[A-Z]|can[A-Z]|set[A-Z]|apply|assign|init|register|configure|wrap|default$|<)/;

const nameOf = ({ callee }: Call): string => callee.split('.').pop() ?? '';

/** A call into another domain whose result nobody uses and that tells rather than asks. */
export const eventCandidate: Rule = {
  name: 'event-candidate',
  judge: (context) =>
    crossCalls(
      context,
      (call) =>
        !call.resultUsed &&
        (call.awaited ? NOTIFY_LIKE.test(nameOf(call)) : !ASK_LIKE.test(nameOf(call))),
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

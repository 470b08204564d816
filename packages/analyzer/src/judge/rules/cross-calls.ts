import { couldBeAsked } from '../../graph/crossing-calls.ts';
import type { Call } from '../../model/analysis.ts';
import type { JudgeContext } from '../context.ts';

export interface CrossCalls {
  from: string;
  to: string;
  first: Call;
  calls: Call[];
}

/** Calls from one domain into another that pass a test, grouped by caller and callee. */
export function crossCalls(context: JudgeContext, wanted: (call: Call) => boolean): CrossCalls[] {
  const groups = new Map<string, CrossCalls>();
  for (const call of context.runningCalls) {
    const from = context.domainOf(call.file);
    const to = context.domainOf(call.to);
    if (from === null || to === null || from === to || !couldBeAsked(call) || !wanted(call))
      continue;
    const key = `${call.file}#${call.caller}>${call.to}#${call.callee}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { from, to, first: call, calls: [call] });
    else known.calls.push(call);
  }
  return [...groups.values()];
}

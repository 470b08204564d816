import { waitingCalls } from '../../graph/crossing-calls.ts';
import { sortSites } from '../../model/sites.ts';
import type { Rule } from '../context.ts';
import { crossCalls } from './cross-calls.ts';

/** A call into another domain that is waited for inside a loop: over a network, N+1 requests. */
export const callInLoop: Rule = {
  name: 'call-in-loop',
  judge: (context) => {
    const waits = waitingCalls(context.facts);
    const found = crossCalls(context, (call) => call.inLoop && waits(call));
    return found.map(({ from, to, first, calls }) => ({
      kind: 'call-in-loop',
      id: `call-in-loop:${first.file}#${first.caller}:${first.to}#${first.callee}`,
      severity: 'medium',
      domains: [from, to].sort(),
      sites: sortSites(calls.map(({ file, line }) => ({ file, line }))),
      caller: `${first.file}#${first.caller}`,
      callee: `${first.to}#${first.callee}`,
    }));
  },
};

import { sortSites } from '../../model/sites.ts';
import type { Rule } from '../context.ts';
import { crossCalls } from './cross-calls.ts';

/** A call into another domain inside a loop: cheap in a process, N+1 requests over a network. */
export const callInLoop: Rule = {
  name: 'call-in-loop',
  judge: (context) =>
    crossCalls(context, (call) => call.inLoop).map(({ from, to, first, calls }) => ({
      kind: 'call-in-loop',
      id: `call-in-loop:${first.file}#${first.caller}:${first.to}#${first.callee}`,
      severity: 'medium',
      domains: [from, to].sort(),
      sites: sortSites(calls.map(({ file, line }) => ({ file, line }))),
      caller: `${first.file}#${first.caller}`,
      callee: `${first.to}#${first.callee}`,
    })),
};

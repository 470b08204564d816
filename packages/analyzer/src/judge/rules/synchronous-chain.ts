import { functionKey, waitingCalls } from '../../graph/crossing-calls.ts';
import type { Call } from '../../model/analysis.ts';
import { distinct, type JudgeContext, type Rule } from '../context.ts';
import { type CallGraph, callGraph } from '../reach.ts';

/** Fewer calls in a row than this are normal. */
const SHORTEST = 4;
/** What one service is assumed to be available, to show what a chain of them makes of it. */
const AVAILABILITY_OF_ONE = 0.999;
const FEWEST_DOMAINS = 2;

/** Calls that wait for each other across domains: each hop would become a request. */
export const synchronousChain: Rule = {
  name: 'synchronous-chain',
  judge: (context) => {
    const calls = context.runningCalls.filter(waitingCalls(context.facts));
    const graph = callGraph(calls);
    const called = new Set(calls.map((call) => functionKey(call.to, call.callee)));
    const roots = [...graph.keys()].filter((key) => !called.has(key)).sort();
    const longest = new Map<string, Call[]>();
    const best = new Map<string, Call[]>();
    for (const root of roots) {
      const chain = longestChain(context, graph, root, longest, new Set());
      const [first] = chain;
      if (first === undefined || chain.length < SHORTEST) continue;
      const hops = crossings(context, chain);
      if (hops < FEWEST_DOMAINS) continue;
      const tail = chain.slice(1).map(place).join('|');
      const known = best.get(tail);
      if (known === undefined || known.length < chain.length) best.set(tail, chain);
    }
    return withoutTails([...best.values()]).map((chain) => toFinding(context, chain));
  },
};

const place = (call: Call): string => `${call.file}:${call.line}>${call.callee}`;

function longestChain(
  context: JudgeContext,
  graph: CallGraph,
  key: string,
  known: Map<string, Call[]>,
  active: Set<string>,
): Call[] {
  const ready = known.get(key);
  if (ready) return ready;
  active.add(key);
  let best: Call[] = [];
  for (const call of graph.get(key) ?? []) {
    const next = functionKey(call.to, call.callee);
    if (active.has(next) || context.domainOf(call.to) === null) continue;
    const chain = [call, ...longestChain(context, graph, next, known, active)];
    const better =
      crossings(context, chain) - crossings(context, best) || chain.length - best.length;
    if (better > 0) best = chain;
  }
  active.delete(key);
  known.set(key, best);
  return best;
}

/** Number of calls that go from one domain into another. */
function crossings(context: JudgeContext, chain: readonly Call[]): number {
  return chain.filter((call) => {
    const from = context.domainOf(call.file);
    const to = context.domainOf(call.to);
    return from !== null && to !== null && from !== to;
  }).length;
}

/** Leaves out chains that are the end of a longer one. */
function withoutTails(chains: Call[][]): Call[][] {
  const sorted = chains.sort(
    (a, b) => b.length - a.length || (place(a[0] as Call) < place(b[0] as Call) ? -1 : 1),
  );
  const seen = new Set<string>();
  return sorted.filter((chain) => {
    const last = chain
      .map(place)
      .slice(-SHORTEST + 1)
      .join('|');
    if (seen.has(last)) return false;
    seen.add(last);
    return true;
  });
}

function toFinding(
  context: JudgeContext,
  chain: readonly Call[],
): ReturnType<Rule['judge']>[number] {
  const first = chain[0] as Call;
  const last = chain[chain.length - 1] as Call;
  const hops = crossings(context, chain);
  return {
    kind: 'synchronous-chain',
    id: `synchronous-chain:${first.file}#${first.caller}:${last.to}#${last.callee}`,
    severity: hops > 2 ? 'medium' : 'low',
    domains: distinct(
      chain.flatMap((call) => [context.domainOf(call.file), context.domainOf(call.to)]),
    ),
    sites: chain.map(({ file, line }) => ({ file, line })),
    calls: [`${first.file}#${first.caller}`, ...chain.map((call) => `${call.to}#${call.callee}`)],
    depth: chain.length,
    availability: Math.round(AVAILABILITY_OF_ONE ** hops * 1e6) / 1e6,
  };
}

import { functionKey } from '../graph/crossing-calls.ts';
import type { Call, Site } from '../model/analysis.ts';

/** Functions by `file#name`, and the calls that leave each. */
export type CallGraph = Map<string, Call[]>;

export function callGraph(calls: readonly Call[]): CallGraph {
  const graph: CallGraph = new Map();
  for (const call of calls) {
    const key = functionKey(call.file, call.caller);
    const known = graph.get(key);
    if (known === undefined) graph.set(key, [call]);
    else known.push(call);
  }
  return graph;
}

const MOST_STEPS = 200;

/** Functions reachable from one, itself included, nearest first; stops after some hundred. */
export function reachable(graph: CallGraph, start: string): { functions: string[]; sites: Site[] } {
  const seen = new Set([start]);
  const queue = [start];
  const sites: Site[] = [];
  for (let head = 0; head < queue.length && seen.size < MOST_STEPS; head++) {
    for (const call of graph.get(queue[head] as string) ?? []) {
      const next = functionKey(call.to, call.callee);
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push(next);
      sites.push({ file: call.file, line: call.line });
    }
  }
  return { functions: queue, sites };
}

import { registeredCalls } from '../../graph/handlers.ts';
import type { Call } from '../../model/analysis.ts';
import { sortSites } from '../../model/sites.ts';
import { distinct, ownersOf, type Rule } from '../context.ts';
import { type CallGraph, callGraph, functionKey, reachable } from '../reach.ts';

/** A scheduled job works on tables of several domains, in its file or in what it calls. */
export const jobAcrossDomains: Rule = {
  name: 'job-across-domains',
  judge: (context) => {
    const graph = callGraph(context);
    // A person starts a command, and can start one per domain.
    const scheduled = context.facts.jobs.filter(({ kind }) => kind !== 'command');
    return scheduled.flatMap((job) => {
      const calls = registeredCalls(context.facts, job, context.facts.jobs);
      const files = filesOfWork(graph, job.file, calls);
      const near = context.facts.accesses.filter((access) => files.direct.has(access.file));
      const used =
        near.length > 0
          ? near
          : context.facts.accesses.filter((access) => files.all.has(access.file));
      const tables = distinct(used.map((access) => access.table));
      const domains = ownersOf(context, tables);
      if (domains.length < 2) return [];
      const work = calls.find((call) => files.direct.has(call.to));
      return [
        {
          kind: 'job-across-domains' as const,
          id: `job-across-domains:${work ? `${work.to}#${work.callee}` : `${job.file}:${job.name}`}`,
          severity: 'medium' as const,
          domains,
          sites: [
            { file: job.file, line: job.line },
            ...calls.map(({ file, line }) => ({ file, line })),
            ...sortSites(used.map(({ file, line }) => ({ file, line }))).slice(0, 20),
          ],
          job: work ? work.callee : job.name,
          tables,
        },
      ];
    });
  },
};

/** Files that do the work of a job: those it calls directly (or its own), and all that they reach. */
function filesOfWork(
  graph: CallGraph,
  jobFile: string,
  calls: readonly Call[],
): { direct: Set<string>; all: Set<string> } {
  const starts =
    calls.length > 0
      ? calls.map((call) => functionKey(call.to, call.callee))
      : [...graph.keys()].filter((key) => key.startsWith(`${jobFile}#`));
  const fileOf = (key: string): string => key.slice(0, key.indexOf('#'));
  const direct = new Set([jobFile, ...(calls.length > 0 ? starts.map(fileOf) : [])]);
  const all = new Set([
    ...direct,
    ...starts.flatMap((start) => reachable(graph, start).functions.map(fileOf)),
  ]);
  return { direct, all };
}

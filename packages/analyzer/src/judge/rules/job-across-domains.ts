import { registeredCalls } from '../../graph/handlers.ts';
import type { Call } from '../../model/analysis.ts';
import type { Finding } from '../../model/finding.ts';
import { sortSites } from '../../model/sites.ts';
import { distinct, type JudgeContext, ownersOf, type Rule } from '../context.ts';
import { type CallGraph, callGraph, functionKey, reachable } from '../reach.ts';

/**
 * Work that nobody waits for and that touches tables of several domains: a scheduled job, in its file
 * or in what it calls, and what listens to a queue or event, in the lines of the listener itself.
 */
export const jobAcrossDomains: Rule = {
  name: 'job-across-domains',
  judge: (context) => [...scheduledWork(context), ...heardWork(context)],
};

function scheduledWork(context: JudgeContext): Finding[] {
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
    // A timer has no name of its own: what it starts tells more.
    const name = job.name === TIMER ? (calls[0]?.callee ?? TIMER) : job.name;
    return [
      {
        kind: 'job-across-domains' as const,
        id: `job-across-domains:${job.file}:${name}`,
        severity: 'medium' as const,
        domains,
        sites: [
          { file: job.file, line: job.line },
          ...calls.map(({ file, line }) => ({ file, line })),
          ...sortSites(used.map(({ file, line }) => ({ file, line }))).slice(0, 20),
        ],
        job: name,
        tables,
        startedBy: 'clock' as const,
      },
    ];
  });
}

const TIMER = 'setInterval';

/** A listener without another one below it ends after so many lines, as far as anybody can tell. */
const LONGEST_LISTENER = 60;

function heardWork(context: JudgeContext): Finding[] {
  const listeners = context.facts.events.filter(({ role }) => role === 'listen');
  return listeners.flatMap((heard, i) => {
    const end = Math.min(
      heard.line + LONGEST_LISTENER,
      ...listeners
        .filter(({ file, line }) => file === heard.file && line > heard.line)
        .map(({ line }) => line),
    );
    const again = listeners.findIndex(
      ({ file, line, name }) => file === heard.file && line === heard.line && name === heard.name,
    );
    if (again !== i) return [];
    const used = context.running.filter(
      ({ file, line }) => file === heard.file && line >= heard.line && line < end,
    );
    const tables = distinct(used.map(({ table }) => table));
    const domains = ownersOf(context, tables);
    if (domains.length < 2) return [];
    return [
      {
        kind: 'job-across-domains' as const,
        id: `job-across-domains:${heard.file}:${heard.name}`,
        severity: 'medium' as const,
        domains,
        sites: [
          { file: heard.file, line: heard.line },
          ...sortSites(used.map(({ file, line }) => ({ file, line }))).slice(0, 20),
        ],
        job: heard.name,
        tables,
        startedBy: 'message' as const,
      },
    ];
  });
}

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

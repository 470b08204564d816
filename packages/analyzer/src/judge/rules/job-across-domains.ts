import { functionKey } from '../../graph/crossing-calls.ts';
import { registeredCalls } from '../../graph/handlers.ts';
import type { Call, Job, TableAccess } from '../../model/analysis.ts';
import type { Finding } from '../../model/finding.ts';
import { sortSites } from '../../model/sites.ts';
import { distinct, type JudgeContext, ownersOf, type Rule } from '../context.ts';
import { type CallGraph, callGraph, reachable } from '../reach.ts';

/**
 * Work that nobody waits for and that touches tables of several domains: a scheduled job, in its own
 * functions or in what they call, and what listens to a queue or event, in the lines of the listener itself.
 */
export const jobAcrossDomains: Rule = {
  name: 'job-across-domains',
  judge: (context) => [...scheduledWork(context), ...heardWork(context)],
};

function scheduledWork(context: JudgeContext): Finding[] {
  const graph = callGraph(context.facts.calls);
  // A person starts a command, and can start one per domain.
  const scheduled = context.facts.jobs.filter(({ kind }) => kind !== 'command');
  return scheduled.flatMap((job) => {
    const calls = registeredCalls(context.facts, job, context.facts.jobs);
    const used = accessesOfJob(context, graph, job, calls);
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

/**
 * What a job works on: in the function that is registered and in those that it reaches in other files. In
 * the file of that function, and in files beside the registration, which are there for jobs, also what
 * belongs to no other job, since calls inside a file are not followed (unless there are other jobs and this one
 * does work of its own). Where the function is not known,
 * only the lines of the registration count.
 */
function accessesOfJob(
  context: JudgeContext,
  graph: CallGraph,
  job: Job,
  calls: readonly Call[],
): TableAccess[] {
  const { handler } = job;
  const named = handler?.symbol === undefined ? [] : [functionKey(handler.file, handler.symbol)];
  const starts = named.length > 0 ? named : calls.map((call) => functionKey(call.to, call.callee));
  const around = new Set(
    starts.map(fileOf).filter((file) => named.length > 0 || folderOf(file) === folderOf(job.file)),
  );
  const others = new Set(
    context.facts.jobs
      .flatMap((other) => (other.handler?.symbol === undefined ? [] : [other.handler]))
      .map(({ file, symbol = '' }) => functionKey(file, symbol))
      .filter((key) => !starts.includes(key)),
  );
  // Which of several jobs a helper beside them serves is not known: one that does work of its own is judged by that.
  const accessed = new Set(
    context.running.map(({ file, caller = '' }) => functionKey(file, caller)),
  );
  const works = starts.some((start) => graph.has(start) || accessed.has(start));
  const isAmong = [...others].some((key) => around.has(fileOf(key)));
  const whole = works && isAmong ? new Set<string>() : around;
  const beside = [...graph.keys()].filter((key) => whole.has(fileOf(key)) && !others.has(key));
  const reached = new Set(
    [...starts, ...beside].flatMap((start) => reachable(graph, start).functions),
  );
  const end = endOfRegistration(job, context);
  return context.running.filter(({ file, line, caller = '' }) => {
    const key = functionKey(file, caller);
    const registered = file === job.file && line >= job.line && line < end;
    return registered || reached.has(key) || (whole.has(file) && !others.has(key));
  });
}

const fileOf = (key: string): string => key.slice(0, key.indexOf('#'));
const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/') + 1);

function endOfRegistration(job: Job, { facts }: JudgeContext): number {
  return Math.min(
    job.lastLine === undefined ? job.line + LONGEST_LISTENER : job.lastLine + 1,
    ...facts.jobs
      .filter(({ file, line }) => file === job.file && line > job.line)
      .map(({ line }) => line),
  );
}

import type { Call, Facts, Site, SourceFile } from '../model/analysis.ts';
import { count } from '../model/count.ts';
import { FRONT_END_REASON } from '../model/roles.ts';
import { sortSites } from '../model/sites.ts';
import { couldBeAsked, functionKey, waitingCalls } from './crossing-calls.ts';
import { isAroundHandlers } from './shared-names.ts';

/** How much of what the other domains answer would wait for a domain if it were a service. */
export interface WaitedFor {
  /** Ways into the other domains (routes, messages, jobs) whose function is known, and those of them that would wait. */
  entries: number;
  waiting: number;
  /** Waiting over entries, or 1 where what runs around every request waits; null where no function is known. */
  share: number | null;
  /** Functions around every request, such as middleware, that wait for it. */
  around: string[];
  /** The calls that would wait. */
  sites: Site[];
}

/** Beyond a third of what the others answer, what leaves is a part of nearly everything. */
const MOST_WAITING = 1 / 3;

/** Whether too much would wait for it to begin with; where nothing is known nobody would. */
export const isOnThePath = ({ share }: WaitedFor): boolean => (share ?? 0) > MOST_WAITING;

/** In a sentence. */
export function sayWaiting({ entries, waiting, around }: WaitedFor): string {
  if (around.length > 0) return `what runs around every request asks it (${around[0]})`;
  return `${waiting} of ${count(entries, 'way')} into other domains would wait for its answer`;
}

/** File of a codebase as far as it matters here. */
type Placed = Pick<SourceFile, 'path' | 'role' | 'domain' | 'because'>;

/**
 * Who would wait for each domain: a way into another domain does when its handler, or a guard or middleware that it names,
 * reaches by waiting calls a function of the domain. What wiring puts around all requests stands before all of them,
 * whichever domain it is in. As far as calls tell: callbacks that a function is given are not followed.
 */
export function waitedFor(
  facts: Facts,
  files: readonly Placed[],
  domains: readonly string[],
): Map<string, WaitedFor> {
  const domainOf = new Map(files.map(({ path, domain }) => [path, domain]));
  const frontEnd = new Set(files.filter(isFrontEnd).map(({ path }) => path));
  const shell = new Set(
    files.flatMap(({ path, role }) => (role === 'shell' && !frontEnd.has(path) ? [path] : [])),
  );
  const reach = waitingReach(facts, domainOf);
  const namedAround = filesAround(facts);
  const callers = callersByFile(facts);
  const functionsIn = (path: string): string[] => [...(callers.get(path) ?? [])];
  const always = reach(
    [...filesAroundAll(facts, shell, namedAround)]
      .filter((path) => !frontEnd.has(path))
      .sort()
      .flatMap(functionsIn),
    true,
  );
  const entries = entriesOf(facts).map(({ file, start }) => {
    const own = [...(namedAround.get(file) ?? [])].flatMap(functionsIn);
    return { domain: domainOf.get(file) ?? null, asks: [reach([start]), reach(own, true)] };
  });
  return new Map(
    domains.map((name) => {
      const others = entries.filter(({ domain }) => domain !== name);
      const waiting = others.filter(({ asks }) => asks.some((asked) => asked.has(name)));
      const sites = [always, ...waiting.flatMap(({ asks }) => asks)].flatMap(
        (asked) => asked.get(name) ?? [],
      );
      const around = always.get(name) ?? [];
      const counted = others.length === 0 ? null : waiting.length / others.length;
      return [
        name,
        {
          ...{ entries: others.length, waiting: waiting.length },
          share: around.length > 0 ? 1 : counted,
          around: [...new Set(around.map(({ file }) => file))].sort(),
          sites: sortSites([
            ...new Map(sites.map((site) => [`${site.file}:${site.line}`, site])).values(),
          ]),
        },
      ];
    }),
  );
}

/** Filters and guards of a page run around no request. */
const isFrontEnd = ({ because }: Placed): boolean =>
  because.some(({ text }) => text === FRONT_END_REASON);

/** By domain the calls that would wait for it. */
type Asked = ReadonlyMap<string, Site[]>;

/** What functions ask of domains other than their own, or of any where they run `around` the requests of all. */
function waitingReach(
  facts: Facts,
  domainOf: ReadonlyMap<string, string | null>,
): (starts: readonly string[], around?: boolean) => Asked {
  const waits = waitingCalls(facts);
  const callsOf = Map.groupBy(facts.calls, ({ file, caller }) => functionKey(file, caller));
  const innerOf = Map.groupBy(facts.innerCalls ?? [], ({ file, caller }) =>
    functionKey(file, caller),
  );
  const known = new Map<string, Asked>();
  const isWaitedFor = (call: Call): boolean =>
    waits(call) && (call.awaited || call.resultUsed) && couldBeAsked(call);
  return (starts, around = false) => {
    const key = `${around} ${starts.join(' ')}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const first = new Set(starts);
    const reached = new Set(starts);
    const asked = new Map<string, Site[]>();
    // A set is walked in the order of adding, what is added on the way included.
    for (const one of reached) {
      for (const { file, callee } of innerOf.get(one) ?? []) reached.add(functionKey(file, callee));
      for (const call of callsOf.get(one) ?? []) {
        const to = domainOf.get(call.to) ?? null;
        const from = around && first.has(one) ? null : (domainOf.get(call.file) ?? null);
        const isAsked = isWaitedFor(call);
        if (isAsked && to !== null && to !== from)
          asked.set(to, [...(asked.get(to) ?? []), { file: call.file, line: call.line }]);
        // Nobody waits for what a call begins whose promise is dropped.
        if (isAsked || call.awaited || call.resultUsed || call.async !== true)
          reached.add(functionKey(call.to, call.callee));
      }
    }
    known.set(key, asked);
    return asked;
  };
}

interface Entry {
  file: string;
  start: string;
}

/** Handlers whose function is known, each once. */
function entriesOf({ routes, events, jobs }: Facts): Entry[] {
  const handlers = [
    ...routes.map(({ handler }) => handler),
    ...events.filter(({ role }) => role === 'listen').map(({ handler }) => handler),
    ...jobs.filter(({ kind }) => kind === undefined).map(({ handler }) => handler),
  ];
  const entries = handlers.flatMap((handler) =>
    handler?.symbol === undefined
      ? []
      : [{ file: handler.file, start: functionKey(handler.file, handler.symbol) }],
  );
  return [...new Map(entries.map((one) => [one.start, one])).values()];
}

/** By file the files of guards, interceptors and middleware that it names. */
function filesAround({ imports }: Facts): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { from, to, symbols, typeOnly } of imports) {
    if (typeOnly || !symbols.some(isAroundHandlers)) continue;
    found.set(from, (found.get(from) ?? new Set()).add(to));
  }
  return found;
}

const MIDDLEWARE_FOLDER = /(?:^|\/)middlewares?\//;
/** Run by Passport for every request with a token; others are for signing in. */
const EVERY_TIME = /(?:Jwt|JWT|Bearer|Session|Cookie|Token)\w*Strategy$/;

/** Files of what runs around every request: those that wiring names or calls as such. */
function filesAroundAll(
  facts: Facts,
  shell: ReadonlySet<string>,
  named: ReadonlyMap<string, ReadonlySet<string>>,
): Set<string> {
  const classOf = (name: string): string => name.split('.')[0] ?? '';
  return new Set([
    ...[...shell].flatMap((path) => [...(named.get(path) ?? [])]),
    ...facts.calls
      .filter(
        ({ file, to, callee }) =>
          shell.has(file) && (MIDDLEWARE_FOLDER.test(to) || isAroundHandlers(classOf(callee))),
      )
      .map(({ to }) => to),
    ...facts.calls.filter(({ caller }) => EVERY_TIME.test(classOf(caller))).map(({ file }) => file),
  ]);
}

/** By file its functions that call anything: handlers are made in it and handed on, not called. */
function callersByFile({ calls, innerCalls = [] }: Facts): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { file, caller } of [...calls, ...innerCalls]) {
    const callers = found.get(file) ?? new Set<string>();
    found.set(file, callers.add(functionKey(file, caller)));
  }
  return found;
}

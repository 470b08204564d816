import type { Facts, Site } from '../model/analysis.ts';
import { compare } from './tables.ts';

/** Puts every list into one order, so that the same input gives the same bytes. */
export function sortFacts(facts: Facts): Facts {
  const { stats, stores, twoPhaseCommits, innerCalls } = facts;
  return {
    ...facts,
    files: facts.files.toSorted((a, b) => compare(a.path, b.path)),
    imports: inOrder(
      facts.imports,
      (a, b) => compare(a.from, b.from) || a.line - b.line || compare(a.to, b.to),
      (e) => [e.kind, String(e.symbols)],
    ),
    unresolved: sites(facts.unresolved, (u) => [u.kind, u.text, u.reason]),
    accesses: sites(facts.accesses, (a) => [a.table, a.operation, a.via, a.transaction ?? '']),
    routes: sites(facts.routes, (r) => [r.method, r.path]),
    events: sites(facts.events, (e) => [e.name, e.role]),
    jobs: sites(facts.jobs, (j) => [j.name]),
    injections: sites(facts.injections, (i) => [i.token]),
    calls: sites(facts.calls, (c) => [c.to, c.callee, c.caller]),
    ...(innerCalls
      ? {
          innerCalls: inOrder(
            innerCalls,
            (a, b) => compare(a.file, b.file),
            (c) => [c.caller, c.callee],
          ),
        }
      : {}),
    state: sites(facts.state, (s) => [s.name, s.kind]),
    environment: sites(facts.environment, (e) => [e.key]),
    outbound: sites(facts.outbound, (o) => [o.target, String(o.method)]),
    ...(stores ? { stores: sites(stores, (s) => [s.name, s.operation]) } : {}),
    ...(twoPhaseCommits ? { twoPhaseCommits: sites(twoPhaseCommits, (t) => [t.statement]) } : {}),
    stats: {
      ...stats,
      excluded: stats.excluded.toSorted((a, b) => compare(a.path, b.path)),
      detectors: Object.fromEntries(
        Object.entries(stats.detectors).sort(([a], [b]) => compare(a, b)),
      ),
    },
  };
}

function sites<T extends Site>(items: readonly T[], rest: (item: T) => string[]): T[] {
  return inOrder(items, (a, b) => compare(a.file, b.file) || a.line - b.line, rest);
}

/**
 * Sorted, and each once: the same fact can be seen twice (a chain read by two rules). Most facts are told apart
 * by where they are, so the rest is only looked at where that is the same.
 */
function inOrder<T>(
  items: readonly T[],
  byPlace: (a: T, b: T) => number,
  rest: (item: T) => string[],
): T[] {
  const order = (a: T, b: T): number => byPlace(a, b) || compareAll(rest(a), rest(b));
  const sorted = items.toSorted(order);
  return sorted.filter((item, at) => {
    const before = sorted[at - 1];
    return before === undefined || order(before, item) !== 0 || !isSame(before, item);
  });
}

function compareAll(a: readonly string[], b: readonly string[]): number {
  for (let at = 0; at < a.length; at++) {
    const found = compare(a[at] ?? '', b[at] ?? '');
    if (found !== 0) return found;
  }
  return 0;
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

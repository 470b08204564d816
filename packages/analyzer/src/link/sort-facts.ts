import type { Facts, Site } from '../model/analysis.ts';
import { compare } from './tables.ts';

/** Puts every list into one order, so that the same input gives the same bytes. */
export function sortFacts(facts: Facts): Facts {
  return {
    ...facts,
    files: sortBy(facts.files, (f) => f.path),
    imports: unique(
      sortBy(facts.imports, (e) => `${e.from}\0${pad(e.line)}\0${e.to}\0${e.kind}\0${e.symbols}`),
    ),
    unresolved: unique(
      sortBy(facts.unresolved, (u) => `${site(u)}\0${u.kind}\0${u.text}\0${u.reason}`),
    ),
    accesses: unique(
      sortBy(
        facts.accesses,
        (a) => `${site(a)}\0${a.table}\0${a.operation}\0${a.via}\0${a.transaction ?? ''}`,
      ),
    ),
    routes: unique(sortBy(facts.routes, (r) => `${site(r)}\0${r.method}\0${r.path}`)),
    events: unique(sortBy(facts.events, (e) => `${site(e)}\0${e.name}\0${e.role}`)),
    jobs: unique(sortBy(facts.jobs, (j) => `${site(j)}\0${j.name}`)),
    injections: unique(sortBy(facts.injections, (i) => `${site(i)}\0${i.token}`)),
    calls: unique(sortBy(facts.calls, (c) => `${site(c)}\0${c.to}\0${c.callee}\0${c.caller}`)),
    state: unique(sortBy(facts.state, (s) => `${site(s)}\0${s.name}\0${s.kind}`)),
    environment: unique(sortBy(facts.environment, (e) => `${site(e)}\0${e.key}`)),
    outbound: unique(sortBy(facts.outbound, (o) => `${site(o)}\0${o.target}\0${o.method}`)),
    ...(facts.stores
      ? { stores: unique(sortBy(facts.stores, (s) => `${site(s)}\0${s.name}\0${s.operation}`)) }
      : {}),
    ...(facts.twoPhaseCommits
      ? {
          twoPhaseCommits: unique(
            sortBy(facts.twoPhaseCommits, (t) => `${site(t)}\0${t.statement}`),
          ),
        }
      : {}),
    stats: {
      ...facts.stats,
      excluded: sortBy(facts.stats.excluded, (e) => e.path),
      detectors: Object.fromEntries(
        sortBy(Object.entries(facts.stats.detectors), ([name]) => name),
      ),
    },
  };
}

function site({ file, line }: Site): string {
  return `${file}\0${pad(line)}`;
}

function pad(line: number): string {
  return String(line).padStart(7, '0');
}

function sortBy<T>(items: T[], key: (item: T) => string): T[] {
  return items
    .map((item) => ({ item, key: key(item) }))
    .sort((a, b) => compare(a.key, b.key))
    .map(({ item }) => item);
}

/** The same fact can be seen twice (a chain read by two rules); neighbours are enough after sorting. */
function unique<T>(items: T[]): T[] {
  const kept: T[] = [];
  let last = '';
  for (const item of items) {
    const text = JSON.stringify(item);
    if (text !== last) kept.push(item);
    last = text;
  }
  return kept;
}

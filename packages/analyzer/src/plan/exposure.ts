import { functionKey, waitingCalls } from '../graph/crossing-calls.ts';
import type { Analysis } from '../model/analysis.ts';
import type { ExposedOperation, ExposedTable, Exposure } from '../model/plan.ts';
import { sortSites } from '../model/sites.ts';
import { isMovable } from './movable-route.ts';
import { operations } from './operations.ts';

/**
 * What only the process itself could reach so far and a network can once the domain is out: a list for
 * who has to say which callers are let in.
 */
export function exposureOf(analysis: Analysis, domain: string): Exposure {
  return {
    operations: exposedOperations(analysis, domain),
    tables: exposedTables(analysis, domain),
    routes: analysis.routes
      .filter((route) => route.domain === domain && isMovable(route))
      .map(({ method, path }) => ({ method, path })),
  };
}

function exposedOperations(analysis: Analysis, domain: string): ExposedOperation[] {
  const reachable = new Set(
    analysis.routes.flatMap(({ handler }) =>
      handler?.symbol === undefined ? [] : [functionKey(handler.file, handler.symbol)],
    ),
  );
  const touched = tablesBehind(analysis);
  return operations(analysis, domain, waitingCalls(analysis), ({ to, callee }) =>
    functionKey(to, callee),
  )
    .filter(({ subject }) => !reachable.has(subject))
    .map(({ inbound, subject, servedBy, others, sites }) => ({
      operation: subject,
      servedBy,
      askedBy: inbound ? [...others].sort() : [domain],
      ...touched(subject, servedBy),
      sites,
    }))
    .sort((a, b) => order(a.servedBy, b.servedBy) || order(a.operation, b.operation));
}

/** The tables that a function touches, itself or through what it calls, within its domain and the libraries. */
function tablesBehind({
  accesses,
  calls,
  files,
}: Analysis): (start: string, home: string) => Pick<ExposedOperation, 'reads' | 'writes'> {
  const domainOf = new Map(files.map((file) => [file.path, file.domain]));
  const callsOf = Map.groupBy(calls, ({ file, caller }) => functionKey(file, caller));
  const accessesOf = Map.groupBy(accesses, ({ file, caller = '' }) => functionKey(file, caller));
  return (start, home) => {
    const reached = new Set([start]);
    // A set is walked in the order of adding, what is added on the way included.
    for (const one of reached) {
      for (const { to, callee } of callsOf.get(one) ?? []) {
        const domain = domainOf.get(to) ?? null;
        if (domain === null || domain === home) reached.add(functionKey(to, callee));
      }
    }
    const found = [...reached].flatMap((one) => accessesOf.get(one) ?? []);
    const named = (wanted: (operation: string) => boolean): string[] =>
      [...new Set(found.filter((one) => wanted(one.operation)).map(({ table }) => table))].sort();
    return {
      reads: named((operation) => operation === 'read'),
      // What is not known may be a write.
      writes: named((operation) => operation !== 'read'),
    };
  };
}

/** Tables of the domain that others use, and tables of others that it uses. */
function exposedTables(analysis: Analysis, domain: string): ExposedTable[] {
  const domainOf = new Map(analysis.files.map((file) => [file.path, file.domain]));
  const ownerOf = new Map(analysis.tables.map((table) => [table.name, table.domain]));
  const found = new Map<string, ExposedTable>();
  for (const { file, line, table, operation } of analysis.accesses) {
    const [askedBy, servedBy] = [domainOf.get(file) ?? null, ownerOf.get(table) ?? null];
    if (askedBy === null || servedBy === null || askedBy === servedBy || operation === 'ddl')
      continue;
    if (askedBy !== domain && servedBy !== domain) continue;
    const use = operation === 'read' ? 'read' : 'write';
    const key = `${servedBy} ${table} ${use} ${askedBy}`;
    const known = found.get(key) ?? { table, servedBy, askedBy, use, sites: [] };
    found.set(key, known);
    known.sites.push({ file, line });
  }
  return [...found]
    .sort(([a], [b]) => order(a, b))
    .map(([, one]) => ({ ...one, sites: sortSites(one.sites) }));
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

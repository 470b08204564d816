import type { Analysis } from '../model/analysis.ts';
import type { Load, LoadEntry, LoadShare, LoadSource } from '../model/load.ts';
import { readSql } from '../sql/read-sql.ts';
import { routeFinder } from './route-of.ts';

const MOST_UNKNOWN = 5;

/**
 * Spreads measurements over the domains. A request counts for the domain of its route, a statement in
 * equal parts for the domains of its tables. Every source weighs the same.
 */
export function spreadLoad(
  analysis: Pick<Analysis, 'routes' | 'tables'>,
  sources: readonly LoadSource[],
): Load {
  const domainsOf = finder(analysis);
  const shares = sources.map((source) => shareOf(source, domainsOf));
  const informed = shares.filter(({ domains }) => domains.length > 0);
  const total = new Map<string, number>();
  for (const { domains } of informed)
    for (const { domain, share } of domains)
      total.set(domain, (total.get(domain) ?? 0) + share / informed.length);
  return { sources: shares, domains: sorted(total).map(([domain, share]) => ({ domain, share })) };
}

function shareOf(
  { name, kind, unit, entries }: LoadSource,
  domainsOf: (entry: LoadEntry) => readonly string[],
): LoadShare {
  const weights = new Map<string, number>();
  const unknown = new Map<string, number>();
  let all = 0;
  for (const entry of entries) {
    all += entry.weight;
    const domains = domainsOf(entry);
    for (const domain of domains)
      weights.set(domain, (weights.get(domain) ?? 0) + entry.weight / domains.length);
    if (domains.length === 0) {
      const what = nameOf(entry);
      unknown.set(what, (unknown.get(what) ?? 0) + entry.weight);
    }
  }
  const known = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  return {
    name,
    kind,
    unit,
    understood: all === 0 ? 0 : rounded(known / all),
    domains: sorted(weights).map(([domain, weight]) => ({ domain, share: weight / known })),
    unknown: sorted(unknown)
      .slice(0, MOST_UNKNOWN)
      .map(([what, weight]) => ({ what, share: rounded(weight / all) })),
  };
}

function finder({
  routes,
  tables,
}: Pick<Analysis, 'routes' | 'tables'>): (entry: LoadEntry) => readonly string[] {
  const routeOf = routeFinder(routes);
  const homes = new Map(
    tables.flatMap(({ name, domain }) =>
      domain === null ? [] : [[withoutSchema(name), domain] as const],
    ),
  );
  return (entry) => {
    if (entry.kind === 'request') {
      const domain = routeOf(entry.method, entry.paths)?.domain ?? null;
      return domain === null ? [] : [domain];
    }
    const used = readSql([entry.sql]).flatMap((statement) => statement.tables);
    const found = used.flatMap(({ name = '' }) => homes.get(withoutSchema(name)) ?? []);
    return [...new Set(found)];
  };
}

const withoutSchema = (name: string): string => name.replace(/^.*\./, '').toLowerCase();

function nameOf(entry: LoadEntry): string {
  if (entry.kind === 'request')
    return `${entry.method} ${(entry.paths[0] ?? '').replace(/[?#].*$/s, '')}`;
  return entry.sql.replace(/\s+/g, ' ').trim().slice(0, 80);
}

/** Largest first, without what has no weight at all. */
function sorted(weights: ReadonlyMap<string, number>): [string, number][] {
  return [...weights]
    .filter(([, weight]) => weight > 0)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
}

const rounded = (share: number): number => Math.round(share * 1000) / 1000;

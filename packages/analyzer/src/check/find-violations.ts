import { type DomainLink, domainLinks } from '../graph/domain-graph.ts';
import { buildFactGraph } from '../graph/fact-graph.ts';
import type { Analysis, Site } from '../model/analysis.ts';
import type { CheckSettings, Violation } from '../model/check.ts';
import { runningAccesses } from '../model/one-off.ts';
import { sortSites } from '../model/sites.ts';
import { type Accepted, cycleViolations } from './cycle-violations.ts';

/**
 * Everything that breaks a rule, sorted by id. `owners` names the owner of a domain, if any; of a circle, the imports
 * that are `accepted` already are the ones that break it.
 */
export function findViolations(
  analysis: Analysis,
  settings: CheckSettings,
  owners: ReadonlyMap<string, string> = new Map(),
  accepted: Accepted = () => false,
): Violation[] {
  const names = analysis.domains.map(({ name }) => name);
  const domainOf = new Map(analysis.files.map((file) => [file.path, file.domain]));
  const links = domainLinks(buildFactGraph(analysis), (file) => domainOf.get(file) ?? null);
  const found = [
    ...forbiddenImports(links, settings.imports),
    ...(settings.oneWriterPerTable ? secondWriters(analysis, domainOf) : []),
    ...acrossDomains(analysis, settings),
    ...(settings.noCycle ? cycleViolations(names, links, accepted) : []),
    ...(settings.ownerRequired ? withoutOwner(analysis, owners) : []),
  ];
  const byId = new Map<string, Violation>();
  for (const violation of found) {
    const known = byId.get(violation.id);
    if (known === undefined) byId.set(violation.id, violation);
    else known.sites = sortSites([...known.sites, ...violation.sites]);
  }
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function forbiddenImports(
  links: readonly DomainLink[],
  allowed: CheckSettings['imports'],
): Violation[] {
  return links
    .filter(({ from, to }) => allowed[from] !== undefined && !allowed[from].includes(to))
    .flatMap(({ from, to, edges }) =>
      edges.map((edge) => ({
        rule: 'imports' as const,
        id: `imports:${edge.from}>${to}`,
        message: `${from} may not import ${to}, but ${edge.from} imports ${edge.to}`,
        sites: sortSites(edge.sites),
      })),
    );
}

/** One violation per file that writes a table of another domain. */
function secondWriters(
  analysis: Analysis,
  domainOf: ReadonlyMap<string, string | null>,
): Violation[] {
  const owner = new Map(analysis.tables.map((table) => [table.name, table.domain]));
  return runningAccesses(analysis).flatMap(({ operation, table, file, line }) => {
    const writer = domainOf.get(file) ?? null;
    const home = owner.get(table) ?? null;
    if (operation !== 'write' || writer === null || home === null || writer === home) return [];
    return [
      {
        rule: 'one-writer' as const,
        id: `one-writer:${table}:${file}`,
        message: `${table} belongs to ${home}, but ${file} of ${writer} writes it`,
        sites: [{ file, line }],
      },
    ];
  });
}

function acrossDomains(analysis: Analysis, settings: CheckSettings): Violation[] {
  return analysis.findings.flatMap((finding): Violation[] => {
    const [site] = finding.sites;
    if (finding.kind === 'cross-domain-transaction' && settings.noTransactionAcrossDomains) {
      const file = beforeLine(finding.transaction);
      const message = `a transaction in ${file} writes tables of ${finding.domains.join(', ')}`;
      const id = `transaction:${file}:${finding.tables.join('+')}`;
      return [{ rule: 'transaction', id, message, sites: finding.sites }];
    }
    if (finding.kind === 'cross-domain-join' && settings.noJoinAcrossDomains) {
      const file = beforeLine(finding.statement);
      const message = `a statement in ${file} joins tables of ${finding.domains.join(', ')}`;
      const id = `join:${file}:${finding.tables.join('+')}`;
      return [{ rule: 'join', id, message, sites: site ? finding.sites : [] }];
    }
    return [];
  });
}

const beforeLine = (identity: string): string => identity.slice(0, identity.lastIndexOf(':'));

function withoutOwner(analysis: Analysis, owners: ReadonlyMap<string, string>): Violation[] {
  const owned = new Set(
    (analysis.history?.files ?? [])
      .filter((file) => file.owners.length > 0)
      .map(({ path }) => path),
  );
  return analysis.domains
    .filter(({ name, files }) => !owners.has(name) && !files.every((file) => owned.has(file)))
    .map(({ name, files }) => ({
      rule: 'owner' as const,
      id: `owner:${name}`,
      message: `${name} has no owner, neither in ashlar.yaml nor for all its files in CODEOWNERS`,
      sites: files
        .filter((file) => !owned.has(file))
        .slice(0, 1)
        .map((file): Site => ({ file, line: 1 })),
    }));
}

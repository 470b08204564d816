import { domainLinks } from '../graph/domain-graph.ts';
import { buildFactGraph } from '../graph/fact-graph.ts';
import type { Analysis, DomainMetrics } from '../model/analysis.ts';
import type { Steering } from '../model/steering.ts';
import { type FindingDifference, findingDifference } from './finding-difference.ts';
import { boundariesOf, holdBoundaries } from './hold-boundaries.ts';
import { matchDomains } from './match-domains.ts';

export interface MetricChange {
  domain: string;
  /** Null on the side where the domain does not exist. */
  before: DomainMetrics | null;
  after: DomainMetrics | null;
}

/** What a change does to the architecture. Domains go by their names after it. */
export interface ArchitectureChange {
  files: {
    added: string[];
    removed: string[];
    moved: { path: string; from: string; to: string }[];
  };
  tables: {
    added: string[];
    removed: string[];
    moved: { name: string; from: string; to: string }[];
  };
  /** Share of the files on both sides whose domain changed, 0..1. */
  churn: number;
  domains: { added: string[]; removed: string[]; renamed: { from: string; to: string }[] };
  metrics: MetricChange[];
  links: { added: string[]; removed: string[] };
  findings: FindingDifference;
  verdict: {
    before: Analysis['verdict']['answer'];
    after: Analysis['verdict']['answer'];
    /** What decided the answer after it. */
    because: string[];
  };
}

/**
 * What a change does while everything stays where it was; `churn` is the share of files that would be in
 * another domain if the boundaries were found anew.
 */
export function compareHeld(
  before: Analysis,
  after: Analysis,
  steering: Steering = {},
): ArchitectureChange {
  const held = holdBoundaries(after, boundariesOf(before), steering);
  return { ...compareAnalyses(before, held), churn: compareAnalyses(before, after).churn };
}

export function compareAnalyses(before: Analysis, after: Analysis): ArchitectureChange {
  const names = matchDomains(before, after);
  const renamed = (name: string | null): string =>
    name === null ? NOWHERE : (names.get(name) ?? name);
  const files = assignments(
    before.files.map(({ path, domain, role }) => [path, domain === null ? role : renamed(domain)]),
    after.files.map(({ path, domain, role }) => [path, domain ?? role]),
  );
  const tables = assignments(
    before.tables.map(({ name, domain }) => [name, renamed(domain)]),
    after.tables.map(({ name, domain }) => [name, domain ?? NOWHERE]),
  );
  const common = after.files.length - files.added.length;
  const was = new Map(before.domains.map(({ name, metrics }) => [renamed(name), metrics]));
  const is = new Map(after.domains.map(({ name, metrics }) => [name, metrics]));
  return {
    files: { ...files, moved: files.moved.map(({ id, ...rest }) => ({ path: id, ...rest })) },
    tables: { ...tables, moved: tables.moved.map(({ id, ...rest }) => ({ name: id, ...rest })) },
    churn: common === 0 ? 0 : Math.round((files.moved.length / common) * 1000) / 1000,
    domains: {
      added: [...is.keys()].filter((name) => !was.has(name)),
      removed: [...was.keys()].filter((name) => !is.has(name)),
      renamed: [...names].flatMap(([from, to]) => (from === to ? [] : [{ from, to }])),
    },
    metrics: changedMetrics(was, is),
    links: difference(
      linkNames(before, renamed),
      linkNames(after, (name) => name ?? NOWHERE),
    ),
    findings: findingDifference(before, after, names),
    verdict: {
      before: before.verdict.answer,
      after: after.verdict.answer,
      because: after.verdict.reasons.flatMap(({ text, decides }) => (decides ? [text] : [])),
    },
  };
}

const NOWHERE = 'no domain';

function assignments(before: [string, string][], after: [string, string][]) {
  const was = new Map(before);
  const is = new Map(after);
  return {
    added: [...is.keys()].filter((id) => !was.has(id)).sort(),
    removed: [...was.keys()].filter((id) => !is.has(id)).sort(),
    moved: [...is].flatMap(([id, to]) => {
      const from = was.get(id);
      return from === undefined || from === to ? [] : [{ id, from, to }];
    }),
  };
}

function changedMetrics(
  was: ReadonlyMap<string, DomainMetrics>,
  is: ReadonlyMap<string, DomainMetrics>,
): MetricChange[] {
  return [...new Set([...was.keys(), ...is.keys()])]
    .sort()
    .map((domain) => ({ domain, before: was.get(domain) ?? null, after: is.get(domain) ?? null }))
    .filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));
}

function linkNames(analysis: Analysis, nameOf: (domain: string | null) => string): Set<string> {
  const domainOf = new Map(analysis.files.map((file) => [file.path, file.domain]));
  const links = domainLinks(buildFactGraph(analysis), (file) => domainOf.get(file) ?? null);
  return new Set(links.map(({ from, to }) => `${nameOf(from)} → ${nameOf(to)}`));
}

function difference(before: ReadonlySet<string>, after: ReadonlySet<string>) {
  return {
    added: [...after].filter((one) => !before.has(one)).sort(),
    removed: [...before].filter((one) => !after.has(one)).sort(),
  };
}

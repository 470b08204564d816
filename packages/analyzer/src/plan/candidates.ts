import { type NeededAtStart, neededAtStart } from '../graph/needed-at-start.ts';
import { isOnThePath, sayWaiting, type WaitedFor, waitedFor } from '../graph/waited-for.ts';
import {
  type Analysis,
  type Domain,
  isForTypes,
  type Reason,
  type Site,
} from '../model/analysis.ts';
import type { Finding, FindingKind } from '../model/finding.ts';
import type { Load } from '../model/load.ts';
import { isOwnStep } from '../model/own-step.ts';
import type { Candidate } from '../model/plan.ts';
import { sortSites } from '../model/sites.ts';
import { measureFactors } from './factors.ts';
import { withScale } from './scale-factor.ts';
import { topThreeShares } from './top-three.ts';

/** Findings that must be solved before or while a domain leaves, and in which words. */
const BLOCKERS: Partial<Record<FindingKind, string>> = {
  'shared-table': 'another domain writes one of its tables',
  'cross-domain-write': 'a table of it, or of another domain, is written only across the border',
  'cross-domain-transaction': 'a transaction spans it and another domain',
  'two-phase-commit': 'it commits in two phases',
  'trigger-across-domains': 'a trigger ties it to tables of another domain',
  'domain-cycle': 'it imports other domains in a circle',
  'shared-state': 'it shares state in the process',
};

/** Of a table with several writers that is not its own. */
const WRITES_OTHERS = 'it writes a table of another domain';

const FEWEST_FILES = 3;
const MOST_NAMES = 3;

/** Every domain large enough to stand alone, best first; `load` adds the factor `scale`. */
export function rankCandidates(analysis: Analysis, seed = 1, load?: Load): Candidate[] {
  const needs = startNeeds(analysis);
  const waited = waitedForIn(analysis);
  const candidates = analysis.domains
    .filter((domain) => domain.files.length >= FEWEST_FILES)
    // Without data and routes there is nothing that could run as a service.
    .filter((domain) => domain.tables.length > 0 || domain.routes.length > 0)
    .filter((domain) => isWanted(analysis, domain))
    .map((domain) => toCandidate(analysis, domain, { needs, waited, load }))
    .sort((a, b) => b.score - a.score || (a.domain < b.domain ? -1 : 1));
  const shares = topThreeShares(candidates, seed);
  return candidates.map((candidate, i) => ({ ...candidate, topThree: shares[i] ?? 0 }));
}

/**
 * Something asks it: from outside, by an event or a clock, or by a call from elsewhere in the code. What is only
 * loaded (one of several drivers of a database) would be a service without an operation.
 */
function isWanted({ events, jobs, calls, injections }: Analysis, domain: Domain): boolean {
  const home = new Set(domain.files);
  const isOwn = ({ file, handler }: { file: string; handler?: { file: string } }): boolean =>
    home.has(file) || home.has(handler?.file ?? '');
  return (
    domain.routes.length > 0 ||
    events.some((event) => event.role === 'listen' && isOwn(event)) ||
    jobs.some((job) => isOwn(job)) ||
    [...calls, ...injections].some(({ file, to }) => home.has(to ?? '') && !home.has(file))
  );
}

/** Findings that name the domain. */
export function findingsOf(analysis: Analysis, domain: string): Finding[] {
  return analysis.findings.filter((finding) => finding.domains.includes(domain));
}

function toCandidate(
  analysis: Analysis,
  domain: Domain,
  { needs, waited: all, load }: Asking,
): Candidate {
  const findings = findingsOf(analysis, domain.name);
  const waited = all.get(domain.name);
  const measured = measureFactors({ analysis, domain, findings, waited });
  const factors = load === undefined ? measured : withScale(measured, domain.name, load);
  const needed = needs.get(domain.name);
  const isTooAwaited = waited !== undefined && isOnThePath(waited);
  const score = factors.reduce((sum, factor) => sum + factor.weight * factor.value, 0);
  return {
    domain: domain.name,
    score: Math.round(score * 1000) / 1000,
    factors,
    blockers: [
      ...findings.flatMap((finding) => toBlocker(finding, domain, analysis)),
      ...(needed === undefined ? [] : [sayNeeded(needed)]),
      ...(isTooAwaited ? [{ text: sayWaiting(waited), sites: waited.sites.slice(0, 5) }] : []),
    ],
    ...(needed === undefined ? {} : { neededBy: needed.by }),
    ...(isTooAwaited ? { awaitedShare: Math.round((waited.share ?? 0) * 1000) / 1000 } : {}),
    topThree: 0,
  };
}

interface Asking {
  needs: ReadonlyMap<string, NeededAtStart>;
  waited: ReadonlyMap<string, WaitedFor>;
  load: Load | undefined;
}

export const waitedForIn = (analysis: Analysis): Map<string, WaitedFor> =>
  waitedFor(
    analysis,
    analysis.files,
    analysis.domains.map(({ name }) => name),
  );

/** No step of the plan takes it away: the service has to be there before the monolith starts. */
function sayNeeded({ by, sites }: NeededAtStart): Reason {
  const text = `others wait for its answer before they can start (${named(by)})`;
  return { text, sites: sites.slice(0, 5) };
}

function startNeeds(analysis: Analysis): ReadonlyMap<string, NeededAtStart> {
  const domainOf = new Map(analysis.files.map((file) => [file.path, file.domain]));
  return neededAtStart(analysis, (file) => domainOf.get(file) ?? null);
}

function toBlocker(finding: Finding, domain: Domain, analysis: Analysis): Reason[] {
  const ofOther =
    finding.kind === 'shared-table' &&
    analysis.tables.find(({ name }) => name === finding.table)?.domain !== domain.name;
  const words = ofOther ? WRITES_OTHERS : BLOCKERS[finding.kind];
  if (words === undefined || isOwnStep(finding, domain.name)) return [];
  const own = finding.kind === 'domain-cycle' ? importsInto(domain, finding.cycle, analysis) : [];
  const sites = own.length > 0 ? own : finding.sites;
  return [{ text: `${words} (${what(finding, domain.name)})`, sites: sites.slice(0, 5) }];
}

/** Where it imports the others of a circle: the cheapest cut of many domains may lie somewhere else altogether. */
function importsInto(
  domain: Domain,
  cycle: readonly string[],
  { files, imports }: Analysis,
): Site[] {
  const home = new Set(domain.files);
  const others = new Set(cycle.filter((name) => name !== domain.name));
  const domainOf = new Map(files.map((file) => [file.path, file.domain]));
  return sortSites(
    imports
      .filter((edge) => home.has(edge.from) && others.has(domainOf.get(edge.to) ?? ''))
      .filter((edge) => !isForTypes(edge))
      .map(({ from, line }) => ({ file: from, line })),
  );
}

/** Which circle, transaction, table or state it is, in a few names. */
function what(finding: Finding, domain: string): string {
  if (finding.kind === 'domain-cycle') return othersIn(finding.domains, domain);
  if (finding.kind === 'cross-domain-transaction') return named(finding.tables);
  return finding.id.slice(finding.kind.length + 1);
}

function othersIn(domains: readonly string[], domain: string): string {
  return named(domains.filter((name) => name !== domain));
}

function named(others: readonly string[]): string {
  const more = others.length - MOST_NAMES;
  return more > 0
    ? `${others.slice(0, MOST_NAMES).join(', ')} and ${more} more`
    : others.join(', ');
}

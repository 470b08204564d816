import { FINDING_TEXTS, sayFinding } from '../judge/finding-texts.ts';
import { SIGNAL_WORDS, signalValue } from '../judge/signal-words.ts';
import { sayUnread } from '../judge/unread-data.ts';
import { type Analysis, isForTypes, type Reason, type Site } from '../model/analysis.ts';
import { BY_LINKS } from '../model/confidence.ts';
import type { Plan, StepChange } from '../model/plan.ts';
import { historyLacks, historyWords } from './history-words.ts';
import {
  choiceLines,
  continuityLines,
  noCandidates,
  STEP_WORDS,
  secondOpinionLines,
  VERDICT_WORDS,
} from './words.ts';

/** `[index of the file, line]`; a file outside the list is given by its name. */
type PackedSite = [number | string, number];
type PackedReason = [string, PackedSite[]];

/** What the page works on: the analysis with paths replaced by indexes, so that it stays small. */
export interface PageData {
  version: string;
  root: string;
  verdict: {
    answer: string;
    words: string;
    reasons: PackedReason[];
    signals: { words: string; value: string; wanted: string; speaks: string; decides: boolean }[];
  };
  stats: Pick<Analysis['stats'], 'loc' | 'specifiers' | 'accesses'> & {
    excluded: number;
    unresolved: number;
  };
  unresolved: [string, PackedSite, string][];
  /** Stores that are used and not understood. */
  unread: string[];
  /** What git and CODEOWNERS could not say. */
  lacks: string[];
  /** The second opinion on the tables, and what is where it was before. */
  aboutDomains: string[];
  /** Below it a file is where it is though its links alone do not say so. */
  leastConfidence: number;
  /** path, lines, role, index of the domain or -1, confidence, reasons */
  files: [string, number, string, number, number, PackedReason[]][];
  tables: { name: string; domain: number; because: PackedReason[]; site: PackedSite | null }[];
  domains: {
    name: string;
    /** name and where it is declared */
    routes: [string, PackedSite][];
    events: string[];
    metrics: Analysis['domains'][number]['metrics'];
    because: PackedReason[];
    /** What git and CODEOWNERS know about its files. */
    history: string[];
  }[];
  /** from, to, kind, line: links between files */
  links: [number, number, string, number][];
  /** file, table, operation, line */
  accesses: [number, number, string, number][];
  findings: {
    kind: string;
    title: string;
    severity: string;
    text: string;
    advice: string;
    domains: string[];
    sites: PackedSite[];
  }[];
  plan: Omit<Plan, 'steps' | 'candidates'> & {
    /** Why it does not begin with the first candidate. */
    choice: string[];
    /** Domains that are no candidates. */
    others: string[];
    steps: {
      order: number;
      words: string;
      kind: string;
      subject: string;
      text: string;
      sites: PackedSite[];
      changes: StepChange[];
    }[];
    candidates: {
      domain: string;
      score: number;
      topThree: number;
      factors: { name: string; weight: number; value: number; evidence: PackedReason[] }[];
      blockers: PackedReason[];
    }[];
  };
  alternatives: {
    name: string;
    resolution: number;
    stability: number;
    domains: { name: string; files: number[]; tables: string[] }[];
  }[];
}

const MOST_UNRESOLVED = 500;

/** What concerns many numbers goes before what concerns one. */
const weightOf = ({ kind }: { kind: string }): number =>
  kind === 'config' ? 2 : kind === 'access' ? 1 : 0;

/** Packs an analysis and its plan for the page. */
export function pageData(analysis: Analysis, plan: Plan): PageData {
  const fileIndex = new Map(analysis.files.map((file, i) => [file.path, i]));
  const tableIndex = new Map(analysis.tables.map((table, i) => [table.name, i]));
  const domainIndex = new Map(analysis.domains.map((domain, i) => [domain.name, i]));
  const site = ({ file, line }: Site): PackedSite => [fileIndex.get(file) ?? file, line];
  const reason = ({ text, sites }: Reason): PackedReason => [text, sites.map(site)];
  const domainOf = (name: string | null): number =>
    name === null ? -1 : (domainIndex.get(name) ?? -1);
  return {
    version: analysis.ashlarVersion,
    root: analysis.root.split('/').pop() || analysis.root,
    verdict: {
      answer: analysis.verdict.answer,
      words: VERDICT_WORDS[analysis.verdict.answer],
      reasons: analysis.verdict.reasons.map(reason),
      signals: analysis.verdict.signals.map((signal) => ({
        words: SIGNAL_WORDS[signal.name] ?? signal.name,
        value: signalValue(signal),
        wanted: signal.wanted,
        speaks: signal.speaks,
        decides: signal.decides === true,
      })),
    },
    stats: {
      loc: analysis.stats.loc,
      specifiers: analysis.stats.specifiers,
      accesses: analysis.stats.accesses,
      excluded: analysis.stats.excluded.length,
      unresolved: analysis.unresolved.length,
    },
    unresolved: [...analysis.unresolved]
      .sort((a, b) => weightOf(b) - weightOf(a))
      .slice(0, MOST_UNRESOLVED)
      .map((one) => [one.kind, site(one), one.reason]),
    unread: sayUnread(analysis.stats),
    lacks: historyLacks(analysis),
    aboutDomains: [...secondOpinionLines(analysis), ...continuityLines(analysis)],
    leastConfidence: BY_LINKS,
    files: analysis.files.map((file) => [
      file.path,
      file.loc,
      file.role,
      domainOf(file.domain),
      file.confidence,
      file.because.map(reason),
    ]),
    tables: analysis.tables.map((table) => ({
      name: table.name,
      domain: domainOf(table.domain),
      because: table.because.map(reason),
      site: table.definedAt ? site(table.definedAt) : null,
    })),
    domains: analysis.domains.map(({ name, files, events, metrics, because }) => ({
      name,
      routes: packRoutes(analysis, name, site),
      events,
      metrics,
      because: because.map(reason),
      history: historyWords(analysis, files),
    })),
    links: packLinks(analysis, fileIndex),
    accesses: analysis.accesses.flatMap((access) => {
      const file = fileIndex.get(access.file);
      const table = tableIndex.get(access.table);
      return file === undefined || table === undefined
        ? []
        : [[file, table, access.operation, access.line] as [number, number, string, number]];
    }),
    findings: analysis.findings.map((finding) => ({
      kind: finding.kind,
      title: FINDING_TEXTS[finding.kind].title,
      severity: finding.severity,
      text: sayFinding(finding),
      advice: FINDING_TEXTS[finding.kind].advice,
      domains: finding.domains,
      sites: finding.sites.map(site),
    })),
    plan: {
      ...packPlan(plan, site, reason),
      choice: choiceLines(plan, analysis.verdict),
      others: noCandidates(analysis, plan),
    },
    alternatives: analysis.alternatives.map((one) => ({
      ...one,
      domains: one.domains.map(({ name, files, tables }) => ({
        name,
        tables,
        files: files.flatMap((path) => fileIndex.get(path) ?? []),
      })),
    })),
  };
}

/** Routes by name with the place that declares each, in the order of the analysis. */
function packRoutes(
  { routes }: Analysis,
  domain: string,
  site: (site: Site) => PackedSite,
): [string, PackedSite][] {
  const places = new Map<string, PackedSite>();
  for (const { method, path, file, line, domain: home } of routes) {
    const name = `${method} ${path}`;
    if (home === domain && !places.has(name)) places.set(name, site({ file, line }));
  }
  return [...places];
}

/** Imports and injections between listed files; a literal edge to a barrel is not a use. */
function packLinks(analysis: Analysis, fileIndex: ReadonlyMap<string, number>): PageData['links'] {
  const links = new Map<string, PageData['links'][number]>();
  const add = (from: string, to: string | undefined, kind: string, line: number) => {
    const a = fileIndex.get(from);
    const b = fileIndex.get(to ?? '');
    if (a !== undefined && b !== undefined && a !== b && !links.has(`${a}>${b}`))
      links.set(`${a}>${b}`, [a, b, kind, line]);
  };
  const through = new Set(
    analysis.imports.flatMap((edge) =>
      (edge.via ?? []).map((barrel) => `${edge.from}:${edge.line}>${barrel}`),
    ),
  );
  for (const edge of analysis.imports) {
    if (!edge.via && through.has(`${edge.from}:${edge.line}>${edge.to}`)) continue;
    add(edge.from, edge.to, isForTypes(edge) ? 'type' : 'import', edge.line);
  }
  for (const injection of analysis.injections)
    add(injection.file, injection.to, 'inject', injection.line);
  for (const call of analysis.calls) add(call.file, call.to, 'call', call.line);
  return [...links.values()];
}

function packPlan(
  plan: Plan,
  site: (site: Site) => PackedSite,
  reason: (reason: Reason) => PackedReason,
): Omit<PageData['plan'], 'choice' | 'others'> {
  return {
    ...plan,
    steps: plan.steps.map(({ order, kind, subject, text, sites, changes }) => ({
      order,
      words: STEP_WORDS[kind],
      kind,
      subject,
      text,
      sites: sites.map(site),
      changes,
    })),
    candidates: plan.candidates.map(({ domain, score, topThree, factors, blockers }) => ({
      domain,
      score,
      topThree,
      factors: factors.map(({ name, weight, value, evidence }) => ({
        name,
        weight,
        value,
        evidence: evidence.map(reason),
      })),
      blockers: blockers.map(reason),
    })),
  };
}

import { adviceFor, adviceOn } from '../judge/advice.ts';
import { FINDING_TEXTS } from '../judge/finding-texts.ts';
import type { Analysis, FindingKind, Reason } from '../model/analysis.ts';
import { count } from '../model/count.ts';
import {
  findingsAbout,
  findingsOfDomains,
  findingsOfFile,
  type ToldFinding,
} from './findings-about.ts';
import { historyLacks, historyWords } from './history-words.ts';
import { placement, rival } from './placement.ts';
import { tableUses } from './table-uses.ts';
import { unknownThing } from './unknown-thing.ts';

/** Places under one reason or finding. */
const MOST_PLACES = 10;

export type ThingKind = 'file' | 'table' | 'domain' | 'route' | 'event' | 'finding' | 'pair';

export interface Explanation {
  kind: ThingKind;
  name: string;
  /** Where it belongs, in a sentence. */
  summary: string;
  because: Reason[];
  /** What git and CODEOWNERS know about a file or a domain, in sentences. */
  history?: string[];
  findings: ToldFinding[];
  /** Libraries of most domains, which tell nothing about these: not among the findings. */
  libraries?: number;
}

/**
 * Why a file, table, domain, route (`GET /x`) or event is where it is, or with two domains
 * (`ordering inventory`) what ties them together; of a kind of finding (`hotspot`) what to do about it. A file may be named by the end of its path.
 *
 * @throws {AnalyzerError} ANALYZER_UNKNOWN_THING
 */
export function explain(analysis: Analysis, thing: string): Explanation {
  const found =
    explainDomain(analysis, thing) ??
    explainTable(analysis, thing) ??
    explainFile(analysis, thing) ??
    explainRoute(analysis, thing) ??
    explainEvent(analysis, thing) ??
    explainKind(analysis, thing) ??
    explainPair(analysis, thing);
  if (found !== undefined) return found;
  throw unknownThing(analysis, thing);
}

/** The explanation as lines for a terminal. */
export function renderExplanation(explanation: Explanation): string {
  const places = (sites: Reason['sites']) => sites.map(({ file, line }) => `      ${file}:${line}`);
  return [
    `${explanation.kind === 'pair' ? '' : `${explanation.kind} `}${explanation.name}: ${explanation.summary}`,
    ...(explanation.because.length > 0 && explanation.kind !== 'finding' ? ['  because'] : []),
    ...explanation.because.flatMap(({ text, sites }) => [`    - ${text}`, ...places(sites)]),
    ...((explanation.history ?? []).length > 0 ? ['  history'] : []),
    ...(explanation.history ?? []).map((text) => `    - ${text}`),
    ...(explanation.findings.length > 0 ? ['  findings'] : []),
    ...explanation.findings.flatMap(({ text, sites }) => [
      `    - ${text}`,
      ...places(sites.slice(0, MOST_PLACES)),
      ...(sites.length > MOST_PLACES ? [`      and ${sites.length - MOST_PLACES} more`] : []),
    ]),
    ...leftOut(explanation.libraries ?? 0),
    ...whatToDo(explanation),
  ].join('\n');
}

/** Once for each kind; a kind that is asked about says it in its reasons. */
function whatToDo({ kind, findings }: Explanation): string[] {
  const all = kind === 'finding' ? [] : adviceFor(findings);
  return [
    ...(all.length > 0 ? ['  what to do'] : []),
    ...all.map(({ title, advice, docs }) => `    - ${title}: ${advice} (${docs})`),
  ];
}

const leftOut = (libraries: number): string[] =>
  libraries === 0
    ? []
    : [
        `  ${count(libraries, 'library', 'libraries')} that most domains use ${libraries === 1 ? 'is' : 'are'} left out`,
      ];

function explainDomain(analysis: Analysis, name: string): Explanation | undefined {
  const domain = analysis.domains.find((one) => one.name === name);
  if (domain === undefined) return undefined;
  const { metrics } = domain;
  return {
    kind: 'domain',
    name,
    summary: `${count(metrics.files, 'file')}, ${count(metrics.tables, 'table')} (${domain.tables.join(', ') || 'none'}), ${count(metrics.routes, 'route')}`,
    because: domain.because,
    history: whatHistoryKnows(analysis, domain.files),
    ...findingsOfDomains(analysis, [name]),
  };
}

/** That nobody asked git is said where it is asked about one thing; elsewhere once for all. */
const whatHistoryKnows = (analysis: Analysis, files: readonly string[]): string[] =>
  analysis.history === undefined ? historyLacks(analysis) : historyWords(analysis, files);

function explainTable(analysis: Analysis, name: string): Explanation | undefined {
  const table = analysis.tables.find((one) => one.name === name);
  if (table === undefined) return undefined;
  const uses = analysis.accesses.filter((access) => access.table === name);
  const places = new Set(uses.map((access) => `${access.file}:${access.line}`));
  return {
    kind: 'table',
    name,
    summary: table.domain === null ? 'belongs to no domain' : `belongs to ${table.domain}`,
    because: [...table.because, ...tableUses(analysis, name, table.domain)],
    findings: findingsAbout(
      analysis,
      (finding) =>
        ('table' in finding && finding.table === name) ||
        ('tables' in finding && finding.tables.includes(name)) ||
        (finding.kind === 'cross-domain-foreign-key' &&
          (finding.from === name || finding.to === name)) ||
        (finding.kind === 'job-across-domains' &&
          finding.sites.some((site) => places.has(`${site.file}:${site.line}`))),
    ),
  };
}

function explainFile(analysis: Analysis, name: string): Explanation | undefined {
  const matches = analysis.files.filter(({ path }) => path === name || path.endsWith(`/${name}`));
  const [file] = matches;
  if (file === undefined) return undefined;
  const also =
    matches.length > 1
      ? `; also called so: ${matches
          .slice(1)
          .map(({ path }) => path)
          .join(', ')}`
      : '';
  return {
    kind: 'file',
    name: file.path,
    summary: `${placement(file)}${also}`,
    because: [...file.because, ...rival(analysis, file)],
    history: whatHistoryKnows(analysis, [file.path]),
    findings: findingsOfFile(analysis, file.path),
  };
}

function explainRoute(analysis: Analysis, name: string): Explanation | undefined {
  const route = analysis.routes.find(
    ({ method, path }) => `${method} ${path}` === name || path === name,
  );
  if (route === undefined) return undefined;
  const handler = route.handler
    ? ` through ${route.handler.file}${route.handler.symbol ? `#${route.handler.symbol}` : ''}`
    : '';
  return {
    kind: 'route',
    name: `${route.method} ${route.path}`,
    summary: `belongs to ${route.domain ?? 'no domain'}${handler}`,
    because: [
      { text: `declared with ${route.via}`, sites: [{ file: route.file, line: route.line }] },
      ...answerer(analysis, route.handler?.file ?? route.file),
    ],
    findings: [],
  };
}

/** A route belongs where the file belongs that answers it. */
function answerer({ files }: Analysis, path: string): Reason[] {
  const file = files.find((one) => one.path === path);
  if (file === undefined) return [];
  return [{ text: `${path}, which answers it, ${placement(file)}`, sites: [] }, ...file.because];
}

function explainEvent(analysis: Analysis, name: string): Explanation | undefined {
  const uses = analysis.events.filter((use) => use.name === name);
  if (uses.length === 0) return undefined;
  const by = (role: string): Reason => ({
    text: role === 'emit' ? 'emitted at' : 'listened to at',
    sites: uses.filter((use) => use.role === role).map(({ file, line }) => ({ file, line })),
  });
  return {
    kind: 'event',
    name,
    summary: count(uses.length, 'use'),
    because: [by('emit'), by('listen')].filter((reason) => reason.sites.length > 0),
    findings: findingsAbout(
      analysis,
      (finding) => finding.kind === 'event-across-domains' && finding.event === name,
    ),
  };
}

/** All findings of a kind (`hotspot`), and what to do about them. */
function explainKind(analysis: Analysis, name: string): Explanation | undefined {
  if (!Object.hasOwn(FINDING_TEXTS, name)) return undefined;
  const { kind, title, advice, docs } = adviceOn(name as FindingKind);
  const findings = findingsAbout(analysis, (finding) => finding.kind === kind);
  return {
    kind: 'finding',
    name,
    summary: `${title}; ${findings.length === 0 ? 'none here' : `${findings.length} here`}`,
    because: [{ text: `what to do: ${advice} (${docs})`, sites: [] }],
    findings,
  };
}

function explainPair(analysis: Analysis, text: string): Explanation | undefined {
  const [from, to, ...rest] = text.split(/\s+/);
  const names = new Set(analysis.domains.map(({ name }) => name));
  if (
    from === undefined ||
    to === undefined ||
    rest.length > 0 ||
    !names.has(from) ||
    !names.has(to)
  )
    return undefined;
  const because = [...ties(analysis, from, to), ...ties(analysis, to, from)];
  return {
    kind: 'pair',
    name: `${from} and ${to}`,
    summary: because.length === 0 ? 'nothing ties them together' : 'tied together',
    because,
    ...findingsOfDomains(analysis, [from, to]),
  };
}

function ties(analysis: Analysis, from: string, to: string): Reason[] {
  const domainOf = new Map(analysis.files.map((file) => [file.path, file.domain]));
  const owner = new Map(analysis.tables.map((table) => [table.name, table.domain]));
  const imports = analysis.imports.filter(
    (edge) => domainOf.get(edge.from) === from && domainOf.get(edge.to) === to,
  );
  const calls = analysis.calls.filter(
    (call) => domainOf.get(call.file) === from && domainOf.get(call.to) === to,
  );
  const accesses = analysis.accesses.filter(
    (access) => domainOf.get(access.file) === from && owner.get(access.table) === to,
  );
  const reason = (times: number, words: string, sites: Reason['sites']): Reason[] =>
    times === 0
      ? []
      : [
          {
            text: `${from} ${words} ${to} at ${count(times, 'place')}${times > MOST_PLACES ? `; the first ${MOST_PLACES}` : ''}`,
            sites: sites.slice(0, MOST_PLACES),
          },
        ];
  return [
    ...reason(
      imports.length,
      'imports',
      imports.map((edge) => ({ file: edge.from, line: edge.line })),
    ),
    ...reason(
      calls.length,
      'calls',
      calls.map(({ file, line }) => ({ file, line })),
    ),
    ...reason(
      accesses.length,
      'touches tables of',
      accesses.map(({ file, line }) => ({ file, line })),
    ),
  ];
}

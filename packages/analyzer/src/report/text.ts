import { adviceFor } from '../judge/advice.ts';
import { sayFinding } from '../judge/finding-texts.ts';
import { sayUnread } from '../judge/unread-data.ts';
import type { Analysis, Domain } from '../model/analysis.ts';
import { count } from '../model/count.ts';
import type { Finding } from '../model/finding.ts';
import type { Plan } from '../model/plan.ts';
import { FRONT_END_REASON } from '../model/roles.ts';
import { columns } from './columns.ts';
import { historyLacks } from './history-words.ts';
import { places, planLines } from './plan-text.ts';
import {
  continuityLines,
  percent,
  secondOpinionLines,
  shareOrNone,
  VERDICT_WORDS,
} from './words.ts';

const MOST_FINDINGS = 15;
const MOST_OF_A_KIND = 3;
const MOST_STEPS = 12;

/** The report for a terminal, plain characters only, without a final newline. */
export function renderText(analysis: Analysis, plan: Plan): string {
  return [
    ...heading(analysis),
    '',
    ...domains(analysis),
    ...[...secondOpinionLines(analysis), ...continuityLines(analysis)].map((line) => `  ${line}`),
    '',
    ...findings(analysis.findings),
    '',
    ...planLines(plan, MOST_STEPS, analysis.verdict),
    '',
    ...unknowns(analysis),
  ].join('\n');
}

function heading(analysis: Analysis): string[] {
  const role = (wanted: string) => analysis.files.filter((file) => file.role === wanted).length;
  const frontEnd = analysis.files.filter(({ because }) =>
    because.some(({ text }) => text === FRONT_END_REASON),
  ).length;
  const placed = analysis.files.filter(({ domain }) => domain !== null).length;
  return [
    `Verdict: ${VERDICT_WORDS[analysis.verdict.answer]}`,
    ...analysis.verdict.reasons.map((reason) => `  - ${reason.text}${places(reason.sites)}`),
    '',
    `${count(analysis.files.length, 'file')} (${placed} in domains, ${count(role('library'), 'library', 'libraries')}, ${role('shell')} shell${frontEnd === 0 ? '' : `, ${frontEnd} of them front end`}), ` +
      `${count(analysis.tables.length, 'table')}, ${count(analysis.routes.length, 'route')}, ${count(analysis.domains.length, 'domain')}`,
  ];
}

function domains({ domains: all }: Analysis): string[] {
  if (all.length === 0) return ['Domains: none found'];
  const rows = all.map((domain) => [domain.name, ...numbers(domain), domain.tables.join(', ')]);
  const headings = ['', 'files', 'tables', 'routes', 'cohesion', 'own data', 'owns'];
  const last = headings.length - 1;
  return ['Domains', ...columns([headings, ...rows], (i) => i > 0 && i < last)];
}

function numbers({ metrics }: Domain): string[] {
  return [
    String(metrics.files),
    String(metrics.tables),
    String(metrics.routes),
    percent(metrics.cohesion),
    shareOrNone(metrics.dataAutonomy),
  ];
}

function findings(all: readonly Finding[]): string[] {
  if (all.length === 0) return ['Findings: none'];
  const shown = someOfEachKind(all).slice(0, MOST_FINDINGS);
  return [
    `Findings (${all.length})`,
    ...adviceFor(all).map(({ kind, title, advice }) => {
      const number = all.filter((one) => one.kind === kind).length;
      return `  ${String(number).padStart(4)}  ${title} (${kind}): ${advice}`;
    }),
    '  ashlar explain KIND lists all of a kind.',
    '',
    ...shown.map(
      (finding) => `  [${finding.severity}] ${sayFinding(finding)}${places(finding.sites)}`,
    ),
    ...(all.length > shown.length
      ? [`  and ${all.length - shown.length} more, all in analysis.json and the page`]
      : []),
  ];
}

/** A hundred foreign keys must not hide the one transaction: the first few of every kind, in order. */
function someOfEachKind(all: readonly Finding[]): Finding[] {
  const seen = new Map<string, number>();
  return all.filter(({ kind }) => {
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
    return (seen.get(kind) ?? 0) <= MOST_OF_A_KIND;
  });
}

const MOST_ABOUT_ALL = 5;

/** What concerns every number below it, such as a schema that was not found: first. */
function aboutTheWhole(unresolved: Analysis['unresolved']): string[] {
  const all = unresolved.filter(({ kind }) => kind === 'config');
  const shown = all
    .slice(0, MOST_ABOUT_ALL)
    .map(({ text, reason, file, line }) => `${text}: ${reason} (${file}:${line})`);
  return all.length > shown.length
    ? [...shown, `and ${all.length - shown.length} more such configurations`]
    : shown;
}

/** How many calls lead to what only a type of the codebase is known of. */
function openCalls(unresolved: Analysis['unresolved']): string[] {
  const own = unresolved.filter(({ kind }) => kind === 'call');
  const sum = own.reduce((all, { calls = 1 }) => all + calls, 0);
  return sum === 0
    ? []
    : [
        `${count(sum, 'call')} on types of the codebase that nothing, or not one thing only, implements`,
      ];
}

function unknowns(analysis: Analysis): string[] {
  const { stats, unresolved } = analysis;
  const { specifiers, accesses } = stats;
  return [
    'Not understood',
    ...aboutTheWhole(unresolved).map((text) => `  ${text}`),
    `  ${specifiers.unresolved} of ${specifiers.total} import specifiers`,
    `  ${accesses.unknownTable} of ${accesses.total} database accesses (table unknown)`,
    ...sayUnread(stats).map((text) => `  ${text}`),
    ...openCalls(unresolved).map((text) => `  ${text}`),
    `  ${count(unresolved.length, 'entry', 'entries')} in all, each with file and line in analysis.json`,
    `  ${count(stats.excluded.length, 'file')} left out on purpose, listed there too`,
    ...historyLacks(analysis).map((text) => `  ${text}`),
  ];
}

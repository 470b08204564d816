import type { ArchitectureChange, MetricChange } from '../compare/compare-analyses.ts';
import type { MovedFinding } from '../compare/finding-difference.ts';
import { sayFinding } from '../judge/finding-texts.ts';
import { count } from '../model/count.ts';
import type { Finding } from '../model/finding.ts';
import { percent, shareOrNone, VERDICT_WORDS } from './words.ts';

const MOST_LINES = 20;

/** A change of the architecture as GitHub-flavoured Markdown, for a comment on a pull request. */
export function renderChangeMarkdown(change: ArchitectureChange, title: string): string {
  const { files, tables, domains, links, findings, metrics, verdict } = change;
  const nothing =
    findings.added.length + findings.removed.length + findings.moved.length === 0 &&
    links.added.length + links.removed.length === 0 &&
    files.moved.length + tables.moved.length + domains.added.length + domains.removed.length === 0;
  return `${[
    `# ${title}`,
    nothing ? 'Nothing changes between domains.' : '',
    verdict.before === verdict.after
      ? ''
      : [
          `Verdict: ${VERDICT_WORDS[verdict.before]} → **${VERDICT_WORDS[verdict.after]}**`,
          ...(verdict.because.length > 0 ? ['', ...verdict.because.map((one) => `- ${one}`)] : []),
        ].join('\n'),
    `${count(files.added.length, 'file')} added, ${files.removed.length} removed; ${files.moved.length === 0 ? 'no file' : count(files.moved.length, 'file')} of both sides changed domain.`,
    files.moved.length === 0 && change.churn > 0
      ? `Everything is counted to the domain it was in. Found anew, ${percent(change.churn)} of the files would be in another one.`
      : '',
    section('New findings', findings.added.map(findingLine)),
    section('Findings gone', findings.removed.map(findingLine)),
    section('Findings between other domains', findings.moved.map(movedLine)),
    section('New links between domains', links.added),
    section('Links gone', links.removed),
    section('New domains', domains.added),
    section('Domains gone', domains.removed),
    section(
      'Domains under another name',
      domains.renamed.map(({ from, to }) => `${from} → ${to}`),
    ),
    section(
      'Tables that changed domain',
      tables.moved.map(({ name, from, to }) => `\`${name}\`: ${from} → ${to}`),
    ),
    section(
      'Files that changed domain',
      files.moved.map(({ path, from, to }) => `\`${path}\`: ${from} → ${to}`),
    ),
    metricTable(metrics),
  ]
    .filter((part) => part !== '')
    .join('\n\n')}\n`;
}

function section(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  const more = lines.length > MOST_LINES ? [`- and ${lines.length - MOST_LINES} more`] : [];
  const shown = lines.slice(0, MOST_LINES).map((line) => `- ${line}`);
  return [`## ${title} (${lines.length})`, '', ...shown, ...more].join('\n');
}

function findingLine(finding: Finding): string {
  const [site] = finding.sites;
  return `${finding.severity}: ${sayFinding(finding)}${site ? ` (\`${site.file}:${site.line}\`)` : ''}`;
}

const movedLine = ({ finding, from }: MovedFinding): string =>
  `${findingLine(finding)}; before: ${from.join(', ') || 'no domain'}`;

function metricTable(changes: readonly MetricChange[]): string {
  if (changes.length === 0) return '';
  const cell = (
    { before, after }: MetricChange,
    show: (metrics: NonNullable<MetricChange['after']>) => string,
  ): string => {
    const [was, is] = [before, after].map((side) => (side === null ? '–' : show(side)));
    return was === is ? (is ?? '') : `${was} → ${is}`;
  };
  const rows = changes.map(
    (change) =>
      `| ${change.domain} | ${cell(change, (m) => String(m.files))} | ${cell(change, (m) => String(m.tables))} | ${cell(change, (m) => percent(m.cohesion))} | ${cell(change, (m) => percent(m.conductance))} | ${cell(change, (m) => shareOrNone(m.dataAutonomy))} |`,
  );
  return [
    '## Numbers',
    '',
    '| domain | files | tables | cohesion | conductance | own data |',
    '|---|--:|--:|--:|--:|--:|',
    ...rows,
  ].join('\n');
}

import { FINDING_TEXTS, sayFinding } from '../judge/finding-texts.ts';
import type { Analysis, Site } from '../model/analysis.ts';
import type { Plan } from '../model/plan.ts';
import { renderMermaid } from './mermaid.ts';
import { changeWords } from './plan-text.ts';
import {
  count,
  percent,
  STEP_WORDS,
  secondOpinionLines,
  shareOrNone,
  VERDICT_WORDS,
} from './words.ts';

const MOST_SITES = 5;

/** The report as GitHub-flavoured Markdown with a Mermaid map of the domains. */
export function renderMarkdown(analysis: Analysis, plan: Plan): string {
  return `${[
    `# ${VERDICT_WORDS[analysis.verdict.answer]}`,
    bullets(
      analysis.verdict.reasons.map((reason) => `${plain(reason.text)}${places(reason.sites)}`),
    ),
    '## Domains',
    domainTable(analysis),
    secondOpinionLines(analysis).map(plain).join('\n'),
    `\`\`\`mermaid\n${renderMermaid(analysis, plan)}\n\`\`\``,
    '## Plan',
    planSection(plan, analysis.verdict.answer === 'modularize-first'),
    `## Findings (${analysis.findings.length})`,
    findingSections(analysis),
    '## Not understood',
    bullets([
      `${analysis.stats.specifiers.unresolved} of ${analysis.stats.specifiers.total} import specifiers`,
      `${analysis.stats.accesses.unknownTable} of ${analysis.stats.accesses.total} database accesses`,
    ]),
  ]
    .filter((part) => part !== '')
    .join('\n\n')}\n`;
}

function domainTable({ domains }: Analysis): string {
  const rows = domains.map(
    ({ name, metrics, tables }) =>
      `| ${plain(name)} | ${metrics.files} | ${metrics.routes} | ${percent(metrics.cohesion)} | ${shareOrNone(metrics.dataAutonomy)} | ${tables.map(plain).join(', ')} |`,
  );
  return [
    '| domain | files | routes | cohesion | own data | tables |',
    '|---|--:|--:|--:|--:|---|',
    ...rows,
  ].join('\n');
}

function planSection(plan: Plan, later: boolean): string {
  const ranked = plan.candidates.map(
    (one, i) =>
      `| ${i + 1} | ${plain(one.domain)} | ${one.score.toFixed(3)} | ${percent(one.topThree)} | ${one.blockers.length} |`,
  );
  const steps = plan.steps.map(
    (step) =>
      `${step.order}. **${STEP_WORDS[step.kind]}** ${plain(step.text)}${places(step.sites)}${changeWords(step.changes)}`,
  );
  return [
    plan.chosen === null
      ? 'Nothing to extract now.'
      : `${later ? 'Once the modules stand: extract' : 'Extract'} **${plain(plan.chosen)}**.`,
    plan.warmUp === null ? '' : `To practise on first: **${plain(plan.warmUp)}**.`,
    ['| | domain | score | in first three | blockers |', '|--:|---|--:|--:|--:|', ...ranked].join(
      '\n',
    ),
    steps.join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function findingSections({ findings }: Analysis): string {
  const kinds = [...new Set(findings.map((finding) => finding.kind))];
  return kinds
    .map((kind) => {
      const own = findings.filter((finding) => finding.kind === kind);
      const words = FINDING_TEXTS[kind];
      const lines = own.map(
        (finding) => `${finding.severity}: ${plain(sayFinding(finding))}${places(finding.sites)}`,
      );
      return `### ${words.title} (${own.length})\n\n${words.advice}\n\n${bullets(lines)}`;
    })
    .join('\n\n');
}

const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');

function places(sites: readonly Site[]): string {
  if (sites.length === 0) return '';
  const shown = sites.slice(0, MOST_SITES).map(({ file, line }) => `\`${file}:${line}\``);
  const more =
    sites.length > shown.length ? `, ${count(sites.length - shown.length, 'more', 'more')}` : '';
  return ` (${shown.join(', ')}${more})`;
}

/** Keeps names from being read as Markdown. */
function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|]/g, (character) => `\\${character}`);
}

import { FINDING_TEXTS, sayFinding } from '../judge/finding-texts.ts';
import { sayUnread } from '../judge/unread-data.ts';
import type { Analysis, Site } from '../model/analysis.ts';
import { count } from '../model/count.ts';
import type { Plan } from '../model/plan.ts';
import type { Choice } from '../plan/plan.ts';
import { historyLacks } from './history-words.ts';
import { renderMermaid } from './mermaid.ts';
import { changeWords } from './plan-text.ts';
import {
  choiceLines,
  continuityLines,
  percent,
  STEP_WORDS,
  secondOpinionLines,
  shareOrNone,
  VERDICT_WORDS,
} from './words.ts';

const MOST_SITES = 5;
/** A reader scrolls past more than this; the rest is in `analysis.json` and the page. */
const MOST_OF_KIND = 25;
const MOST_CANDIDATES = 10;
const MOST_ARROWS = 60;

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
    continuityLines(analysis)
      .map((line) => plain(line.trim()))
      .join('\n'),
    analysis.domains.length === 0
      ? ''
      : 'Arrows: imports, calls and injections; dotted: accesses to tables of the other. Numbers in brackets are files.',
    `\`\`\`mermaid\n${renderMermaid(analysis, plan, MOST_ARROWS)}\n\`\`\``,
    '## Plan',
    planSection(plan, analysis.verdict),
    `## Findings (${analysis.findings.length})`,
    findingSections(analysis),
    '## Not understood',
    bullets([
      `${analysis.stats.specifiers.unresolved} of ${analysis.stats.specifiers.total} import specifiers`,
      `${analysis.stats.accesses.unknownTable} of ${analysis.stats.accesses.total} database accesses`,
      ...sayUnread(analysis.stats).map(plain),
      ...historyLacks(analysis).map(plain),
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

function planSection(plan: Plan, verdict: Choice): string {
  const ranked = plan.candidates
    .map((one, i) => ({ ...one, rank: i + 1 }))
    .filter(({ rank, domain }) => rank <= MOST_CANDIDATES || domain === plan.chosen)
    .map(
      (one) =>
        `| ${one.rank} | ${plain(one.domain)} | ${one.score.toFixed(3)} | ${percent(one.topThree)} | ${one.blockers.length} |`,
    );
  const steps = plan.steps
    .filter(({ kind }) => kind !== 'move-route')
    .map(
      (step) =>
        `${step.order}. **${STEP_WORDS[step.kind]}** ${plain(step.text)}${places(step.sites, step.text)}${changeWords(step.changes)}`,
    );
  return [
    plan.chosen === null
      ? 'Nothing to extract now.'
      : `${verdict.answer === 'modularize-first' ? 'Once the modules stand: extract' : 'Extract'} **${plain(plan.chosen)}**.`,
    ...choiceLines(plan, verdict),
    plan.warmUp === null ? '' : `To practise on first: **${plain(plan.warmUp)}**.`,
    ['| | domain | score | in first three | blockers |', '|--:|---|--:|--:|--:|', ...ranked].join(
      '\n',
    ),
    left(plan.candidates.length - ranked.length, 'plan.json'),
    [...steps, ...routeSteps(plan)].join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** The routes in one item: the same three things are done with each that does not say otherwise. */
function routeSteps({ steps }: Plan): string[] {
  const moves = steps.filter(({ kind }) => kind === 'move-route');
  const [first] = moves;
  if (first === undefined) return [];
  const lines = moves.map(
    ({ text, sites }) => `   - ${plain(text.replace(SAME_FOR_ALL, ''))}${places(sites, text)}`,
  );
  const each = moves.flatMap(({ text }) => SAME_FOR_ALL.exec(text)?.[1] ?? []).at(0) ?? '';
  return [
    `${first.order}. **${STEP_WORDS['move-route']}**, one by one${each === '' ? '' : `: ${each}`}`,
    ...lines,
  ];
}

const SAME_FOR_ALL = /: (shadow it, .*)$/;

const left = (more: number, file = 'analysis.json'): string =>
  more > 0 ? `And ${more} more in \`${file}\`.` : '';

function findingSections({ findings }: Analysis): string {
  const kinds = [...new Set(findings.map((finding) => finding.kind))];
  return kinds
    .map((kind) => {
      const own = findings.filter((finding) => finding.kind === kind);
      const words = FINDING_TEXTS[kind];
      const lines = own.slice(0, MOST_OF_KIND).map((finding) => {
        const said = sayFinding(finding);
        return `${finding.severity}: ${plain(said)}${places(finding.sites, said)}`;
      });
      const parts = [
        `### ${words.title} (${own.length})`,
        words.advice,
        bullets(lines),
        left(own.length - MOST_OF_KIND),
      ];
      return parts.filter((part) => part !== '').join('\n\n');
    })
    .join('\n\n');
}

const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');

/** Those that the sentence does not name itself. */
function places(all: readonly Site[], said = ''): string {
  const sites = all.filter(
    ({ file, line }) => !said.includes(`${file}:${line}`) && !(line === 1 && said.includes(file)),
  );
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

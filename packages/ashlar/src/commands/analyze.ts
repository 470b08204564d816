import { resolve } from 'node:path';
import type { Finding, Severity, TypeStats } from '@ashlar/analyzer';
import { type Command, Option } from 'commander';
import type { Rim } from '../command.ts';
import { loadConfig } from '../config/load.ts';
import { EXIT, note, print, stopIfInterrupted } from '../terminal/context.ts';
import { plural } from '../terminal/plural.ts';
import { writeResult } from '../terminal/write-file.ts';
import { analysisRun } from './analysis-options.ts';
import { readPlaces } from './earlier-places.ts';
import { warnOfSteering } from './steering-warnings.ts';

interface Options {
  json?: string;
  html?: string;
  markdown?: string;
  mermaid?: string;
  dot?: string;
  plan?: string;
  config?: string;
  previous?: string | false;
  engine: 'fast' | 'madge';
  types: boolean;
  cache: boolean;
  history: boolean;
  failOn?: Severity;
}

const severities: Severity[] = ['low', 'medium', 'high'];

const examples = `
Examples:
  $ ashlar analyze .                                   a summary on the terminal
  $ ashlar analyze . --html report.html                the same as one page to explore
  $ ashlar analyze . --json analysis.json --plan plan.json
  $ ashlar analyze . --previous analysis.json          what nothing speaks against stays where it was
  $ ashlar analyze . --fail-on high                    exit 1 when something serious was found`;

export function defineAnalyze(program: Command, rim: Rim): void {
  program
    .command('analyze')
    .description('read a codebase: its domains, tables, findings, and what to extract first')
    .argument('<folder>', 'the codebase')
    .option('--json <file>', 'write analysis.json (- for standard output)')
    .option('--html <file>', 'write a self-contained report page')
    .option('--markdown <file>', 'write the report as Markdown')
    .option('--mermaid <file>', 'write the map of the domains for Mermaid')
    .option('--dot <file>', 'write the map of the domains for Graphviz')
    .option('--plan <file>', 'write plan.json')
    .option('--config <file>', 'configuration instead of ashlar.yaml in the folder')
    .option(
      '--previous <file>',
      'an analysis.json or a baseline: files stay where it has them unless another place is clearly better',
    )
    .option('--no-previous', 'find all domains anew, whatever the baseline of ashlar check says')
    .option(
      '--types',
      "have TypeScript's checker decide what the fast reader cannot (slower)",
      false,
    )
    .option('--no-cache', 'read every file again, and keep nothing for the next run')
    .option('--no-history', 'leave out what git and CODEOWNERS know')
    .addOption(
      new Option('--engine <name>', 'who reads the imports')
        .choices(['fast', 'madge'])
        .default('fast'),
    )
    .addOption(
      new Option('--fail-on <severity>', 'exit 1 when there is a finding this severe').choices(
        severities,
      ),
    )
    .addHelpText('after', examples)
    .action((folder: string, options: Options) => analyze(folder, options, rim));
}

async function analyze(folder: string, options: Options, { terminal, exit }: Rim): Promise<void> {
  const config = loadConfig(terminal.cwd, folder, options.config);
  const { analyze, makePlan, renderDot, renderHtml, renderMarkdown, renderMermaid, renderText } =
    await import('@ashlar/analyzer');
  const root = resolve(terminal.cwd, folder);
  const run = analysisRun(root, config, terminal);
  const { previous: known, ...fresh } = run.options;
  const previous = options.previous ? await readPlaces(options.previous, terminal) : known;
  const analysis = await analyze(root, {
    ...fresh,
    ...(previous === undefined || options.previous === false ? {} : { previous }),
    engine: options.engine,
    types: options.types,
    history: options.history,
    ...(options.cache ? {} : { cacheDir: false }),
  });
  run.progress.end();
  if (analysis.stats.types) note(terminal, typesNote(analysis.stats.types));
  await warnOfSteering(analysis, config, folder, terminal);
  const plan = makePlan(analysis);
  const outputs: [string | undefined, () => string][] = [
    [options.json, () => `${JSON.stringify(analysis, null, 2)}\n`],
    [options.plan, () => `${JSON.stringify(plan, null, 2)}\n`],
    [options.html, () => renderHtml(analysis, plan)],
    [options.markdown, () => renderMarkdown(analysis, plan)],
    [options.mermaid, () => `${renderMermaid(analysis, plan)}\n`],
    [options.dot, () => `${renderDot(analysis)}\n`],
  ];
  const results = outputs.flatMap(([target, render]) =>
    target === undefined ? [] : [{ target, content: render() }],
  );
  await stopIfInterrupted(terminal.signal);
  for (const { target, content } of results) {
    writeResult(terminal, target, content);
    if (target !== '-') note(terminal, `wrote ${target}`);
  }
  const toStdout = outputs.some(([target]) => target === '-');
  if (!toStdout) print(terminal, renderText(analysis, plan));
  if (options.failOn && atLeast(analysis.findings, options.failOn)) exit(EXIT.no);
}

function typesNote({ asked, answered, calls, accesses, injections }: TypeStats): string {
  return `types: ${answered} of ${plural(asked, 'undecided place')} answered; added ${plural(calls, 'call')}, ${plural(accesses, 'access', 'accesses')}, ${plural(injections, 'injection')}`;
}

function atLeast(findings: Finding[], threshold: Severity): boolean {
  const bar = severities.indexOf(threshold);
  return findings.some(({ severity }) => severities.indexOf(severity) >= bar);
}

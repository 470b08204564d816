import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Baseline, CheckResult } from '@ashlar/analyzer';
import { type Command, Option } from 'commander';
import type { Rim } from '../command.ts';
import { loadConfig } from '../config/load.ts';
import { EXIT, note, print } from '../terminal/context.ts';
import { writeResult } from '../terminal/write-file.ts';
import { obtainAnalysis } from './analysis-source.ts';
import { readBaseline } from './baseline-file.ts';

const FORMATS = ['text', 'json', 'sarif', 'github'] as const;

interface Options {
  config?: string;
  baseline?: string;
  updateBaseline?: boolean;
  format: (typeof FORMATS)[number];
  output?: string;
}

const examples = `
Examples:
  $ ashlar check .                         exit 1 when a rule is broken anew
  $ ashlar check . --update-baseline       accept what is broken today as known debt
  $ ashlar check . --format github         annotations in a GitHub workflow
  $ ashlar check analysis.json --format sarif --output check.sarif`;

export function defineCheck(program: Command, rim: Rim): void {
  program
    .command('check')
    .description('hold the code to the rules between domains in ashlar.yaml')
    .argument('[source]', 'the codebase, or an analysis.json', '.')
    .option('--config <file>', 'configuration instead of ashlar.yaml in the folder')
    .option('--baseline <file>', 'known debt, instead of the file that ashlar.yaml names')
    .option('--update-baseline', 'write the known debt anew and exit 0')
    .addOption(new Option('--format <name>', 'form of the answer').choices(FORMATS).default('text'))
    .option('--output <file>', 'write the answer to a file instead of standard output', '-')
    .addHelpText('after', examples)
    .action((source: string, options: Options) => check(source, options, rim));
}

async function check(source: string, options: Options, { terminal, exit }: Rim): Promise<void> {
  const analyzer = await import('@ashlar/analyzer');
  const root = resolve(terminal.cwd, source);
  const config = loadConfig(terminal.cwd, source.endsWith('.json') ? '.' : source, options.config);
  const analysis = await obtainAnalysis(source, options.config, terminal);
  const owners = new Map(
    Object.entries(config.domains).flatMap(([name, { owner }]) =>
      owner === null ? [] : [[name, owner] as const],
    ),
  );
  const violations = analyzer.findViolations(analysis, config.check, owners);
  const file =
    options.baseline === undefined
      ? resolve(source.endsWith('.json') ? terminal.cwd : root, config.check.baseline)
      : resolve(terminal.cwd, options.baseline);
  if (options.updateBaseline) {
    const baseline = analyzer.baselineOf(violations);
    writeResult(terminal, file, `${JSON.stringify(baseline, null, 2)}\n`);
    note(terminal, `wrote ${file}: ${baseline.violations.length} known violations`);
    return;
  }
  const known: Baseline | undefined = existsSync(file) ? readBaseline(file) : undefined;
  const today = new Date().toISOString().slice(0, 10);
  const { exemptions } = config.check;
  const result = analyzer.compareWithBaseline(violations, known, exemptions, today);
  const rendered: Record<Options['format'], (result: CheckResult) => string> = {
    text: analyzer.renderCheckText,
    json: (value) => JSON.stringify(value, null, 2),
    sarif: analyzer.renderCheckSarif,
    github: analyzer.renderCheckGithub,
  };
  const text = rendered[options.format](result);
  if (options.output === undefined || options.output === '-') print(terminal, text);
  else writeResult(terminal, options.output, `${text}\n`);
  if (result.fresh.length > 0) exit(EXIT.no);
}

import type { Command } from 'commander';
import type { Rim } from '../command.ts';
import { EXIT, print, printJson } from '../terminal/context.ts';
import { obtainAnalysis } from './analysis-source.ts';

interface Options {
  json?: boolean;
  config?: string;
}

const examples = `
Examples:
  $ ashlar advise                   should this be taken apart at all, and what says so
  $ ashlar advise analysis.json     without reading the code again
  $ ashlar advise --json | jq .signals

Exit codes: 0 extract a domain first, 1 make modules first or stay a monolith, 2 could not run.`;

export function defineAdvise(program: Command, rim: Rim): void {
  program
    .command('advise')
    .description('split, make modules first, or stay: the verdict and the numbers behind it')
    .argument('[source]', 'a codebase, or an analysis.json', '.')
    .option('--json', 'the verdict as JSON')
    .option('--config <file>', 'configuration instead of ashlar.yaml in the folder')
    .addHelpText('after', examples)
    .action((source: string, options: Options) => advise(source, options, rim));
}

async function advise(source: string, options: Options, { terminal, exit }: Rim): Promise<void> {
  const { renderVerdictText } = await import('@ashlar/analyzer');
  const { verdict } = await obtainAnalysis(source, options.config, terminal);
  if (options.json) printJson(terminal, verdict);
  else print(terminal, renderVerdictText(verdict));
  if (verdict.answer !== 'extract') exit(EXIT.no);
}

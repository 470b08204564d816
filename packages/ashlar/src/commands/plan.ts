import type { Command } from 'commander';
import type { Rim } from '../command.ts';
import { note, print } from '../terminal/context.ts';
import { writeResult } from '../terminal/write-file.ts';
import { obtainAnalysis } from './analysis-source.ts';

interface Options {
  from: string;
  json?: string;
  exposure?: boolean;
  config?: string;
}

const examples = `
Examples:
  $ ashlar plan                           rank the candidates, steps for the best one
  $ ashlar plan inventory                 steps for the one you have chosen
  $ ashlar plan --from analysis.json      without reading the code again
  $ ashlar plan inventory --exposure      what a network can reach once it is out`;

export function definePlan(program: Command, rim: Rim): void {
  program
    .command('plan')
    .description('what to extract first, and the steps to do it')
    .argument('[domain]', 'the domain to extract; the best candidate unless named')
    .option('--from <source>', 'a codebase, or an analysis.json', '.')
    .option('--json <file>', 'write plan.json (- for standard output)')
    .option('--exposure', 'list what becomes reachable over the network, instead of the steps')
    .option('--config <file>', 'configuration instead of ashlar.yaml in the folder')
    .addHelpText('after', examples)
    .action((domain: string | undefined, options: Options) => plan(domain, options, rim));
}

async function plan(
  domain: string | undefined,
  options: Options,
  { terminal }: Rim,
): Promise<void> {
  const { makePlan, renderExposureText, renderPlanText } = await import('@ashlar/analyzer');
  const analysis = await obtainAnalysis(options.from, options.config, terminal);
  const made = makePlan(analysis, domain);
  if (options.json !== undefined) {
    writeResult(terminal, options.json, `${JSON.stringify(made, null, 2)}\n`);
    if (options.json === '-') return;
    note(terminal, `wrote ${options.json}`);
  }
  print(
    terminal,
    options.exposure ? renderExposureText(made) : renderPlanText(made, analysis.verdict.answer),
  );
}

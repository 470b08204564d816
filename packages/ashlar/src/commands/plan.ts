import type { Command } from 'commander';
import type { Rim } from '../command.ts';
import { note, print } from '../terminal/context.ts';
import { writeResult } from '../terminal/write-file.ts';
import { obtainAnalysis } from './analysis-source.ts';
import { loadOf } from './load-files.ts';

interface Options {
  from: string;
  json?: string;
  exposure?: boolean;
  load?: string[];
  config?: string;
}

const examples = `
Examples:
  $ ashlar plan                           rank the candidates, steps for the best one
  $ ashlar plan inventory                 steps for the one you have chosen
  $ ashlar plan --from analysis.json      without reading the code again
  $ ashlar plan inventory --exposure      what a network can reach once it is out
  $ ashlar plan --load access.log stat.csv   what carries much load ranks higher`;

export function definePlan(program: Command, rim: Rim): void {
  program
    .command('plan')
    .description('what to extract first, and the steps to do it')
    .argument('[domain]', 'the domain to extract; the best candidate unless named')
    .option('--from <source>', 'a codebase, or an analysis.json', '.')
    .option('--json <file>', 'write plan.json (- for standard output)')
    .option('--exposure', 'list what becomes reachable over the network, instead of the steps')
    .option(
      '--load <file...>',
      'what was measured: OTLP spans (JSON), pg_stat_statements (CSV, JSON), access logs; adds the factor scale',
    )
    .option('--config <file>', 'configuration instead of ashlar.yaml in the folder')
    .addHelpText('after', examples)
    .action((domain: string | undefined, options: Options) => plan(domain, options, rim));
}

async function plan(
  domain: string | undefined,
  options: Options,
  { terminal }: Rim,
): Promise<void> {
  const { makePlan, renderExposureText, renderPlanText, spreadLoad } = await import(
    '@ashlar/analyzer'
  );
  // What cannot be read is said before minutes are spent on the code.
  const measured = options.load === undefined ? undefined : await loadOf(options.load, terminal);
  const analysis = await obtainAnalysis(options.from, options.config, terminal);
  const load = measured === undefined ? undefined : spreadLoad(analysis, measured);
  const made = makePlan(analysis, domain, 1, load);
  if (options.json !== undefined) {
    writeResult(terminal, options.json, `${JSON.stringify(made, null, 2)}\n`);
    if (options.json === '-') return;
    note(terminal, `wrote ${options.json}`);
  }
  print(
    terminal,
    options.exposure ? renderExposureText(made) : renderPlanText(made, analysis.verdict),
  );
}

import type { Command } from 'commander';
import type { Rim } from '../command.ts';
import { print } from '../terminal/context.ts';
import { obtainAnalysis } from './analysis-source.ts';

interface Options {
  from: string;
  config?: string;
}

const examples = `
Examples:
  $ ashlar explain src/services/checkout.ts     why it belongs where it was put
  $ ashlar explain orders                       who reads and writes the table, line by line
  $ ashlar explain ordering payments            why two domains are coupled
  $ ashlar explain cross-domain-transaction     all findings of a kind, and what to do about them`;

export function defineExplain(program: Command, rim: Rim): void {
  program
    .command('explain')
    .description('why something is where it is, with the lines that say so')
    .argument(
      '<thing...>',
      'a file, table, domain, "METHOD /path", event or kind of finding; or two domains',
    )
    .option('--from <source>', 'a codebase, or an analysis.json', '.')
    .option('--config <file>', 'configuration instead of ashlar.yaml in the folder')
    .addHelpText('after', examples)
    .action((thing: string[], options: Options) => explain(thing, options, rim));
}

async function explain(thing: string[], options: Options, { terminal }: Rim): Promise<void> {
  const { explain, renderExplanation } = await import('@ashlar/analyzer');
  const analysis = await obtainAnalysis(options.from, options.config, terminal);
  print(terminal, renderExplanation(explain(analysis, thing.join(' '))));
}

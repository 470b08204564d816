import type { Command } from 'commander';
import type { Rim } from '../command.ts';
import { EXIT, note, print } from '../terminal/context.ts';
import { obtainAnalysis } from './analysis-source.ts';

interface Options {
  from: string;
  config?: string;
}

const examples = `
Examples:
  $ ashlar explain src/services/checkout.ts     why it belongs where it was put
  $ ashlar explain orders                       who reads and writes the table, line by line
  $ ashlar explain ordering payments            why two domains are coupled`;

export function defineExplain(program: Command, rim: Rim): void {
  program
    .command('explain')
    .description('why something is where it is, with the lines that say so')
    .argument('<things...>', 'a file, table, domain or finding; or two of them')
    .option('--from <source>', 'a codebase, or an analysis.json', '.')
    .option('--config <file>', 'configuration instead of ashlar.yaml in the folder')
    .addHelpText('after', examples)
    .action((things: string[], options: Options) => explain(things, options, rim));
}

async function explain(things: string[], options: Options, { terminal, exit }: Rim): Promise<void> {
  const { explain } = await import('@ashlar/analyzer');
  const analysis = await obtainAnalysis(options.from, options.config, terminal);
  const answer = explain(analysis, things);
  if (answer === null) {
    note(
      terminal,
      `nothing called ${things.join(' or ')} was found; name a file, table, domain or finding`,
    );
    exit(EXIT.no);
    return;
  }
  print(terminal, answer);
}

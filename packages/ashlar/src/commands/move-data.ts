import type { Command } from 'commander';
import type { Rim } from '../command.ts';
import { CliError } from '../model/error.ts';
import { note, print } from '../terminal/context.ts';
import { writeResult } from '../terminal/write-file.ts';
import { obtainAnalysis } from './analysis-source.ts';

interface Options {
  from: string;
  schema: string;
  out?: string;
  config?: string;
}

const examples = `
Examples:
  $ ashlar move-data inventory --out move-inventory.sh
  $ export SOURCE=postgres://shop-db/shop TARGET=postgres://inventory-db/inventory
  $ bash move-inventory.sh schema && bash move-inventory.sh copy && bash move-inventory.sh verify`;

export function defineMoveData(program: Command, rim: Rim): void {
  program
    .command('move-data')
    .description(
      'write a script that moves a domain’s tables into a database of its own (PostgreSQL)',
    )
    .argument('<domain>', 'the domain whose tables move')
    .option('--from <source>', 'a codebase, or an analysis.json', '.')
    .option('--schema <name>', 'of tables whose name has none', 'public')
    .option('--out <file>', 'write there instead of to standard output')
    .option('--config <file>', 'configuration instead of ashlar.yaml in the folder')
    .addHelpText('after', examples)
    .action((domain: string, options: Options) => moveData(domain, options, rim));
}

/** @throws CliError CLI_USAGE when the domain has no tables */
async function moveData(domain: string, options: Options, { terminal }: Rim): Promise<void> {
  const { planRoles } = await import('@ashlar/analyzer');
  const { dataMoveScript } = await import('../data-move/script.ts');
  const { roles } = planRoles(await obtainAnalysis(options.from, options.config, terminal));
  const role = roles.find((one) => one.domain === domain);
  if (role === undefined || role.tables.length === 0) {
    const having = roles.filter(({ tables }) => tables.length > 0).map((one) => one.domain);
    throw new CliError(
      'CLI_USAGE',
      `no table belongs to a domain "${domain}"`,
      `Domains with tables: ${having.join(', ') || 'none'}.`,
    );
  }
  const script = dataMoveScript({ domain, tables: role.tables, schema: options.schema });
  const others = roles.flatMap((one) =>
    [...one.reads, ...one.writes].filter(({ owner }) => owner === domain).map(() => one.domain),
  );
  if (others.length > 0) {
    const who = [...new Set(others)].sort().join(', ');
    note(terminal, `${who} still use these tables: see \`ashlar plan ${domain}\` before the move`);
  }
  if (options.out === undefined) {
    print(terminal, script);
    return;
  }
  writeResult(terminal, options.out, script);
  note(terminal, `wrote ${options.out}`);
}

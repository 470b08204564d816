import { type Command, Option } from 'commander';
import type { Rim } from '../command.ts';
import { note, print } from '../terminal/context.ts';
import { writeResult } from '../terminal/write-file.ts';
import { obtainAnalysis } from './analysis-source.ts';

interface Options {
  from: string;
  foreign: 'all' | 'reads' | 'none';
  prefix: string;
  schema: string;
  out?: string;
  json?: string;
  config?: string;
}

const examples = `
Examples:
  $ ashlar roles --out roles.sql                    a PostgreSQL role for each domain, as the code is today
  $ psql "$DATABASE_URL" -f roles.sql               as often as wanted; run it as the owner of the tables
  $ ashlar roles --foreign none | psql "$STAGING"   see what breaks when nobody uses foreign tables`;

export function defineRoles(program: Command, rim: Rim): void {
  program
    .command('roles')
    .description('a database role for each domain, with the rights its code needs (PostgreSQL)')
    .option('--from <source>', 'a codebase, or an analysis.json', '.')
    .addOption(
      new Option('--foreign <rights>', 'what roles get of tables that belong to other domains')
        .choices(['all', 'reads', 'none'])
        .default('all'),
    )
    .option('--prefix <text>', 'before the name of the domain', 'domain_')
    .option('--schema <name>', 'of tables whose name has none', 'public')
    .option('--out <file>', 'write there instead of to standard output')
    .option('--json <file>', 'write who needs what, with places (- for standard output)')
    .option('--config <file>', 'configuration instead of ashlar.yaml in the folder')
    .addHelpText('after', examples)
    .action((options: Options) => roles(options, rim));
}

async function roles(options: Options, { terminal }: Rim): Promise<void> {
  const { planRoles, renderRolesSql } = await import('@ashlar/analyzer');
  const plan = planRoles(await obtainAnalysis(options.from, options.config, terminal));
  const { foreign, prefix, schema, out, json } = options;
  if (json !== undefined) {
    writeResult(terminal, json, `${JSON.stringify(plan, null, 2)}\n`);
    if (json === '-') return;
    note(terminal, `wrote ${json}`);
  }
  const sql = renderRolesSql(plan, { foreign, prefix, schema });
  const reads = plan.roles.reduce((sum, role) => sum + role.reads.length, 0);
  const writes = plan.roles.reduce((sum, role) => sum + role.writes.length, 0);
  note(
    terminal,
    `${plan.roles.length} roles; ${reads} read and ${writes} write tables of other domains`,
  );
  if (out === undefined) {
    print(terminal, sql);
    return;
  }
  writeResult(terminal, out, sql);
  note(terminal, `wrote ${out}`);
}

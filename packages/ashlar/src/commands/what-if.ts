import type { Move, MoveRemark } from '@ashlar/analyzer';
import { type Command, InvalidArgumentError } from 'commander';
import type { Rim } from '../command.ts';
import { loadConfig } from '../config/load.ts';
import { CliError } from '../model/error.ts';
import { note, print } from '../terminal/context.ts';
import { steeringFrom } from './analysis-options.ts';
import { obtainAnalysis } from './analysis-source.ts';

interface Options {
  move: Move[];
  from: string;
  config?: string;
  json?: boolean;
}

const examples = `
Examples:
  $ ashlar what-if --move src/services/checkout.ts=ordering
  $ ashlar what-if --move carts=ordering --move cart_items=ordering --from analysis.json`;

export function defineWhatIf(program: Command, rim: Rim): void {
  program
    .command('what-if')
    .description('what moving files or tables to another domain would change')
    .option('--move <thing=domain>', 'a file or a table, and its new domain', addMove, [])
    .option('--from <source>', 'a codebase, or an analysis.json', '.')
    .option('--json', 'the change as JSON')
    .option('--config <file>', 'configuration instead of ashlar.yaml in the folder')
    .addHelpText('after', examples)
    .action((options: Options) => whatIf(options, rim));
}

function addMove(text: string, before: Move[]): Move[] {
  const equals = text.lastIndexOf('=');
  if (equals < 1 || equals === text.length - 1)
    throw new InvalidArgumentError('Write it as THING=DOMAIN.');
  return [...before, { thing: text.slice(0, equals), domain: text.slice(equals + 1) }];
}

async function whatIf(options: Options, { terminal }: Rim): Promise<void> {
  if (options.move.length === 0) {
    throw new CliError(
      'CLI_USAGE',
      'what is to be moved has to be said',
      'Give --move THING=DOMAIN, as often as there are things to move.',
    );
  }
  const { compareAnalyses, moveRemarks, reassign, renderChangeMarkdown } = await import(
    '@ashlar/analyzer'
  );
  const analysis = await obtainAnalysis(options.from, options.config, terminal);
  const folder = options.from.endsWith('.json') ? '.' : options.from;
  const steering = steeringFrom(loadConfig(terminal.cwd, folder, options.config));
  const change = compareAnalyses(analysis, reassign(analysis, options.move, steering));
  for (const remark of moveRemarks(analysis, options.move, steering))
    note(terminal, remarkText(remark));
  const moves = options.move.map(({ thing, domain }) => `${thing} to ${domain}`).join(', ');
  print(
    terminal,
    options.json
      ? JSON.stringify(change, null, 2)
      : renderChangeMarkdown(change, `Moving ${moves}`),
  );
}

function remarkText(remark: MoveRemark): string {
  if (remark.kind === 'new-domain') {
    const { domain, near } = remark;
    const meant = near === undefined ? '' : `; did you mean ${near}?`;
    return `note: there is no domain ${domain}: the move makes a new one${meant}`;
  }
  const { thing, place } = remark;
  const kept =
    'domain' in place ? `pins ${thing} to ${place.domain}` : `makes ${thing} ${place.role}`;
  return `note: ashlar.yaml ${kept}: the move would not last unless that is changed as well`;
}

import { type Command, Option } from 'commander';
import type { Rim } from '../command.ts';
import { EXIT, print } from '../terminal/context.ts';

interface Options {
  mode: Mode;
  output: 'text' | 'json';
}

const MODES = [
  'backward',
  'backward-transitive',
  'forward',
  'forward-transitive',
  'full',
  'full-transitive',
] as const;
type Mode = (typeof MODES)[number];

const examples = `
Modes, named as schema registries name them:
  backward   consumers with the new version read what was written with the old one: deploy consumers first
  forward    consumers with the old version read what is written with the new one: deploy producers first
  full       both: deploy in any order; the mode for events that are kept or replayed
  …-transitive   against every version named, not only the one before

Readers are tolerant: they skip members that they do not know, unless additionalProperties is false, and
do without a required member that has a default.

Exits 0 for yes, 1 for no, 2 when it could not compare.

Examples:
  $ ashlar evolve order-created.v1.json order-created.v2.json
  $ ashlar evolve events/order-created.v*.json --mode full-transitive
  $ ashlar evolve asyncapi.old.yaml asyncapi.yaml --mode backward    messages by their names`;

export function defineEvolve(program: Command, { terminal, exit }: Rim): void {
  program
    .command('evolve')
    .description('do versions of the schema of an event understand each other?')
    .argument('<versions...>', 'JSON Schemas or AsyncAPI documents, the oldest first')
    .addOption(new Option('--mode <mode>', 'who has to read what').choices(MODES).default('full'))
    .addOption(
      new Option('-o, --output <form>', 'form of the answer')
        .choices(['text', 'json'])
        .default('text'),
    )
    .addHelpText('after', examples)
    .action(async (versions: string[], { mode, output }: Options) => {
      const contracts = await import('@ashlar/contracts/compare');
      const evolution = contracts.checkEvolution(versions, mode);
      print(
        terminal,
        output === 'json'
          ? `${JSON.stringify(evolution, undefined, 2)}\n`
          : contracts.renderEvolutionText(evolution),
      );
      exit(evolution.compatible ? EXIT.fine : EXIT.no);
    });
}

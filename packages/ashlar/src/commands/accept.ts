import { execFileSync } from 'node:child_process';
import { relative, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Rim } from '../command.ts';
import { CliError } from '../model/error.ts';
import { print } from '../terminal/context.ts';

interface Options {
  only?: string[];
  all?: boolean;
  by?: string;
  pacts: string;
}

const examples = `
Accepted interactions are moved from the drafts to PACTS/CONSUMER-PROVIDER.accepted.json, with who
accepted them and when. From then on they are contracts like those of your tests: \`ashlar publish\`
sends them, providers have to meet them, and can-i-deploy counts them.

Examples:
  $ ashlar accept drafts/ --all
  $ ashlar accept drafts/web-shop.json --only "GET /orders/{orderId}" "POST /orders answers 201"
  $ ashlar accept drafts/web-shop.json --all --by "Ana Lopez"`;

export function defineAccept(program: Command, { terminal }: Rim): void {
  program
    .command('accept')
    .description('make contracts of drafts that a person has read')
    .argument('<drafts...>', 'pact files with drafts, or folders of them')
    .option('--only <descriptions...>', 'those whose description begins like this')
    .option('--all', 'every draft in the files')
    .option('--by <name>', 'who accepts; the user of git unless given')
    .option('--pacts <folder>', 'where the contracts are', 'pacts')
    .addHelpText('after', examples)
    .action(async (drafts: string[], options: Options) => {
      if ((options.all === true) === (options.only !== undefined)) {
        throw new CliError(
          'CLI_USAGE',
          'what is to be accepted has to be said',
          'Give --only with beginnings of descriptions, or --all.',
        );
      }
      const { acceptDrafts } = await import('@ashlar/contracts');
      const results = await acceptDrafts({
        drafts: drafts.map((path) => resolve(terminal.cwd, path)),
        pactDir: resolve(terminal.cwd, options.pacts),
        only: options.only,
        by: options.by ?? gitUser(terminal.cwd),
        at: new Date().toISOString(),
      });
      for (const { consumer, provider, accepted, left, file } of results) {
        print(
          terminal,
          `accepted ${accepted.length} of ${consumer} -> ${provider} into ${relative(terminal.cwd, file)}`,
        );
        for (const description of accepted) print(terminal, `  ${description}`);
        if (left > 0) print(terminal, `  ${left} left as drafts`);
      }
    });
}

/** @throws {CliError} CLI_USAGE */
function gitUser(cwd: string): string {
  try {
    const ask = (key: string): string =>
      execFileSync('git', ['config', key], {
        cwd,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim();
    const name = ask('user.name');
    if (name !== '') return name;
  } catch {
    // No git, or it knows no name.
  }
  throw new CliError(
    'CLI_USAGE',
    'nobody is known who accepts',
    'Give --by NAME, or set user.name in git.',
  );
}

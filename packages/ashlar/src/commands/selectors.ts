import type { PacticipantSelector } from '@ashlar/contracts';
import type { Command } from 'commander';
import { CliError } from '../model/error.ts';

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/**
 * Adds `--pacticipant` and the options that say which version of it is meant. They belong together in
 * the order they are written, as in other Pact clients:
 * `--pacticipant shop --version 1 --pacticipant inventory --latest`.
 */
export function withSelectors(command: Command): {
  command: Command;
  selectors(): PacticipantSelector[];
} {
  const selectors: Mutable<PacticipantSelector>[] = [];
  const last = (option: string): Mutable<PacticipantSelector> => {
    const selector = selectors.at(-1);
    if (selector) return selector;
    throw new CliError(
      'CLI_USAGE',
      `${option} stands before any --pacticipant`,
      'Name the pacticipant first.',
    );
  };
  command
    .option('-a, --pacticipant <name>', 'who; may be given several times', (name: string) => {
      selectors.push({ name });
      return name;
    })
    .option('-e, --version <version>', 'its version', (version: string) => {
      last('--version').version = version;
      return version;
    })
    .option('--branch <name>', 'its newest version on this branch', (branch: string) => {
      last('--branch').branch = branch;
      return branch;
    })
    .option('--tag <name>', 'its newest version with this tag', (tag: string) => {
      last('--tag').tag = tag;
      return tag;
    })
    .on('option:latest', () => {
      last('--latest').latest = true;
    })
    .option('-l, --latest', 'its newest version')
    .on('option:main-branch', () => {
      last('--main-branch').mainBranch = true;
    })
    .option('--main-branch', 'its newest version on its main branch');
  return { command, selectors: () => selectors };
}

import type {
  CanIMergeOptions,
  DeployTarget,
  IgnoreSelector,
  PacticipantSelector,
  Verdict,
} from '@ashlar/contracts';
import { type Command, Option } from 'commander';
import type { Rim } from '../command.ts';
import { CliError } from '../model/error.ts';
import { note, print } from '../terminal/context.ts';
import { count } from '../terminal/numbers.ts';
import { type BrokerOptions, requiredBroker, withBrokerOptions } from './broker-connection.ts';
import { withSelectors } from './selectors.ts';

interface VerdictOptions extends BrokerOptions {
  ignore?: string[];
  retryWhileUnknown?: number;
  retryInterval: number;
  dryRun?: boolean;
  output: 'text' | 'json' | 'markdown';
}

interface DeployOptions extends VerdictOptions {
  toEnvironment?: string;
  to?: string;
}

const examples = `
Exits 0 for yes, 1 for no and for unknown, 2 when it could not ask.

Examples:
  $ ashlar can-i-deploy --pacticipant shop --version "$(git rev-parse HEAD)" --to-environment production
  $ ashlar can-i-deploy --pacticipant shop --version 1.4.0 --to-environment production --retry-while-unknown 12
  $ ashlar can-i-deploy --pacticipant shop --version 1.4.0 --pacticipant inventory --latest
  $ ashlar can-i-deploy --pacticipant shop --version 1.4.0 --to-environment production --output markdown >> "$GITHUB_STEP_SUMMARY"`;

export function defineCanIDeploy(program: Command, rim: Rim): void {
  const { command, selectors } = withSelectors(
    program
      .command('can-i-deploy')
      .description(
        'is this version compatible with everything live in that environment? yes, no or unknown, and why',
      ),
  );
  withVerdictOptions(withBrokerOptions(command))
    .option('--to-environment <name>', 'the environment it would be deployed to')
    .option('--to <tag>', 'the tag of the versions it must get along with')
    .addHelpText('after', examples)
    .action(async (options: DeployOptions) => {
      const target = targetOf(options);
      const { canIDeploy } = await import('@ashlar/contracts');
      await answer(selectors(), options, rim, (question) =>
        canIDeploy(target === undefined ? question : { ...question, to: target }),
      );
    });
}

export function defineCanIMerge(program: Command, rim: Rim): void {
  const { command, selectors } = withSelectors(
    program
      .command('can-i-merge')
      .description('is this version compatible with the main branches of the others?'),
  );
  withVerdictOptions(withBrokerOptions(command)).action(async (options: VerdictOptions) => {
    const { canIMerge } = await import('@ashlar/contracts');
    await answer(selectors(), options, rim, canIMerge);
  });
}

function withVerdictOptions(command: Command): Command {
  return command
    .option(
      '--ignore <name...>',
      'leave out a pacticipant, or one version of it: NAME or NAME@VERSION',
    )
    .option('--retry-while-unknown <times>', 'ask again while a result is missing', count)
    .option('--retry-interval <seconds>', 'wait between the attempts', count, 10)
    .option('--dry-run', 'say it, but exit 0')
    .addOption(
      new Option('-o, --output <form>', 'form of the answer')
        .choices(['text', 'json', 'markdown'])
        .default('text'),
    );
}

function targetOf({ toEnvironment, to }: DeployOptions): DeployTarget | undefined {
  if (toEnvironment !== undefined && to !== undefined) {
    throw new CliError(
      'CLI_USAGE',
      '--to-environment and --to exclude each other',
      'Give one of them.',
    );
  }
  if (toEnvironment !== undefined) return { environment: toEnvironment };
  return to === undefined ? undefined : { tag: to };
}

async function answer(
  pacticipants: PacticipantSelector[],
  options: VerdictOptions,
  { terminal, exit }: Rim,
  ask: (question: CanIMergeOptions) => Promise<Verdict>,
): Promise<void> {
  if (pacticipants.length === 0) {
    throw new CliError(
      'CLI_USAGE',
      'no pacticipant was named',
      'Give --pacticipant NAME --version VERSION.',
    );
  }
  const broker = requiredBroker(options, terminal);
  const { renderVerdictJson, renderVerdictMarkdown, renderVerdictText, verdictExitCode } =
    await import('@ashlar/contracts');
  const verdict = await ask({
    broker,
    pacticipants,
    ignore: (options.ignore ?? []).map(ignoreSelector),
    dryRun: options.dryRun,
    ...(options.retryWhileUnknown === undefined
      ? {}
      : {
          retryWhileUnknown: {
            times: options.retryWhileUnknown,
            intervalMs: options.retryInterval * 1000,
          },
        }),
    onRetry: (attempt) => note(terminal, `still unknown, asking again (${attempt})`),
  });
  const render = {
    text: renderVerdictText,
    json: renderVerdictJson,
    markdown: renderVerdictMarkdown,
  };
  print(terminal, render[options.output](verdict));
  exit(verdictExitCode(verdict));
}

function ignoreSelector(text: string): IgnoreSelector {
  const at = text.lastIndexOf('@');
  return at > 0 ? { name: text.slice(0, at), version: text.slice(at + 1) } : { name: text };
}

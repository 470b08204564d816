import { resolve } from 'node:path';
import type { ConsumerVersionSelector, PactSource, VerifyProviderOptions } from '@ashlar/contracts';
import { type Command, Option } from 'commander';
import type { Rim } from '../command.ts';
import { CliError } from '../model/error.ts';
import { note, print, type Terminal } from '../terminal/context.ts';
import { headerField } from '../terminal/header.ts';
import { count } from '../terminal/numbers.ts';
import { writeResult } from '../terminal/write-file.ts';
import { type BrokerOptions, requiredBroker, withBrokerOptions } from './broker-connection.ts';

interface Options extends BrokerOptions {
  provider: string;
  providerBaseUrl?: string;
  pact?: string[];
  stateHandlers?: string;
  providerVersion?: string;
  branch?: string;
  tag?: string[];
  buildUrl?: string;
  publish?: boolean;
  selector?: ConsumerVersionSelector[];
  pending: boolean;
  includeWipPactsSince?: string;
  noPacts: 'fail' | 'pass';
  header?: string[];
  description?: string;
  state?: string;
  waitForProvider?: number;
  requestTimeout?: number;
  json?: string;
  junit?: string;
}

const examples = `
Exits 0 when the provider does what the pacts say, 1 when it does not, 2 when it could not be asked.

Examples:
  $ ashlar verify --provider inventory --provider-base-url http://127.0.0.1:3001 --state-handlers states.ts --publish
  $ ashlar verify --provider inventory --provider-base-url http://127.0.0.1:3001 --pact pacts/
  $ ashlar verify --provider inventory --provider-base-url http://127.0.0.1:3001 --selector '{"environment":"production"}'`;

export function defineVerify(program: Command, rim: Rim): void {
  withBrokerOptions(
    program
      .command('verify')
      .description('replay pacts against a running provider, and publish what came out')
      .requiredOption('--provider <name>', 'the provider'),
  )
    .option('--provider-base-url <url>', 'where it answers; not needed for messages alone')
    .option('--pact <path...>', 'pact files or folders, instead of the broker')
    .option('--state-handlers <module>', 'a module with stateHandlers, messageProviders')
    .option('--provider-version <version>', 'version of the provider; the commit unless given')
    .option('--branch <name>', 'branch of the provider; detected unless given')
    .option('-t, --tag <name...>', 'tags for the provider version')
    .option('--build-url <url>', 'where the build can be looked at')
    .option('--publish', 'send the results to the broker')
    .option(
      '--selector <json>',
      'which consumer versions; may be given several times',
      collectSelector,
    )
    .option('--no-pending', 'a pact that was never fulfilled fails the build too')
    .option('--include-wip-pacts-since <date>', 'also pacts of any branch since then, as pending')
    .addOption(
      new Option('--no-pacts <what>', 'when there is nothing to verify')
        .choices(['fail', 'pass'])
        .default('fail'),
    )
    .option('--header <name:value...>', 'sent with every request to the provider')
    .option('--description <regex>', 'only interactions like this; never published')
    .option('--state <regex>', 'only interactions given this; never published')
    .option('--wait-for-provider <seconds>', 'how long it may still take to start', count)
    .option('--request-timeout <ms>', 'how long one request to the provider may take', count)
    .option('--json <file>', 'write the result as JSON (- for standard output)')
    .option('--junit <file>', 'write the result as JUnit XML')
    .addHelpText('after', examples)
    .action((options: Options) => verify(options, rim));
}

function collectSelector(
  text: string,
  before: ConsumerVersionSelector[] | undefined,
): ConsumerVersionSelector[] {
  let selector: unknown;
  try {
    selector = JSON.parse(text);
  } catch (cause) {
    throw new CliError(
      'CLI_USAGE',
      `--selector is not JSON: ${text}`,
      'Write {"mainBranch":true}, for example.',
      {
        cause,
      },
    );
  }
  return [...(before ?? []), selector as ConsumerVersionSelector];
}

async function verify(options: Options, { terminal, exit }: Rim): Promise<void> {
  const contracts = await import('@ashlar/contracts');
  const build = await contracts.detectBuild({ cwd: terminal.cwd, env: terminal.env });
  const publishing = options.publish
    ? contracts.requireVersion(
        { ...build, commit: options.providerVersion ?? build.commit },
        '--provider-version',
      )
    : undefined;
  note(terminal, `verifying ${options.provider}`);
  const result = await contracts.verifyProvider({
    provider: options.provider,
    pacts: pactSource(options, terminal),
    providerBaseUrl: options.providerBaseUrl,
    providerVersion: publishing ?? options.providerVersion ?? build.commit,
    providerBranch: options.branch ?? build.branch,
    providerTags: options.tag,
    buildUrl: options.buildUrl ?? build.buildUrl,
    publishResults: options.publish,
    states:
      options.stateHandlers === undefined
        ? undefined
        : resolve(terminal.cwd, options.stateHandlers),
    noPacts: options.noPacts,
    waitForProviderMs: (options.waitForProvider ?? 0) * 1000,
    requestTimeoutMs: options.requestTimeout,
    signal: terminal.signal,
    headers: Object.fromEntries((options.header ?? []).map(headerField)),
    ...filterOf(options),
  });
  if (options.junit !== undefined)
    writeResult(terminal, options.junit, contracts.renderVerificationJunit(result));
  if (options.json !== undefined)
    writeResult(terminal, options.json, contracts.renderVerificationJson(result));
  if (options.json !== '-') print(terminal, contracts.renderVerificationText(result));
  exit(contracts.verificationExitCode(result));
}

function filterOf({ description, state }: Options): Pick<VerifyProviderOptions, 'filter'> {
  return description === undefined && state === undefined ? {} : { filter: { description, state } };
}

function pactSource(options: Options, terminal: Terminal): PactSource {
  if (options.pact) {
    return { kind: 'files', paths: options.pact.map((path) => resolve(terminal.cwd, path)) };
  }
  return {
    kind: 'broker',
    broker: requiredBroker(options, terminal),
    consumerVersionSelectors: options.selector,
    // Commander says true where nobody said anything; without a branch nothing can be pending.
    enablePending: options.pending === false ? false : undefined,
    includeWipPactsSince: options.includeWipPactsSince,
  };
}

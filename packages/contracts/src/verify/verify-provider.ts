import { ContractsError } from '../model/error.ts';
import { listedPacts } from './listed-pacts.ts';
import type { VerificationResult, VerifyProviderOptions } from './model.ts';
import { filterEnvironment, pactOptions, secretsOf, verifierOptions } from './native-options.ts';
import { providerListens } from './provider-address.ts';
import { publicationProblem } from './publication.ts';
import { readNativeResult } from './read-result.ts';
import { runVerifier } from './run-verifier.ts';
import { startSetupServer } from './setup-server.ts';
import { loadSetup } from './states.ts';

const TIMEOUT_MS = 600_000;

/**
 * Verifies that a running provider does what the pacts expect. A provider state that nobody handles
 * fails its interaction, and so does a handler that throws.
 * @throws ContractsError CONTRACTS_OPTION_INVALID, CONTRACTS_STATES_INVALID, CONTRACTS_NO_PACTS,
 *   CONTRACTS_PROVIDER_UNREACHABLE, CONTRACTS_VERIFIER_FAILED, CONTRACTS_BROKER_*
 */
export async function verifyProvider(options: VerifyProviderOptions): Promise<VerificationResult> {
  checkOptions(options);
  const setup = await loadSetup(options.states, options.messages);
  const source = await pactOptions(options);
  if (source === undefined) return withoutPacts(options, Object.keys(setup.stateHandlers));
  if (options.providerBaseUrl !== undefined) {
    await providerListens(options.providerBaseUrl, options.waitForProviderMs, options.signal);
  }
  const server = await startSetupServer(setup);
  try {
    const { json, output } = await runVerifier(
      { options: verifierOptions(options, source, server), messagesUrl: server.messagesUrl },
      {
        timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
        signal: options.signal,
        secrets: secretsOf(options),
        env: filterEnvironment(options),
      },
    );
    const native = readNativeResult(json);
    const unused = server.unused();
    if (native.pacts.length === 0) {
      if (native.problems.length > 0) throw unreadable(native.problems);
      const listed = await listedPacts(options, source);
      if (listed > 0) throw unreadable([`the broker lists ${listed} and gives out none of them`]);
      return withoutPacts(options, unused, output);
    }
    const problem = await publishing(options, output);
    return {
      ...named(options),
      success: native.success && problem === undefined,
      noPactsFound: false,
      published: options.publishResults === true && problem === undefined,
      publishProblem: problem,
      pacts: native.pacts,
      problems: native.problems,
      stateProblems: server.problems(),
      unusedStates: unused,
      notices: native.notices,
      output,
    };
  } finally {
    await server.close();
  }
}

async function publishing(
  { publishResults, pacts, provider, providerVersion }: VerifyProviderOptions,
  output: string,
): Promise<string | undefined> {
  if (publishResults !== true || pacts.kind !== 'broker' || providerVersion === undefined) {
    return undefined;
  }
  return publicationProblem(pacts.broker, provider, providerVersion, output);
}

function checkOptions(options: VerifyProviderOptions): void {
  const { publishResults = false, pacts, providerVersion, filter } = options;
  if (options.providerBaseUrl !== undefined && !isHttpUrl(options.providerBaseUrl)) {
    throw invalid(
      'The address of the provider is not an http or https URL.',
      'Give it in full, for example http://127.0.0.1:8080.',
    );
  }
  if (!publishResults) return;
  if (pacts.kind === 'files') {
    throw invalid(
      'Results can only be published for pacts that come from a broker.',
      'Take the pacts from the broker, or do not publish.',
    );
  }
  if (providerVersion === undefined) {
    throw invalid(
      'Results cannot be published without the version of the provider.',
      'Give it; the commit is best.',
    );
  }
  if (filter?.description !== undefined || filter?.state !== undefined) {
    throw invalid(
      'Results of a part of the interactions must not be published: they would pass for all.',
      'Leave out the filter, or do not publish.',
    );
  }
}

function withoutPacts(
  options: VerifyProviderOptions,
  unusedStates: readonly string[],
  output = '',
): VerificationResult {
  return {
    ...named(options),
    success: options.noPacts === 'pass',
    noPactsFound: true,
    published: false,
    publishProblem: undefined,
    pacts: [],
    problems: [],
    stateProblems: [],
    unusedStates,
    notices: [],
    output,
  };
}

function named({ provider, providerVersion }: VerifyProviderOptions): {
  readonly provider: string;
  readonly providerVersion: string | undefined;
} {
  return { provider, providerVersion };
}

function unreadable(problems: readonly string[]): ContractsError {
  return new ContractsError(
    'CONTRACTS_VERIFIER_FAILED',
    `No pact could be verified: ${problems.join('; ')}`,
    'Check that the broker gives out its pacts, and that they are valid.',
  );
}

/** `localhost:8080` parses as a URL too, with the scheme `localhost`. */
function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function invalid(message: string, hint: string): ContractsError {
  return new ContractsError('CONTRACTS_OPTION_INVALID', message, hint);
}

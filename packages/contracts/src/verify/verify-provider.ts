import type { VerifierOptions } from '@pact-foundation/pact';
import { openBroker } from '../client/session.ts';
import { ContractsError } from '../model/error.ts';
import { readPacts } from '../pact/pact-file.ts';
import type {
  BrokerPactSource,
  ConsumerVersionSelector,
  VerificationResult,
  VerifyProviderOptions,
} from './model.ts';
import { readNativeResult } from './read-result.ts';
import { runVerifier } from './run-verifier.ts';
import { type SetupServer, startSetupServer } from './setup-server.ts';
import { loadSetup } from './states.ts';

const DEFAULT_SELECTORS: readonly ConsumerVersionSelector[] = [
  { mainBranch: true },
  { deployedOrReleased: true },
];
const REQUEST_TIMEOUT_MS = 30_000;
const TIMEOUT_MS = 600_000;

/**
 * Verifies that a running provider does what the pacts expect. A provider state that nobody handles
 * fails its interaction, and so does a handler that throws.
 * @throws ContractsError CONTRACTS_OPTION_INVALID, CONTRACTS_STATES_INVALID, CONTRACTS_NO_PACTS,
 *   CONTRACTS_VERIFIER_FAILED, CONTRACTS_BROKER_*
 */
export async function verifyProvider(options: VerifyProviderOptions): Promise<VerificationResult> {
  checkOptions(options);
  const setup = await loadSetup(options.states, options.messages);
  const source = await pactOptions(options);
  if (source === undefined) return withoutPacts(options, Object.keys(setup.stateHandlers));
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
    if (native.pacts.length === 0) return withoutPacts(options, unused, output);
    return {
      ...named(options),
      success: native.success,
      noPactsFound: false,
      published: options.publishResults === true,
      pacts: native.pacts,
      stateProblems: server.problems(),
      unusedStates: unused,
      notices: native.notices,
      output,
    };
  } finally {
    await server.close();
  }
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

/** Undefined when there is no pact to verify. */
async function pactOptions(options: VerifyProviderOptions): Promise<VerifierOptions | undefined> {
  if (options.pacts.kind === 'broker') return brokerOptions(options, options.pacts);
  const pacts = await readPacts(options.pacts.paths);
  const own = pacts.filter(({ provider }) => provider === options.provider);
  return own.length === 0 ? undefined : { pactUrls: own.map(({ source }) => source) };
}

async function brokerOptions(
  options: VerifyProviderOptions,
  { broker, consumerVersionSelectors, enablePending, includeWipPactsSince }: BrokerPactSource,
): Promise<VerifierOptions | undefined> {
  // The native client would try a dead broker for a minute, and fail on an unknown provider.
  const session = await openBroker(broker);
  const url = session.relation('pb:provider-pacts-for-verification', {
    provider: options.provider,
  });
  const { status } = await session.ask(url, { accept: [404] });
  if (status === 404) return undefined;
  const { providerBranch, providerTags = [] } = options;
  const known = providerBranch !== undefined || providerTags.length > 0;
  const selectors = consumerVersionSelectors ?? DEFAULT_SELECTORS;
  return {
    pactBrokerUrl: session.base.href.replace(/\/$/, ''),
    ...credentials(broker),
    consumerVersionSelectors: selectors.map(withoutUndefined),
    // Pending is counted per branch or tag of the provider; without one the broker refuses.
    enablePending: enablePending ?? known,
    ...(includeWipPactsSince === undefined ? {} : { includeWipPactsSince }),
    ...(providerBranch === undefined ? {} : { providerVersionBranch: providerBranch }),
    ...(providerTags.length === 0 ? {} : { providerVersionTags: [...providerTags] }),
    ...(options.providerVersion === undefined ? {} : { providerVersion: options.providerVersion }),
    ...(options.buildUrl === undefined ? {} : { buildUrl: options.buildUrl }),
    publishVerificationResult: options.publishResults === true,
    failIfNoPactsFound: false,
  };
}

function credentials({ token, username, password }: BrokerPactSource['broker']): VerifierOptions {
  if (token !== undefined && token !== '') return { pactBrokerToken: token };
  if (username === undefined || username === '') return {};
  return { pactBrokerUsername: username, pactBrokerPassword: password ?? '' };
}

function verifierOptions(
  options: VerifyProviderOptions,
  source: VerifierOptions,
  server: SetupServer,
): VerifierOptions {
  return {
    ...source,
    provider: options.provider,
    ...(options.providerBaseUrl === undefined ? {} : { providerBaseUrl: options.providerBaseUrl }),
    ...(options.headers === undefined ? {} : { customProviderHeaders: { ...options.headers } }),
    providerStatesSetupUrl: server.statesUrl,
    providerStatesSetupBody: true,
    providerStatesSetupTeardown: true,
    timeout: options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
    logLevel: 'error',
  };
}

/** The native verifier takes its filters from the environment only. */
function filterEnvironment({ filter }: VerifyProviderOptions): Readonly<Record<string, string>> {
  return {
    ...(filter?.description === undefined ? {} : { PACT_DESCRIPTION: filter.description }),
    ...(filter?.state === undefined ? {} : { PACT_PROVIDER_STATE: filter.state }),
  };
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
    pacts: [],
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

function secretsOf({ pacts, headers }: VerifyProviderOptions): readonly string[] {
  const { token, password } = pacts.kind === 'broker' ? pacts.broker : {};
  return [token, password, ...Object.values(headers ?? {})].filter(
    (secret) => secret !== undefined,
  );
}

function withoutUndefined(selector: ConsumerVersionSelector): Record<string, unknown> {
  return Object.fromEntries(Object.entries(selector).filter(([, value]) => value !== undefined));
}

/** `localhost:8080` parses as a URL too, with the scheme `localhost`. */
function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function invalid(message: string, hint: string): ContractsError {
  return new ContractsError('CONTRACTS_OPTION_INVALID', message, hint);
}

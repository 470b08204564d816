import type { VerifierOptions } from '@pact-foundation/pact';
import { type BrokerConnection, checkConnection } from '../client/connection.ts';
import { openBroker } from '../client/session.ts';
import { readPacts } from '../pact/pact-file.ts';
import type { BrokerPactSource, ConsumerVersionSelector, VerifyProviderOptions } from './model.ts';
import type { SetupServer } from './setup-server.ts';

const DEFAULT_SELECTORS: readonly ConsumerVersionSelector[] = [
  { mainBranch: true },
  { deployedOrReleased: true },
];
const REQUEST_TIMEOUT_MS = 30_000;

/** Undefined when there is no pact to verify. */
export async function pactOptions(
  options: VerifyProviderOptions,
): Promise<VerifierOptions | undefined> {
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
    // Named at all, it asks for a version, which who only looks need not have.
    ...(options.publishResults === true ? { publishVerificationResult: true } : {}),
    failIfNoPactsFound: false,
  };
}

function credentials(broker: BrokerConnection): VerifierOptions {
  const found = checkConnection(broker).credentials;
  if (found.kind === 'token') return { pactBrokerToken: found.token };
  if (found.kind === 'none') return {};
  return { pactBrokerUsername: found.username, pactBrokerPassword: found.password };
}

export function verifierOptions(
  options: VerifyProviderOptions,
  source: VerifierOptions,
  server: SetupServer,
): VerifierOptions {
  // pact-core refuses an empty table.
  const { headers = {} } = options;
  return {
    ...source,
    provider: options.provider,
    ...(options.providerBaseUrl === undefined ? {} : { providerBaseUrl: options.providerBaseUrl }),
    ...(Object.keys(headers).length === 0 ? {} : { customProviderHeaders: { ...headers } }),
    providerStatesSetupUrl: server.statesUrl,
    providerStatesSetupBody: true,
    providerStatesSetupTeardown: true,
    timeout: options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
    logLevel: 'error',
  };
}

/** The native verifier takes its filters from the environment only. */
export function filterEnvironment({
  filter,
}: VerifyProviderOptions): Readonly<Record<string, string>> {
  return {
    ...(filter?.description === undefined ? {} : { PACT_DESCRIPTION: filter.description }),
    ...(filter?.state === undefined ? {} : { PACT_PROVIDER_STATE: filter.state }),
  };
}

/** What must not appear in the output of the verifier. */
export function secretsOf({ pacts, headers }: VerifyProviderOptions): readonly string[] {
  const { pactBrokerToken, pactBrokerPassword } =
    pacts.kind === 'broker' ? credentials(pacts.broker) : {};
  return [pactBrokerToken, pactBrokerPassword, ...Object.values(headers ?? {})].filter(
    (secret) => secret !== undefined,
  );
}

function withoutUndefined(selector: ConsumerVersionSelector): Record<string, unknown> {
  return Object.fromEntries(Object.entries(selector).filter(([, value]) => value !== undefined));
}

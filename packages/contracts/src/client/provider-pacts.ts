import type { PactDocument } from '../compare/model.ts';
import type { BrokerConnection } from './connection.ts';
import { embeddedList, linkOf } from './hal.ts';
import { openBroker } from './session.ts';

export interface ProviderPactsOptions {
  readonly broker: BrokerConnection;
  readonly provider: string;
  /** Consumers that are live there count, beside the main branches. */
  readonly environment?: string | undefined;
}

/**
 * What the consumers that matter ask of a provider: those that are live in the environment, and the
 * heads of the main branches, by the Pact Broker's `provider-pacts-for-verification`.
 *
 * @returns sorted by address, each pact once
 * @throws ContractsError CONTRACTS_BROKER_*, CONTRACTS_NOT_FOUND_IN_BROKER
 */
export async function providerPacts(
  options: ProviderPactsOptions,
): Promise<readonly PactDocument[]> {
  const broker = await openBroker(options.broker);
  const { provider, environment } = options;
  const live =
    environment === undefined
      ? { deployedOrReleased: true }
      : { deployedOrReleased: true, environment };
  const list = await broker.read(
    broker.relation('pb:provider-pacts-for-verification', { provider }),
    {
      method: 'POST',
      body: { consumerVersionSelectors: [live, { mainBranch: true }], includePendingStatus: false },
    },
  );
  const addresses = embeddedList(list, 'pacts')
    .flatMap((pact) => linkOf(pact, 'self') ?? [])
    .map(({ href }) => broker.resolve(href).href);
  const sorted = [...new Set(addresses)].sort();
  return Promise.all(
    sorted.map(async (source) => ({ source, value: await broker.read(new URL(source)) })),
  );
}

import type { VerifierOptions } from '@pact-foundation/pact';
import { embeddedList } from '../client/hal.ts';
import { openBroker } from '../client/session.ts';
import type { VerifyProviderOptions } from './model.ts';

/**
 * How many pacts the broker lists for this verification. The native verifier takes a pact that is listed and
 * then answered with 404 for one that is not there, so what it found nothing of is asked about once more.
 */
export async function listedPacts(
  { provider, pacts }: VerifyProviderOptions,
  source: VerifierOptions,
): Promise<number> {
  if (pacts.kind !== 'broker') return 0;
  const session = await openBroker(pacts.broker);
  const url = session.relation('pb:provider-pacts-for-verification', { provider });
  const list = await session.read(url, { method: 'POST', body: question(source) });
  return embeddedList(list, 'pacts').length;
}

function question(source: VerifierOptions): Record<string, unknown> {
  return {
    consumerVersionSelectors: source.consumerVersionSelectors,
    includePendingStatus: source.enablePending === true,
    providerVersionBranch: source.providerVersionBranch,
    providerVersionTags: source.providerVersionTags,
    includeWipPactsSince: source.includeWipPactsSince,
  };
}

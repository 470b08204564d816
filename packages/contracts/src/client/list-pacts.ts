import { byCodeUnit } from '../pact/lossless-json.ts';
import type { BrokerConnection } from './connection.ts';
import { embedded, embeddedList, type HalResource, isRecord, linksOf, text } from './hal.ts';
import { type BrokerSession, openBroker } from './session.ts';

export interface ListPactsOptions {
  readonly broker: BrokerConnection;
  readonly consumer?: string | undefined;
  readonly provider?: string | undefined;
}

export interface ListedPact {
  readonly consumer: string;
  readonly consumerVersion: string;
  readonly provider: string;
  readonly createdAt: string | undefined;
  readonly url: string | undefined;
}

/** The newest pact of every consumer and provider. */
export async function listPacts(options: ListPactsOptions): Promise<readonly ListedPact[]> {
  const broker = await openBroker(options.broker);
  const body = await broker.read(broker.relation('pb:latest-pact-versions', {}, 'pacts/latest'));
  const pacts = Array.isArray(body.pacts)
    ? body.pacts.filter(isRecord)
    : embeddedList(body, 'pacts');
  return pacts
    .map((pact) => toListedPact(broker, pact))
    .filter((pact) => options.consumer === undefined || pact.consumer === options.consumer)
    .filter((pact) => options.provider === undefined || pact.provider === options.provider)
    .sort((a, b) => byCodeUnit(a.consumer, b.consumer) || byCodeUnit(a.provider, b.provider));
}

function toListedPact(broker: BrokerSession, pact: HalResource): ListedPact {
  const consumer = embedded(pact, 'consumer');
  // Two self links: the moving "latest" and the one of this version.
  const self = linksOf(pact, 'self').at(-1);
  return {
    consumer: text(consumer, 'name') ?? '',
    consumerVersion: text(embedded(consumer, 'version'), 'number') ?? '',
    provider: text(embedded(pact, 'provider'), 'name') ?? '',
    createdAt: text(pact, 'createdAt'),
    url: self === undefined ? undefined : broker.resolve(self.href).href,
  };
}

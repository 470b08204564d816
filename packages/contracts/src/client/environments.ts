import { ContractsError } from '../model/error.ts';
import type { BrokerConnection } from './connection.ts';
import { embeddedList, type HalResource, isRecord, text } from './hal.ts';
import { type BrokerSession, openBroker } from './session.ts';

export interface EnvironmentContact {
  readonly name?: string | undefined;
  readonly details?: Readonly<Record<string, string>> | undefined;
}

export interface Environment {
  readonly uuid: string;
  readonly name: string;
  readonly displayName: string | undefined;
  readonly production: boolean;
  readonly contacts: readonly EnvironmentContact[];
}

export interface ListEnvironmentsOptions {
  readonly broker: BrokerConnection;
}

export interface CreateEnvironmentOptions {
  readonly broker: BrokerConnection;
  readonly name: string;
  readonly displayName?: string | undefined;
  readonly production?: boolean | undefined;
  readonly contacts?: readonly EnvironmentContact[] | undefined;
  /** True: an environment of this name that exists already is returned as it is. */
  readonly ifMissing?: boolean | undefined;
}

export interface UpdateEnvironmentOptions {
  readonly broker: BrokerConnection;
  /** Name or uuid. */
  readonly environment: string;
  readonly name?: string | undefined;
  readonly displayName?: string | undefined;
  readonly production?: boolean | undefined;
  readonly contacts?: readonly EnvironmentContact[] | undefined;
}

export interface DeleteEnvironmentOptions {
  readonly broker: BrokerConnection;
  /** Name or uuid. */
  readonly environment: string;
}

export async function listEnvironments(
  options: ListEnvironmentsOptions,
): Promise<readonly Environment[]> {
  return (await environmentResources(await openBroker(options.broker))).map(toEnvironment);
}

/** @throws ContractsError CONTRACTS_BROKER_REFUSED when the name is taken and `ifMissing` is off */
export async function createEnvironment(options: CreateEnvironmentOptions): Promise<Environment> {
  const broker = await openBroker(options.broker);
  if (options.ifMissing === true) {
    const known = (await environmentResources(broker)).map(toEnvironment);
    const same = known.find(({ name }) => name === options.name);
    if (same !== undefined) return same;
  }
  const { name, displayName, production = false, contacts } = options;
  return toEnvironment(
    await broker.read(broker.relation('pb:environments'), {
      method: 'POST',
      body: { name, displayName, production, contacts },
      repeatable: false,
    }),
  );
}

/** @throws ContractsError CONTRACTS_NOT_FOUND_IN_BROKER */
export async function updateEnvironment(options: UpdateEnvironmentOptions): Promise<Environment> {
  const broker = await openBroker(options.broker);
  const known = toEnvironment(await findEnvironment(broker, options.environment));
  const body = {
    name: options.name ?? known.name,
    displayName: options.displayName ?? known.displayName,
    production: options.production ?? known.production,
    contacts: options.contacts ?? known.contacts,
  };
  return toEnvironment(
    await broker.read(environmentUrl(broker, known.uuid), { method: 'PUT', body }),
  );
}

/** Also deletes what is recorded as deployed or released there. */
export async function deleteEnvironment(options: DeleteEnvironmentOptions): Promise<Environment> {
  const broker = await openBroker(options.broker);
  const known = toEnvironment(await findEnvironment(broker, options.environment));
  await broker.ask(environmentUrl(broker, known.uuid), { method: 'DELETE', accept: [404] });
  return known;
}

/**
 * The environment with its links, by name or uuid.
 * @throws ContractsError CONTRACTS_NOT_FOUND_IN_BROKER
 */
export async function findEnvironment(broker: BrokerSession, wanted: string): Promise<HalResource> {
  const known = await environmentResources(broker);
  const found =
    known.find((entry) => text(entry, 'name') === wanted) ??
    known.find((entry) => text(entry, 'uuid') === wanted);
  if (found !== undefined) return found;
  const names = known.map((entry) => text(entry, 'name')).join(', ');
  throw new ContractsError(
    'CONTRACTS_NOT_FOUND_IN_BROKER',
    `The broker has no environment "${wanted}"${names === '' ? '' : `; it has ${names}`}.`,
    `Create it: ashlar environments create ${wanted}`,
  );
}

async function environmentResources(broker: BrokerSession): Promise<readonly HalResource[]> {
  return embeddedList(await broker.read(broker.relation('pb:environments')), 'environments');
}

function environmentUrl(broker: BrokerSession, uuid: string): URL {
  return broker.relation('pb:environment', { environment: uuid, uuid }, 'environments/{uuid}');
}

function toEnvironment(resource: HalResource): Environment {
  const contacts = resource.contacts;
  return {
    uuid: text(resource, 'uuid') ?? '',
    name: text(resource, 'name') ?? '',
    displayName: text(resource, 'displayName'),
    production: resource.production === true,
    contacts: Array.isArray(contacts) ? contacts.filter(isRecord) : [],
  };
}

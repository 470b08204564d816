import { ContractsError } from '../model/error.ts';
import type { BrokerConnection } from './connection.ts';
import { readVersion } from './deployments.ts';
import { embedded, embeddedList, type HalResource, linksOf, text } from './hal.ts';
import { type BrokerSession, openBroker } from './session.ts';

export interface PacticipantRef {
  readonly broker: BrokerConnection;
  readonly name: string;
}

export interface CreatePacticipantOptions extends PacticipantRef {
  readonly displayName?: string | undefined;
  readonly repositoryUrl?: string | undefined;
  readonly mainBranch?: string | undefined;
}

export interface Pacticipant {
  readonly name: string;
  readonly displayName: string | undefined;
  readonly repositoryUrl: string | undefined;
  readonly mainBranch: string | undefined;
  readonly latestVersion: string | undefined;
  readonly labels: readonly string[];
}

export interface DescribeVersionOptions extends PacticipantRef {
  /** Without it the latest version is described. */
  readonly version?: string | undefined;
}

export interface VersionDescription {
  readonly pacticipant: string;
  readonly version: string;
  readonly buildUrl: string | undefined;
  readonly branches: readonly string[];
  readonly tags: readonly string[];
  /** Display names of the environments it runs in now. */
  readonly deployedTo: readonly string[];
  readonly releasedTo: readonly string[];
}

/** Creates the pacticipant, or changes the given fields of one that exists. */
export async function createPacticipant(options: CreatePacticipantOptions): Promise<Pacticipant> {
  const { name, displayName, repositoryUrl, mainBranch } = options;
  const broker = await openBroker(options.broker);
  const fields = { displayName, repositoryUrl, mainBranch };
  const url = pacticipantUrl(broker, name);
  const known = await broker.ask(url, { accept: [404] });
  if (known.status !== 404) {
    return toPacticipant(
      await broker.read(url, {
        method: 'PATCH',
        body: fields,
        contentType: 'application/merge-patch+json',
      }),
    );
  }
  const all = broker.relation('pb:pacticipants', {}, 'pacticipants');
  return toPacticipant(
    await broker.read(all, { method: 'POST', body: { name, ...fields }, repeatable: false }),
  );
}

/** @throws ContractsError CONTRACTS_NOT_FOUND_IN_BROKER */
export async function describePacticipant(options: PacticipantRef): Promise<Pacticipant> {
  const broker = await openBroker(options.broker);
  return toPacticipant(await readPacticipant(broker, options.name));
}

export async function listPacticipants(options: {
  readonly broker: BrokerConnection;
}): Promise<readonly Pacticipant[]> {
  const broker = await openBroker(options.broker);
  const all = await broker.read(broker.relation('pb:pacticipants', {}, 'pacticipants'));
  return embeddedList(all, 'pacticipants').map(toPacticipant);
}

/** @throws ContractsError CONTRACTS_NOT_FOUND_IN_BROKER */
export async function describeVersion(
  options: DescribeVersionOptions,
): Promise<VersionDescription> {
  const broker = await openBroker(options.broker);
  const number = options.version ?? (await latestVersion(broker, options.name));
  const resource = await readVersion(broker, options.name, number);
  return {
    pacticipant: options.name,
    version: text(resource, 'number') ?? number,
    buildUrl: text(resource, 'buildUrl'),
    branches: names(embeddedList(resource, 'branchVersions')),
    tags: names(embeddedList(resource, 'tags')),
    deployedTo: current(resource, 'pb:deployed-environments', 'currently_deployed'),
    releasedTo: current(resource, 'pb:released-environments', 'currently_supported'),
  };
}

async function latestVersion(broker: BrokerSession, name: string): Promise<string> {
  const pacticipant = toPacticipant(await readPacticipant(broker, name));
  if (pacticipant.latestVersion !== undefined) return pacticipant.latestVersion;
  throw new ContractsError(
    'CONTRACTS_NOT_FOUND_IN_BROKER',
    `The broker knows ${name}, but no version of it.`,
    'Publish its pacts (ashlar publish) or its verification results (ashlar verify --publish).',
  );
}

async function readPacticipant(broker: BrokerSession, name: string): Promise<HalResource> {
  const response = await broker.ask(pacticipantUrl(broker, name), { accept: [404] });
  if (response.status !== 404) return response.body as HalResource;
  throw new ContractsError(
    'CONTRACTS_NOT_FOUND_IN_BROKER',
    `The broker does not know ${name}.`,
    'Check the spelling (case counts). Publishing a pact makes the consumer and the provider known.',
  );
}

function pacticipantUrl(broker: BrokerSession, name: string): URL {
  return broker.relation('pb:pacticipant', { pacticipant: name }, 'pacticipants/{pacticipant}');
}

function toPacticipant(resource: HalResource): Pacticipant {
  return {
    name: text(resource, 'name') ?? '',
    displayName: text(resource, 'displayName'),
    repositoryUrl: text(resource, 'repositoryUrl'),
    mainBranch: text(resource, 'mainBranch'),
    latestVersion: text(embedded(resource, 'latestVersion'), 'number'),
    labels: names(embeddedList(resource, 'labels')),
  };
}

function names(list: readonly HalResource[]): readonly string[] {
  return list.map((entry) => text(entry, 'name') ?? '').filter((name) => name !== '');
}

/** The links to past deployments are listed too; a flag on the link tells them apart. */
function current(resource: HalResource, relation: string, flag: string): readonly string[] {
  return linksOf(resource, relation)
    .filter((link) => (link as unknown as Readonly<Record<string, unknown>>)[flag] === true)
    .map((link) => link.name ?? '');
}

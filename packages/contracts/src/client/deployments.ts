import { ContractsError } from '../model/error.ts';
import type { BrokerConnection } from './connection.ts';
import { findEnvironment } from './environments.ts';
import { embedded, embeddedList, type HalResource, linkOf, linksOf, text } from './hal.ts';
import { type BrokerSession, openBroker } from './session.ts';

export interface RecordDeploymentOptions {
  readonly broker: BrokerConnection;
  readonly pacticipant: string;
  readonly version: string;
  /** Name of the environment. */
  readonly environment: string;
  /** Which of several installations side by side in the environment. */
  readonly applicationInstance?: string | undefined;
}

export interface RecordReleaseOptions {
  readonly broker: BrokerConnection;
  readonly pacticipant: string;
  readonly version: string;
  readonly environment: string;
}

export interface RecordUndeploymentOptions {
  readonly broker: BrokerConnection;
  readonly pacticipant: string;
  readonly environment: string;
  /** Only this version. Without it, whatever is deployed there. */
  readonly version?: string | undefined;
  /** Only this installation. Without it, the one that was recorded without a name. */
  readonly applicationInstance?: string | undefined;
}

export interface RecordSupportEndedOptions {
  readonly broker: BrokerConnection;
  readonly pacticipant: string;
  readonly version: string;
  readonly environment: string;
}

/** A version in an environment: deployed (one per installation) or released (many side by side). */
export interface EnvironmentRecord {
  readonly pacticipant: string;
  readonly version: string;
  readonly environment: string;
  readonly applicationInstance: string | undefined;
  readonly uuid: string;
  /** Whether it is deployed, or supported, now. */
  readonly current: boolean;
}

/**
 * Says that a version now runs in an environment; the version before it no longer does.
 * @throws ContractsError CONTRACTS_NOT_FOUND_IN_BROKER for an unknown version or environment
 */
export async function recordDeployment(
  options: RecordDeploymentOptions,
): Promise<EnvironmentRecord> {
  const { applicationInstance } = options;
  const body =
    applicationInstance === undefined
      ? {}
      : // Brokers before 2.81 knew the instance as `target`.
        { applicationInstance, target: applicationInstance };
  return record(options, 'pb:record-deployment', body);
}

/** Says that a version can be had from an environment, next to the versions released before. */
export async function recordRelease(options: RecordReleaseOptions): Promise<EnvironmentRecord> {
  return record(options, 'pb:record-release', {});
}

/** @throws ContractsError CONTRACTS_NOT_FOUND_IN_BROKER when nothing such is deployed there */
export async function recordUndeployment(
  options: RecordUndeploymentOptions,
): Promise<readonly EnvironmentRecord[]> {
  const { version, applicationInstance } = options;
  return end(options, {
    relation: 'pb:currently-deployed-deployed-versions',
    list: 'deployedVersions',
    patch: { currentlyDeployed: false },
    what: `${options.pacticipant}${version === undefined ? '' : ` ${version}`}${
      applicationInstance === undefined ? '' : ` (${applicationInstance})`
    } is not deployed`,
    matches: (entry) =>
      (version === undefined || versionOf(entry) === version) &&
      text(entry, 'applicationInstance') === applicationInstance,
  });
}

/** @throws ContractsError CONTRACTS_NOT_FOUND_IN_BROKER when the version is not supported there */
export async function recordSupportEnded(
  options: RecordSupportEndedOptions,
): Promise<readonly EnvironmentRecord[]> {
  return end(options, {
    relation: 'pb:currently-supported-released-versions',
    list: 'releasedVersions',
    patch: { currentlySupported: false },
    what: `${options.pacticipant} ${options.version} is not released and supported`,
    matches: (entry) => versionOf(entry) === options.version,
  });
}

async function record(
  options: RecordReleaseOptions,
  relation: string,
  body: Readonly<Record<string, string>>,
): Promise<EnvironmentRecord> {
  const broker = await openBroker(options.broker);
  const version = await readVersion(broker, options.pacticipant, options.version);
  const link = linksOf(version, relation).find(({ name }) => name === options.environment);
  if (link === undefined) {
    // Reports the environments there are; a broker has such a link for each of them.
    await findEnvironment(broker, options.environment);
    throw new ContractsError(
      'CONTRACTS_NOT_A_BROKER',
      `The broker does not offer to record anything for ${options.pacticipant} in ${options.environment}.`,
      'The broker is too old for environments: update it.',
    );
  }
  const resource = await broker.read(broker.resolve(link.href), { method: 'POST', body });
  return toRecord(resource, options.pacticipant, options.environment);
}

interface Ending {
  readonly relation: string;
  readonly list: string;
  readonly patch: Readonly<Record<string, boolean>>;
  readonly what: string;
  readonly matches: (entry: HalResource) => boolean;
}

async function end(
  options: { broker: BrokerConnection; pacticipant: string; environment: string },
  ending: Ending,
): Promise<readonly EnvironmentRecord[]> {
  const broker = await openBroker(options.broker);
  const environment = await findEnvironment(broker, options.environment);
  const href = linkOf(environment, ending.relation)?.href ?? '';
  const url = broker.resolve(href);
  url.searchParams.set('pacticipant', options.pacticipant);
  const all = embeddedList(await broker.read(url), ending.list).filter(
    (entry) => text(embedded(entry, 'pacticipant'), 'name') === options.pacticipant,
  );
  const chosen = all.filter(ending.matches);
  if (chosen.length === 0) throw nothingThere(ending, options.environment, all);
  const records: EnvironmentRecord[] = [];
  for (const entry of chosen) {
    const self = broker.resolve(linkOf(entry, 'self')?.href ?? '');
    const resource = await broker.read(self, {
      method: 'PATCH',
      body: ending.patch,
      contentType: 'application/merge-patch+json',
    });
    records.push(toRecord(resource, options.pacticipant, options.environment));
  }
  return records;
}

function nothingThere(
  ending: Ending,
  environment: string,
  there: readonly HalResource[],
): ContractsError {
  const others = there.map((entry) => {
    const instance = text(entry, 'applicationInstance');
    return `${versionOf(entry)}${instance === undefined ? '' : ` (instance ${instance})`}`;
  });
  return new ContractsError(
    'CONTRACTS_NOT_FOUND_IN_BROKER',
    `${ending.what} in ${environment}${others.length === 0 ? '' : `; there is ${others.join(', ')}`}.`,
    others.length === 0
      ? 'Check the names; nothing has to be done if it was recorded before.'
      : 'Name the version and the application instance as they were recorded.',
  );
}

/** @throws ContractsError CONTRACTS_NOT_FOUND_IN_BROKER */
export async function readVersion(
  broker: BrokerSession,
  pacticipant: string,
  version: string,
): Promise<HalResource> {
  const url = broker.relation(
    'pb:pacticipant-version',
    { pacticipant, version },
    'pacticipants/{pacticipant}/versions/{version}',
  );
  const response = await broker.ask(url, { accept: [404] });
  if (response.status !== 404) return response.body as HalResource;
  throw new ContractsError(
    'CONTRACTS_NOT_FOUND_IN_BROKER',
    `The broker does not know version ${version} of ${pacticipant}.`,
    'A version becomes known by publishing its pacts (ashlar publish) or its verification results (ashlar verify --publish).',
  );
}

function versionOf(entry: HalResource): string {
  return text(embedded(entry, 'version'), 'number') ?? '';
}

function toRecord(
  resource: HalResource,
  pacticipant: string,
  environment: string,
): EnvironmentRecord {
  return {
    pacticipant,
    version: versionOf(resource),
    environment,
    applicationInstance: text(resource, 'applicationInstance'),
    uuid: text(resource, 'uuid') ?? '',
    current: resource.currentlyDeployed === true || resource.currentlySupported === true,
  };
}

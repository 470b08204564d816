import { byCodeUnit } from '../pact/lossless-json.ts';
import type { BrokerConnection } from './connection.ts';
import { findEnvironment, listEnvironments } from './environments.ts';
import { embedded, embeddedList, type HalResource, linkOf, text } from './hal.ts';
import { openBroker } from './session.ts';

export interface LiveVersion {
  readonly pacticipant: string;
  readonly version: string;
  /** Deployed: one for each installation. Released: supported beside others. */
  readonly how: 'deployed' | 'released';
  readonly applicationInstance: string | undefined;
}

export interface LiveEnvironment {
  readonly name: string;
  readonly production: boolean;
  readonly versions: readonly LiveVersion[];
}

const LISTS = [
  ['pb:currently-deployed-deployed-versions', 'deployedVersions', 'deployed'],
  ['pb:currently-supported-released-versions', 'releasedVersions', 'released'],
] as const;

/**
 * Who runs what where: every environment with the versions that are live in it, sorted by name.
 * @throws ContractsError CONTRACTS_BROKER_*, CONTRACTS_NOT_A_BROKER
 */
export async function liveVersions(options: {
  readonly broker: BrokerConnection;
}): Promise<readonly LiveEnvironment[]> {
  const environments = await listEnvironments(options);
  const broker = await openBroker(options.broker);
  const found = await Promise.all(
    environments.map(async ({ name, production }): Promise<LiveEnvironment> => {
      const environment = await findEnvironment(broker, name);
      const versions: LiveVersion[] = [];
      for (const [relation, list, how] of LISTS) {
        const link = linkOf(environment, relation);
        if (link === undefined) continue;
        const body = await broker.read(broker.resolve(link.href));
        versions.push(...embeddedList(body, list).map((entry) => toLive(entry, how)));
      }
      return { name, production, versions: versions.sort(byName) };
    }),
  );
  return found.sort((a, b) => byCodeUnit(a.name, b.name));
}

function toLive(entry: HalResource, how: LiveVersion['how']): LiveVersion {
  return {
    pacticipant: text(embedded(entry, 'pacticipant'), 'name') ?? '',
    version: text(embedded(entry, 'version'), 'number') ?? '',
    how,
    applicationInstance: text(entry, 'applicationInstance'),
  };
}

function byName(a: LiveVersion, b: LiveVersion): number {
  return byCodeUnit(a.pacticipant, b.pacticipant) || byCodeUnit(a.version, b.version);
}

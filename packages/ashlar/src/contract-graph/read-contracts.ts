import { resolve } from 'node:path';
import type { BrokerConnection } from '@ashlar/contracts';
import type { Config } from '../config/config.ts';
import { type ContractEdge, contractEdges } from './contract-edge.ts';

/**
 * The contracts that ashlar.yaml points at: pact files and folders, and with `contracts.broker` what
 * the broker has for each declared service (consumers that are live, and main branches).
 *
 * @param folder where ashlar.yaml lies
 * @throws ContractsError CONTRACTS_PACT_FILE_INVALID, CONTRACTS_BROKER_*
 */
export async function readContracts(
  config: Config,
  folder: string,
  broker: BrokerConnection | null,
): Promise<readonly ContractEdge[]> {
  const { pacts, broker: ask } = config.contracts;
  const { providerPacts } = await import('@ashlar/contracts');
  const values: unknown[] = pacts.length === 0 ? [] : await valuesIn(pacts, folder);
  if (ask && broker !== null) {
    for (const provider of providersOf(config)) {
      const asked = await providerPacts({ broker, provider }).catch(unlessUnknown);
      values.push(...asked.map(({ value }) => value));
    }
  }
  return contractEdges(values);
}

async function valuesIn(paths: readonly string[], folder: string): Promise<unknown[]> {
  const { readPactDocuments } = await import('@ashlar/contracts');
  const found = await Promise.all(
    paths.map((path) => readPactDocuments([resolve(folder, path)]).catch(unlessEmpty)),
  );
  return found.flat().map(({ value }) => value);
}

/** Everybody who may be asked something: the services, and the codebase itself. */
function providersOf({ services, pacticipant }: Config): string[] {
  const names = Object.values(services).map((service) => service.pacticipant);
  return [...new Set([...names, ...(pacticipant === null ? [] : [pacticipant])])].sort();
}

/** No pact yet is no error: it is what the check is about to say. */
function unlessEmpty(error: unknown): never[] {
  if ((error as { code?: unknown }).code === 'CONTRACTS_NO_PACTS') return [];
  throw error;
}

function unlessUnknown(error: unknown): never[] {
  if ((error as { code?: unknown }).code === 'CONTRACTS_NOT_FOUND_IN_BROKER') return [];
  throw error;
}

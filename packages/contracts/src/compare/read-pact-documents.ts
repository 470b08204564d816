import { readPacts } from '../pact/pact-file.ts';
import type { PactDocument } from './model.ts';

/**
 * Pact files, and every `*.json` right under the folders.
 * @throws ContractsError CONTRACTS_NO_PACTS, CONTRACTS_PACT_FILE_INVALID
 */
export async function readPactDocuments(
  paths: readonly string[],
): Promise<readonly PactDocument[]> {
  const pacts = await readPacts(paths, JSON.parse);
  return pacts.map(({ source, document }) => ({ source, value: document }));
}

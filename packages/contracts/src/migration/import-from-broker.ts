import { refuseUnlessEmpty } from '../broker/archive/import.ts';
import { openStore } from '../broker/store/open.ts';
import type { BrokerConnection } from '../client/connection.ts';
import { openBroker } from '../client/session.ts';
import { readBroker } from './read.ts';
import { writeCopy } from './write.ts';

export interface BrokerImport {
  readonly pacticipants: number;
  readonly versions: number;
  readonly pacts: number;
  readonly results: number;
  readonly live: number;
  /** Titles of webhooks to be created again by hand: their secrets cannot be read. */
  readonly webhooksLeft: readonly string[];
}

/**
 * Fills an empty store from any Pact broker by its API: applications, labels, environments,
 * versions with branches and tags, contracts, the newest result of each content and provider
 * version, what is deployed and supported now. Times, order and content shas are kept. Left behind:
 * webhooks, past deployments, overwritten revisions, whether a result was pending.
 *
 * @throws ContractsError CONTRACTS_BROKER_*, CONTRACTS_NOT_A_BROKER, CONTRACTS_BROKER_STORE_NOT_EMPTY
 */
export async function importFromBroker(options: {
  readonly source: BrokerConnection;
  readonly database: string;
}): Promise<BrokerImport> {
  const database = await openStore(options.database);
  try {
    // Before hours of reading, and again in the transaction that writes.
    await database.read(refuseUnlessEmpty);
    const copy = await readBroker(await openBroker(options.source));
    await database.write(async (db) => {
      await refuseUnlessEmpty(db);
      await writeCopy(db, copy);
    });
    return {
      pacticipants: copy.pacticipants.length,
      versions: copy.versions.length,
      pacts: copy.pacts.length,
      results: copy.results.length,
      live: copy.live.length,
      webhooksLeft: copy.webhooks,
    };
  } finally {
    await database.close();
  }
}

import { ContractsError } from '../../model/error.ts';
import type { Connection, Database } from './database.ts';
import { migrations } from './schema.ts';

/** Brings the store up to this program's schema. Refuses a store written by a newer one. */
export async function migrate(database: Database): Promise<void> {
  const steps = migrations(database.dialect);
  await database.write(async (c) => {
    const current = await currentVersion(c);
    if (current > steps.length) throw tooNew(current, steps.length);
    for (const step of steps.slice(current)) {
      for (const statement of step) await c.run(statement);
    }
    await c.run('DELETE FROM ashlar_broker_schema');
    await c.run('INSERT INTO ashlar_broker_schema (version) VALUES (?)', [steps.length]);
  });
}

async function currentVersion(c: Connection): Promise<number> {
  await c.run('CREATE TABLE IF NOT EXISTS ashlar_broker_schema (version INTEGER NOT NULL)');
  const row = await c.get<{ version: number }>('SELECT version FROM ashlar_broker_schema');
  return row?.version ?? 0;
}

function tooNew(found: number, known: number): ContractsError {
  return new ContractsError(
    'CONTRACTS_BROKER_STORE_TOO_NEW',
    `The store has schema version ${found}, this broker knows versions up to ${known}.`,
    'Update this package, or point the broker at another store. Nothing was changed.',
  );
}

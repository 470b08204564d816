import { PGlite, type Transaction } from '@electric-sql/pglite';
import type { Database, Queries, Row } from './database.ts';
import { openInMemory } from './empty-cluster.ts';

/** PostgreSQL compiled to WebAssembly, in this process; in memory unless `dataDir` is given. */
export async function openPglite(dataDir?: string): Promise<Database> {
  const pglite = dataDir === undefined ? await openInMemory() : await PGlite.create(dataDir);
  return {
    kind: 'pglite',
    ...queriesOn(pglite),
    transaction: (work) => pglite.transaction((transaction) => work(queriesOn(transaction))),
    close: () => pglite.close(),
  };
}

function queriesOn(connection: PGlite | Transaction): Queries {
  return {
    query: async <T extends Row>(sql: string, parameters: readonly unknown[] = []) =>
      (await connection.query<T>(sql, [...parameters])).rows,
    script: async (sql) => {
      await connection.exec(sql);
    },
  };
}

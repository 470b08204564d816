import type { Database } from './database.ts';
import { migrate } from './migrate.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';

/** Opens a store by its name: `postgres://…`, `:memory:` or a file; and brings it up to date. */
export async function openStore(name: string): Promise<Database> {
  const database = /^postgres(?:ql)?:\/\//.test(name) ? await openPostgres(name) : openSqlite(name);
  try {
    await migrate(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

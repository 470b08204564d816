import type { Database } from './database.ts';
import { migrate } from './migrate.ts';

/** Opens PostgreSQL when a URL is given, PGlite otherwise, and brings the schema up to date. */
export async function openDatabase(settings: {
  readonly databaseUrl?: string | undefined;
  readonly dataDir?: string | undefined;
}): Promise<Database> {
  const database =
    settings.databaseUrl === undefined
      ? await (await import('./pglite.ts')).openPglite(settings.dataDir)
      : await (await import('./postgres.ts')).openPostgres(settings.databaseUrl);
  try {
    await migrate(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}
